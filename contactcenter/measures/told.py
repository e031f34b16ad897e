"""What the projection is given: events as far as facts need them, opening hours, and the facts as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.measures.facts import SeatFact, TalkFact, TicketFact, WaitFact


@dataclass(frozen=True, slots=True)
class Told:
    """An event as far as the facts need it."""

    position: int
    type: str
    at: datetime
    actor_kind: str
    actor_id: int | None
    data: dict[str, object]

    @property
    def at_us(self) -> int:
        return (self.at - EPOCH) // MICROSECOND

    def number(self, name: str) -> int | None:
        value = self.data.get(name)
        return value if isinstance(value, int) else None


class Hours(Protocol):
    """When queues are open."""

    def open_at(self, queue_id: int, at_us: int) -> bool: ...

    def open_us(self, queue_id: int, begin_us: int, end_us: int) -> int:
        """The time between two moments in which the queue is open."""
        ...


@dataclass(slots=True)
class Known:
    """The facts that a set of events may change, as they stood before it; what is missing there is not there.

    `waits` and `talks`: those that go on, by ticket. `seats`: the stretch that runs, by librarian. `holding`: how many
    conversations each has. `ended`: the last wait of tickets whose call is over. `last`: the conversation of each that
    ended last. `languages`: of tickets that are opened.
    """

    tickets: dict[int, TicketFact] = field(default_factory=dict)
    waits: dict[int, WaitFact] = field(default_factory=dict)
    ended: dict[int, WaitFact] = field(default_factory=dict)
    talks: dict[int, TalkFact] = field(default_factory=dict)
    seats: dict[int, SeatFact] = field(default_factory=dict)
    holding: dict[int, int] = field(default_factory=dict)
    last: dict[int, TalkFact] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
