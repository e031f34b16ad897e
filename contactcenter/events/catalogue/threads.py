"""Tickets that became one, came apart again, or point to one another."""

from __future__ import annotations

from typing import ClassVar, Literal

from contactcenter.events.catalogue.event import Code, Event


class TicketMerged(Event):
    """A ticket was merged into another: its messages are shown and answered there."""

    type: ClassVar[str] = "ticket.merged"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    into_ticket_id: int
    message_ids: tuple[int, ...]


class TicketUnmerged(Event):
    """A merge was taken back: the same messages stand where they stood."""

    type: ClassVar[str] = "ticket.unmerged"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_ticket_id: int
    message_ids: tuple[int, ...]


class MessagesMoved(Event):
    """Messages came to a ticket or left it (split, merge and their undoing)."""

    type: ClassVar[str] = "messages.moved"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    other_ticket_id: int
    direction: Literal["in", "out"]
    message_ids: tuple[int, ...]
    reason: Literal["merge", "unmerge", "split", "unsplit"]


class TicketsLinked(Event):
    """Two tickets were linked."""

    type: ClassVar[str] = "tickets.linked"
    ticket_id: int
    other_ticket_id: int
    reason: Code


class TicketsUnlinked(Event):
    """A link between two tickets was taken away."""

    type: ClassVar[str] = "tickets.unlinked"
    ticket_id: int
    other_ticket_id: int
