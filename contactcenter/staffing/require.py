"""The seats that a forecast asks for, half hour by half hour.

Each half hour is reckoned by itself, as if its calls had always come at that rate (L. V. Green, P. J. Kolesar, J.
Soares, Improving the SIPP approach for staffing service systems that have cyclic demands, Operations Research 49(4),
2001): right while handle times are short against the half hour, and a little late where calls of an hour pile up
after a peak. Seats are people at their desks: breaks, meetings and illness come on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contactcenter.staffing.forecast import HalfHour
from contactcenter.staffing.seats import seats_for
from contactcenter.staffing.traffic import Target, Traffic


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Seats that meet the target in one half hour: for what is expected, and for the high end of the forecast."""

    start: datetime
    seats: int
    seats_high: int


def require(
    half_hours: Iterable[HalfHour], target: Target, *,
    aht_s: float, patience_s: float | None = None, interval_s: float = 1800, at_once: int = 1,
) -> list[Requirement]:
    """The requirement of each half hour; `aht_s` average handle time, `patience_s` mean patience, both in seconds.

    `at_once`: how many inquiries a seat answers at a time, 1 on the telephone, two or three in chats. Such a seat
    counts as that many servers, each of which keeps one chat as long as a chat *lasts*: `aht_s` must then be the time
    from accepting a chat to its end as measured while seats answer so many at a time. A librarian does not work three
    times as fast: each of three chats takes longer than one alone would, and with the time of one alone too few seats
    come out. Seats are whole, so the servers go up by `at_once`. That the chats fall evenly on the seats is what
    routing by least load does. (J. Luo, J. Zhang, Staffing and control of instant messaging contact centers,
    Operations Research 61(2), 2013, let the speed fall with the number in hand; the measured time holds that for the
    number that is usual.)

    A half hour in which nobody is expected requires 0: that somebody sits at an open desk all the same is the
    library's to say. Raises ValueError.
    """
    if at_once < 1:
        raise ValueError("a seat answers 1 inquiry at a time or more")

    def seats(calls: float) -> int:
        load = Traffic(calls=calls, interval_s=interval_s, aht_s=aht_s)
        servers = seats_for(load, target, patience_s=patience_s).seats
        return -(-servers // at_once)  # more servers do no worse: rounding up keeps the target

    return [
        Requirement(start=each.start, seats=seats(each.expected), seats_high=seats(max(each.expected, each.high)))
        for each in half_hours
    ]
