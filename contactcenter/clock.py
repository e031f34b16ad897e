"""The only reader of the time. See docs/clock.md.

Verbs take the time as an argument; the edges of the program ask here, so a test can hold the
clock still. All times are aware, in UTC, to the microsecond.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
