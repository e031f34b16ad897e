"""What the sockets carry, and what an error looks like."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from contactcenter.shapes.base import Shape
from contactcenter.shapes.needs import Need, TicketRecord
from contactcenter.shapes.tickets import Message, Person, TicketRow


class WireEvent(Shape):
    """An event as a socket carries it: `ticket` and `message` are loaded when it is sent.

    To follow along: replace the row of `ticket`, put `message` (and `messages`) into the thread
    by id, add `activity`, replace the ticket's `record` and each of `needs`; on `ticket.dropped` forget the ticket.
    """

    position: int
    type: str
    stream: str
    version: int
    at: datetime
    actor: Person
    data: dict[str, object]
    ticket: TicketRow | None = None
    read_version: int | None = None
    """How far this viewer has read `ticket`, for a screen that did not know it; a message from its patron
    says nothing of that, as it is unread in any case."""
    messages: list[Message] = []
    record: TicketRecord | None = None
    needs: list[Need] = []


class EventBatch(Shape):
    """`events` in order; afterwards the screen is as fresh as `position`."""

    events: list[WireEvent]
    position: int


class Resumed(Shape):
    """The answer to `resume`: the missed events, or `resync` (load everything anew)."""

    resync: bool
    events: list[WireEvent] = []
    position: int


class Typing(Shape):
    """Somebody is typing in a ticket right now (forget it after 6 s)."""

    ticket_id: int
    who: Person


WrittenAs = Literal["reply", "note"]


class Looker(Shape):
    """A member of staff who has a ticket open. `writes`: what they have begun to write there, and go on with."""

    id: int
    name: str
    writes: WrittenAs | None = None


class Looking(Shape):
    """Who has a ticket open now: all of them. Signs, not facts: a lost one is mended by the next."""

    ticket_id: int
    people: list[Looker]


class LookedAt(Shape):
    """Every ticket that somebody has open, of those that I may see."""

    items: list[Looking]


class Problem(Shape):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, object]] = []
