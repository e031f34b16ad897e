"""Who is signed in, and what the console needs before its first list."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from contactcenter.events.catalogue.seats import Presence
from contactcenter.shapes.base import Ask, Locale, Role, Shape, Theme
from contactcenter.shapes.calls import Device


class Counts(Shape):
    """Counts stop at 1000; the screen shows 999+."""

    mine: int
    waiting: int
    all: int
    set_aside: int
    asked: int
    unread_mine: int
    position: int


class RuleCount(Shape):
    """What a rule (or `staff`, by hand) has set aside.

    `here`: tickets that stand set aside in the queues that I see, up to 1000. `set_aside` and `rescued` are counted
    over all queues and times: messages, and how many of them were questions.
    """

    rule: str
    here: int
    set_aside: int
    rescued: int


class RuleCounts(Shape):
    items: list[RuleCount]


class Department(Shape):
    """`queue_id`: its own queue, which what comes to the department joins."""

    id: int
    slug: str
    name: str
    name_zh: str
    queue_id: int | None


class Queue(Shape):
    id: int
    department_id: int
    slug: str
    name: str
    name_zh: str
    addresses: list[str]
    push: bool = False
    """What waits in its list is given to librarians who have room."""
    push_recall_s: int = 1800
    retired: bool = False
    """It takes nothing new: not to be offered where somebody chooses a queue."""


class Colleague(Shape):
    id: int
    name: str
    role: Role
    active: bool
    department_ids: list[int]


class AwayReason(Shape):
    code: str
    name: str
    name_zh: str


class Seat(Shape):
    """A member of staff at work, or not. `chats` and `calls`: what they hold now.

    `has_room`: one more live inquiry would fit it, as the router reckons, whatever it is ready for.
    `rings`: one is ringing there.
    """

    staff_id: int
    presence: Presence
    reason: str | None
    since: datetime
    until: datetime | None = None
    """When wrap-up ends by itself."""
    chats: int = 0
    calls: int = 0
    has_room: bool
    rings: bool


class Seats(Shape):
    """The seats of whom I work with; who has none never sat down. `now`: the server's clock."""

    items: list[Seat]
    now: datetime
    position: int


class SeatAsk(Ask):
    """What I am ready for. `reason` says why I am away: one of the house's."""

    presence: Presence
    reason: Annotated[str, StringConstraints(max_length=31)] | None = None


class Me(Shape):
    """Who is signed in, and what the console needs before its first list."""

    id: int
    name: str
    login: str
    email: str | None
    """My own mail address, if the house knows it."""
    role: Role
    locale: Locale
    theme: Theme
    shortcuts: bool
    """Single-key shortcuts; who dictates or shakes turns them off (WCAG 2.1.4)."""
    csrf_token: str
    queues: list[Queue]
    departments: list[Department]
    colleagues: list[Colleague]
    away_reasons: list[AwayReason]
    device: Device
    """Where I take calls; empty: nowhere."""
    rings_at: list[Device]
    """Where the house can ring its people; empty: it has no carrier of calls."""
    library: str
    library_zh: str
    zone: str
    """The library's, by its name in the IANA's database: the board is told by it, wherever one looks from."""
    position: int


class MeChange(Ask):
    locale: Locale | None = None
    theme: Theme | None = None
    shortcuts: bool | None = None
