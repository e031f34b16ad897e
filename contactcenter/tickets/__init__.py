"""Tickets: the record of an inquiry, its messages and its states. See docs/tickets.md."""
