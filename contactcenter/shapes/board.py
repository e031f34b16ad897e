"""The supervisor's board."""

from __future__ import annotations

from datetime import date, datetime

from contactcenter.shapes.base import Ask, BigId, ClientId, Line, Shape
from contactcenter.shapes.me import Seat


class BoardService(Shape):
    """Of the last hour: the share answered within the target, and the mean wait of the answered (`asa_s`)."""

    answered: int
    abandoned: int
    service_level: float | None
    asa_s: float | None
    longest_s: float | None


class BoardQueue(Shape):
    """`waiting`: at the other end, the first since `waiting_since`; `in_lists`: mail and forms, up to 1000.

    `talking`: conversations that go on. `estimate_error`: the median error of the waits foretold within a day, as
    a share of the wait, None for fewer than five; `estimates`: how many they were. `told`: inquiries answered within
    a day of which the acknowledgement told what wait to expect; `told_within`: the share of them answered within the
    longest time told (nine of ten should be), `told_error`: the median error of its middle.
    """

    queue_id: int
    waiting: int
    waiting_since: datetime | None
    in_lists: int
    talking: int
    service: BoardService
    estimates: int
    estimate_error: float | None
    told: int
    told_error: float | None
    told_within: float | None


class BoardRing(Shape):
    """What rings at a seat, since when. `patron_name` may be empty: some do not say it."""

    ticket_id: int
    patron_name: str
    channel: str
    since: datetime


class BoardSeat(Seat):
    """A seat, and what rings there.

    `called_since`: since when its telephone is rung or off the hook; null: it is neither.
    """

    called_since: datetime | None
    ring: BoardRing | None


class BoardMinute(Shape):
    at: datetime
    arrived: int
    answered: int
    abandoned: int


class Board(Shape):
    """How the house stands at `now`. Counts of lists stop at 1000."""

    now: datetime
    position: int
    target_s: float
    whole: BoardService
    queues: list[BoardQueue]
    seats: list[BoardSeat]
    minutes: list[BoardMinute]
    near: int
    """Tickets of which something promised is due soon, and (`broken`) was due."""
    broken: int
    promises_kept: int
    """Of the last hour, of every kind; as many (`promises_broken`) became overdue."""
    promises_broken: int
    set_aside: int
    failed: int
    quarantined: int


class Broadcast(Shape):
    """What a supervisor said to all seats, or to those of a queue."""

    id: int
    text: str
    by: str
    at: datetime
    queue_id: int | None


class Broadcasts(Shape):
    """What was said within a shift, newest first."""

    items: list[Broadcast]


class BroadcastAsk(Ask):
    """To all seats, or (`queue_id`) to those of a queue."""

    text: Line
    queue_id: BigId | None = None
    client_id: ClientId


class StaffedHalfHour(Shape):
    """A half hour of the day: live inquiries expected, the range in which they will lie, seats for both.

    `arrived`: how many came; None while it has not begun.
    """

    at: datetime
    expected: float
    low: int
    high: int
    seats: int
    seats_high: int
    arrived: int | None


class DayStaffing(Shape):
    """The seats that answer a `share` of the day's inquiries within `target_s`. No half hours: too little is known.

    `at_once`: how many conversations a seat has; `aht_s`, `patience_s`: as measured in four weeks, None: too few.
    """

    day: date
    zone: str
    target_s: float
    share: float
    at_once: int
    aht_s: float | None
    patience_s: float | None
    half_hours: list[StaffedHalfHour]
