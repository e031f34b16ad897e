"""The facts as the projection holds them: the columns of `tables.py`, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CALLED: Final = "phone_out"
"""The channel of an inquiry that a librarian began, by calling its patron. It did not arrive."""


@dataclass(slots=True)
class TicketFact:
    ticket_id: int
    channel: str
    language: str
    queue_id: int
    opened_us: int
    state: str = "open"
    live: bool = False
    junk: bool = False
    merged: bool = False
    begun: bool = False
    owed: bool = True
    assignee_id: int | None = None
    caller_id: int | None = None
    rings: bool = False
    calling: int | None = None
    waited: int | None = None
    contacts: int = 1
    answers: int = 0
    answered_us: int | None = None
    answered_by: int | None = None
    answer_id: int | None = None
    answer_us: int | None = None
    answer_open_us: int | None = None
    answer_bucket: int | None = None
    answer_open_bucket: int | None = None
    first_closed_us: int | None = None
    closed_us: int | None = None
    closed_by: int | None = None
    resolve_us: int | None = None
    resolve_open_us: int | None = None
    reopened: int = 0

    @property
    def in_line(self) -> bool:
        """Its patron is at the other end, and nobody has it; or no telephone has been lifted by whoever has it."""
        return self.live and not self.merged and self.state == "open" and (self.assignee_id is None or self.rings)

    @property
    def talks_with(self) -> int | None:
        """Who is in conversation with its patron, whoever has joined beside them: who called them, else its owner."""
        there = self.live and not self.merged and not self.rings and self.state in ("open", "waiting_patron")
        return (self.caller_id or self.assignee_id) if there else None


@dataclass(slots=True)
class WaitFact:
    position: int
    ticket_id: int
    queue_id: int
    channel: str
    language: str
    in_hours: bool
    began_us: int
    ended_us: int | None = None
    outcome: str | None = None
    staff_id: int | None = None
    wait_us: int | None = None
    wait_bucket: int | None = None


@dataclass(slots=True)
class TalkFact:
    position: int
    ticket_id: int
    queue_id: int
    channel: str
    language: str
    staff_id: int
    began_us: int
    ended_us: int | None = None
    handle_us: int | None = None
    handle_bucket: int | None = None


@dataclass(slots=True)
class SeatFact:
    position: int
    staff_id: int
    presence: str
    busy: bool
    began_us: int
    ended_us: int | None = None


@dataclass(slots=True)
class RecordFact:
    transaction_id: int
    at_us: int
    queue_id: int
    staff_id: int | None
    kind: str
    mode: str
    language: str
    need_id: int | None
    effort: int | None
    minutes: int | None
    referral: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class PromiseFact:
    promise_id: int
    ticket_id: int
    kind: str
    queue_id: int
    channel: str
    language: str
    staff_id: int | None
    kept: bool
    at_us: int


Fact = TicketFact | WaitFact | TalkFact | SeatFact
