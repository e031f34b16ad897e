"""A ticket's own course: opened, assigned, moved, read, closed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal, get_args

from contactcenter.events.catalogue.event import Code, Event

State = Literal["open", "waiting_patron", "waiting_third", "snoozed", "closed", "junk"]
STATES: tuple[str, ...] = get_args(State)


class TicketOpened(Event):
    """An inquiry became a ticket."""

    type: ClassVar[str] = "ticket.opened"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    channel: Code
    queue_id: int


class TicketAssigned(Event):
    """A ticket got an owner, another owner, or (to None) went back to its queue."""

    type: ClassVar[str] = "ticket.assigned"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_staff_id: int | None
    to_staff_id: int | None
    reason: Code | None = None


class TicketStateChanged(Event):
    """A ticket took one of the legal steps between states."""

    type: ClassVar[str] = "ticket.state_changed"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    from_state: State
    to_state: State
    until: datetime | None = None
    reason: Code | None = None


class TicketMoved(Event):
    """A ticket moved to another queue."""

    type: ClassVar[str] = "ticket.moved"
    ticket_id: int
    from_queue_id: int
    to_queue_id: int


class TicketPrioritised(Event):
    """A ticket was put before its turn in the line, or (negative) after it."""

    type: ClassVar[str] = "ticket.prioritised"
    ticket_id: int
    from_priority: int
    to_priority: int


class TicketTagged(Event):
    """A tag was put on a ticket."""

    type: ClassVar[str] = "ticket.tagged"
    ticket_id: int
    tag_id: int


class TicketUntagged(Event):
    """A tag was taken away from a ticket."""

    type: ClassVar[str] = "ticket.untagged"
    ticket_id: int
    tag_id: int


class TicketRetitled(Event):
    """A ticket's subject was changed by staff."""

    type: ClassVar[str] = "ticket.retitled"
    ticket_id: int


class TicketPatronNamed(Event):
    """A librarian corrected a patron's name: what bore the former one, or a number alone, bears it."""

    type: ClassVar[str] = "ticket.patron_named"
    ticket_id: int


class TicketLanguageChosen(Event):
    """A caller said by a key in which language they are spoken to; the ticket says which."""

    type: ClassVar[str] = "ticket.language_chosen"
    ticket_id: int


class TicketRead(Event):
    """A member of staff has read a ticket up to a version; only their own screens hear of it."""

    type: ClassVar[str] = "ticket.read"
    ticket_id: int
    staff_id: int
    up_to_version: int
