"""What the steps hand from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from contactcenter.db.blobs import Blobs
from contactcenter.envelope import Accepted, Inbound
from contactcenter.intake.acknowledge import MOST
from contactcenter.intake.colleague import Colleague
from contactcenter.measures.lately import Lately
from contactcenter.tickets.in_hand import TicketInHand


class Outcome(TypedDict):
    """What an arrival's row says of it once it is understood."""

    state: str
    ticket_id: int | None
    message_id: int | None


@dataclass(slots=True)
class Work:
    """One inquiry on its way through the steps."""

    inbound_id: int
    inbound: Inbound
    now: datetime
    blobs: Blobs
    duplicate: bool = False
    """It came before: it takes no further step."""
    came_as: Work | None = None
    """Of the same set, the one that it repeats."""
    patron_id: int | None = None
    ticket: TicketInHand | None = None
    known_ticket_id: int | None = None
    """Where the first one went, when this one came before."""
    by_id: int | None = None
    related: TicketInHand | None = None
    queue_id: int | None = None
    opened: bool = False
    colleague: Colleague | None = None
    """Who wrote it as a note on a ticket, by mail."""
    acknowledgements_a_day: int = MOST
    lately: Lately = field(default_factory=Lately)
    """How soon the queues answered: what an acknowledgement tells of the wait."""
    message_id: int | None = None

    @property
    def ticket_id(self) -> int | None:
        """Where it went."""
        if self.came_as is not None:
            return self.came_as.ticket_id
        return self.known_ticket_id if self.ticket is None else self.ticket.id

    @property
    def outcome(self) -> Outcome:
        return {
            "state": "duplicate" if self.duplicate else "done", "ticket_id": self.ticket_id,
            "message_id": self.came_as.message_id if self.came_as else self.message_id,
        }

    def accepted(self, inbound_id: int) -> Accepted:
        """What its door is told."""
        return Accepted(inbound_id, self.ticket_id, self.message_id, self.message_id, self.duplicate)


def inquiries(works: Sequence[Work]) -> list[Work]:
    """All but colleagues' notes, and reports on what we sent."""
    return [work for work in works if work.colleague is None and work.inbound.report is None]
