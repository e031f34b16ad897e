"""Text messages by a carrier: in by webhook, out by the outbox. See docs/channels.md."""

from contactcenter.channels.sms.mount import mount

__all__ = ["mount"]
