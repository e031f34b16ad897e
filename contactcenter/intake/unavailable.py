"""What a door is told when nothing could be committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from contactcenter.db.faults import full, passing
from contactcenter.envelope import NoRoom, Unavailable


def unavailable(error: Exception) -> Unavailable:
    """Trouble of the database or the disk, that passes, as the doors know it: by its kind, never by its words."""
    return (NoRoom if full(error) else Unavailable)(type(error).__name__)


@contextmanager
def passing_is_unavailable() -> Iterator[None]:
    """What passes by itself leaves here as `Unavailable`; a fault of ours as it is."""
    try:
        yield
    except Exception as error:
        if passing(error):
            raise unavailable(error) from error
        raise
