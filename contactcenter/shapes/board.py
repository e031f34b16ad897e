"""The supervisor's board."""

from __future__ import annotations

from datetime import datetime

from contactcenter.shapes.base import Shape
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
    a share of the wait; `estimates`: how many they were.
    """

    queue_id: int
    waiting: int
    waiting_since: datetime | None
    in_lists: int
    talking: int
    service: BoardService
    estimates: int
    estimate_error: float | None


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
    seats: list[Seat]
    minutes: list[BoardMinute]
    near: int
    """Tickets of which something promised is due soon, and (`broken`) was due."""
    broken: int
    set_aside: int
    failed: int
    quarantined: int
