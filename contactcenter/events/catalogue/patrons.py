"""The patron: here, gone, reading, willing to hear from us."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class PatronOptedOut(Event):
    """A patron's number said that nothing more is to be sent to it."""

    type: ClassVar[str] = "patron.opted_out"
    patron_id: int
    kind: Code


class PatronOptedIn(Event):
    """It said that our messages are welcome again."""

    type: ClassVar[str] = "patron.opted_in"
    patron_id: int
    kind: Code


class PatronSeen(Event):
    """The patron's own screen showed the ticket up to a version (chat: delivered and read)."""

    type: ClassVar[str] = "patron.seen"
    ticket_id: int
    up_to_version: int


class PatronCame(Event):
    """The patron of a chat or call is at the other end, and waits for words."""

    type: ClassVar[str] = "patron.came"
    ticket_id: int


class PatronLeft(Event):
    """The patron of a chat or call went. `abandoned`: before anybody of staff had said a word.

    `waited_since`: since when they waited; None where nobody owed them an answer.
    """

    type: ClassVar[str] = "patron.left"
    patron_sees: ClassVar[bool] = True
    ticket_id: int
    abandoned: bool
    waited_since: datetime | None = None


class PatronChanged(Event):
    """A patron's profile or identities changed; the screen loads them anew."""

    type: ClassVar[str] = "patron.changed"
    patron_id: int
