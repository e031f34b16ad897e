"""Mailboxes that are fetched: what was taken from them, and how they stand. See docs/intake.md."""
