"""When to try again, and when to give up."""

from __future__ import annotations

from datetime import timedelta

DELAYS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 900, 1800, 3600, 7200, 14400))
"""After the first failures; then every four hours. RFC 5321 4.5.4.1 asks for at least 30 minutes once
the first quick tries have failed."""
GIVE_UP_AFTER = timedelta(days=3)
"""RFC 5321 4.5.4.1: the give-up time generally needs to be at least 4-5 days for relays; ours is the
submitting side, a librarian waits to hear of it."""


def next_delay(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts (1 or more)."""
    return DELAYS[min(max(attempts, 1), len(DELAYS)) - 1]
