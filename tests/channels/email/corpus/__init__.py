"""Odd mails of our own making, each with its expected reading. See docs/channels.md."""
