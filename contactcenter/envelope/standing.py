"""What a patron may see of their ticket, their place and the hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contactcenter.envelope.files import Attachment


@dataclass(frozen=True, slots=True)
class NamedDepartment:
    """A department that a patron may choose, by its short name."""

    slug: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a queue is open at a moment, and when that changes next (UTC)."""

    open: bool
    changes_at: datetime | None
    label: str
    """Today's hours as people read them, such as `8:00–12:00, 14:00–18:00`; empty when closed all day."""
    zone: str = "UTC"
    """The IANA zone in which the hours are meant."""
    takes_messages: bool = True
    """Whether a chat may begin while it is closed, as a message; else only when it is open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a ticket as its patron may see it. `version` only grows within a ticket."""

    id: int
    version: int
    author: str
    """patron or staff."""
    name: str
    text: str
    html: str | None
    at: datetime
    attachments: tuple[Attachment, ...]
    client_id: str | None = None
    channel: str = ""
    """By which it came: what came without words (a call, a fax) is named by it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands, as far as its patron may know.

    `version` is that of its last `Line` (0: none). `root_id` is the ticket that answers for it:
    itself, unless it was merged into another. `state` is one of the design's six. `parts`: other tickets
    whose answers this patron sees, because a part of this one was split off to them.
    """

    version: int
    root_id: int
    state: str
    patron_name: str
    librarian: str = ""
    parts: tuple[int, ...] = ()
    queue_id: int | None = None
    """Where it waits, for `Desk.hours`."""
    beside: tuple[str, ...] = ()
    """Librarians who speak with the patron beside the one who has the ticket."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the line (1: next). `low_s` to `high_s`: the wait to expect; None: nobody can tell.

    `soon`: somebody is free for them; then no time is told.
    """

    place: int
    low_s: float | None = None
    high_s: float | None = None
    soon: bool = False
