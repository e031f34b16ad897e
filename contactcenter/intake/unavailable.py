"""What a door is told when nothing could be committed."""

from __future__ import annotations

from contactcenter.db.engine import full
from contactcenter.envelope import NoRoom, Unavailable


def unavailable(error: Exception) -> Unavailable:
    """Trouble of the database or the disk, that passes, as the doors know it: by its kind, never by its words."""
    return (NoRoom if full(error) else Unavailable)(type(error).__name__)
