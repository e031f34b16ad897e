"""Seats: who is signed in to work, what they are ready for, and what they can do. See docs/seats.md."""
