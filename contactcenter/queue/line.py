"""The line: who waits for a librarian, kept in memory as the log tells, so that a decision looks at a few heads only.

An inquiry's place is its *turn*: the moment since when it waits, less `STEP` for each step of priority. So
priority ages by itself: whoever waits long enough comes before any later arrival, however urgent
(a linear ageing rule; Kleinrock's delay-dependent priorities, 1964, with equal slopes). Inquiries that ask the same of
a seat make one class; within a class the order never changes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

STEP = timedelta(minutes=10)
"""What one step of priority is worth in waiting time."""
Turn = tuple[datetime, int]
"""When its turn is, and the ticket's number: whoever wrote first goes first."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What an inquiry asks of a seat; those that ask the same are one class, in which whoever waits longer is first."""

    queue_id: int
    channel: str
    language: str = ""
    """Where the queue asks for it."""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inquiry that waits. `since`: since when. `prefers`: the librarian who knows the patron, if any.

    `refused`: seats that declined it, each until when it is not asked again.
    """

    ticket_id: int
    kind: Kind
    since: datetime
    prefers: int | None = None
    refused: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def turn(self) -> Turn:
        return self.since - STEP * self.kind.priority, self.ticket_id


class Line:
    """All that wait, by class in the order of their turns. Putting in and taking out cost a search by halves."""

    def __init__(self, waiting: Iterable[Waiting] = ()) -> None:
        self._of: dict[int, Waiting] = {}
        self._turns: dict[Kind, list[Turn]] = {}
        self._kinds: dict[int, set[Kind]] = {}
        for one in waiting:
            self.put(one)

    def put(self, one: Waiting) -> None:
        """Somebody waits, or waits otherwise than before."""
        self.drop(one.ticket_id)
        self._of[one.ticket_id] = one
        turns = self._turns.get(one.kind)
        if turns is None:
            turns = self._turns[one.kind] = []
            self._kinds.setdefault(one.kind.queue_id, set()).add(one.kind)
        insort(turns, one.turn)

    def drop(self, ticket_id: int) -> None:
        """They wait no longer; who does not wait is no matter."""
        one = self._of.pop(ticket_id, None)
        if one is None:
            return
        turns = self._turns[one.kind]
        del turns[bisect_left(turns, one.turn)]
        if not turns:
            del self._turns[one.kind]
            self._kinds[one.kind.queue_id].discard(one.kind)

    def get(self, ticket_id: int) -> Waiting | None:
        return self._of.get(ticket_id)

    def kinds(self, queue_id: int) -> AbstractSet[Kind]:
        """The classes of those who wait in a queue."""
        return self._kinds.get(queue_id, frozenset())

    def turns(self, kind: Kind) -> Sequence[Turn]:
        """The turns of a class, first first; empty where nobody of it waits."""
        return self._turns.get(kind, ())
