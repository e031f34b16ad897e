"""The seats, and what is said to them all."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from contactcenter.events.catalogue.event import Code, Event

Presence = Literal["available", "busy", "away", "wrap_up", "offline"]


class SeatChanged(Event):
    """A librarian's seat: somebody sat down, left, or changed what they are ready for."""

    type: ClassVar[str] = "seat.changed"
    staff_id: int
    presence: Presence
    reason: Code | None = None
    since: datetime
    until: datetime | None = None


class BroadcastSent(Event):
    """A supervisor said something to all seats, or to those of a queue."""

    type: ClassVar[str] = "broadcast.sent"
    broadcast_id: int
    queue_id: int | None = None
