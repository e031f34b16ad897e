"""What was said in a ticket, and how an answer went its way."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class MessageReceived(Event):
    """A patron's message was appended to a ticket. `rule`: the one that set it aside as a machine's."""

    type: ClassVar[str] = "message.received"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int
    channel: Code
    rule: Code | None = None


class MessageFilesCame(Event):
    """A file that a message only named is there now, or was given up, or one's time is over: the message tells."""

    type: ClassVar[str] = "message.files_came"
    ticket_id: int
    message_id: int


class MessageRescued(Event):
    """A librarian said that what a rule had set aside is a question."""

    type: ClassVar[str] = "message.rescued"
    ticket_id: int
    message_id: int
    rule: Code


class MessageSetAside(Event):
    """A librarian took that back: the rule was right."""

    type: ClassVar[str] = "message.set_aside"
    ticket_id: int
    message_id: int
    rule: Code


class ReplyWritten(Event):
    """A librarian's (or the house's own) message to the patron was written; a delivery may follow.

    `waited_since`: when the question was asked that it answers; None where nobody waited.
    """

    type: ClassVar[str] = "reply.written"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int
    channel: Code
    waited_since: datetime | None = None


class ReplyWithdrawn(Event):
    """A librarian took an answer back before it left; its message is gone."""

    type: ClassVar[str] = "reply.withdrawn"
    ticket_id: int
    message_id: int


class NoteAdded(Event):
    """An internal note was added."""

    type: ClassVar[str] = "note.added"
    ticket_id: int
    message_id: int
    mentioned_staff_ids: tuple[int, ...] = ()


class DeliveryChanged(Event):
    """A reply's way out took a step: sent, delayed, delivered, failed, bounced, or queued once more."""

    type: ClassVar[str] = "delivery.changed"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    message_id: int | None = None
    """None for what is no message of the thread (an acknowledgement)."""
    delivery_id: int
    state: Code
    code: Code | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
