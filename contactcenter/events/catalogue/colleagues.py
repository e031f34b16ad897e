"""Who of the staff takes part in a ticket beside its owner."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class ColleagueAsked(Event):
    """A colleague was asked into one ticket (and may see that one only)."""

    type: ClassVar[str] = "colleague.asked"
    ticket_id: int
    staff_id: int


class ColleagueJoined(Event):
    """A colleague speaks with the patron beside the owner from now on."""

    type: ClassVar[str] = "colleague.joined"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    staff_id: int


class ColleagueLeft(Event):
    """A colleague asked into a ticket was let go again, or left."""

    type: ClassVar[str] = "colleague.left"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    staff_id: int


class TicketListened(Event):
    """A supervisor listens in on the conversation that `staff_id` has.

    `mode`: in a call, whether they only listened (`listen`), spoke to the librarian alone (`whisper`) or with both
    (`speak`).
    """

    type: ClassVar[str] = "ticket.listened"
    ticket_id: int
    staff_id: int
    mode: Code | None = None
