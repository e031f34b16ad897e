"""Patrons: who wrote, how we know, and what we keep of them. See docs/patrons.md."""
