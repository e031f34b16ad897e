"""A first guess of the minutes that an inquiry took."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

PAUSE = timedelta(minutes=10)
"""Who leaves no trace for longer was doing something else."""
LEAD = timedelta(minutes=2)
"""Reading the question before the first trace of a sitting."""
MOST = 120


def spoken(since: datetime, until: datetime) -> list[datetime]:
    """The traces of a conversation on the telephone: who talks leaves no others."""
    steps = max(timedelta(), min(until - since, timedelta(minutes=MOST))) // PAUSE
    return [*(since + PAUSE * one for one in range(steps + 1)), max(since, until)]


def estimated_minutes(traces: Iterable[datetime], *, opened: datetime | None = None, lead: timedelta = LEAD) -> int:
    """Whole minutes, 1 to `MOST`, from the times at which a librarian left a trace in a ticket.

    `opened`: since when the question could be read; `lead`: what reading it takes, none where it is spoken.

    A trace is an event of theirs in the ticket's own stream: they took it, answered, noted, moved it on. Traces no
    further apart than `PAUSE` are one sitting; a sitting lasts from its first trace to its last, and `lead` before
    it. What they read without leaving a trace, and what colleagues did, is not counted.
    """
    total, begun, last = timedelta(), None, None
    for at in sorted(traces):
        if last is None or begun is None or at - last > PAUSE:
            total += lead if last is not None or opened is None else max(timedelta(), min(lead, at - opened))
        else:
            total += at - last
        begun, last = begun or at, at
    return min(MOST, max(1, -(-total // timedelta(minutes=1))))
