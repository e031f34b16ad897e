"""Calls: what callers hear and press, and what the carrier is told to do. See docs/channels.md."""

from contactcenter.channels.phone.parse import PhoneReceiver

__all__ = ["PhoneReceiver"]
