"""A day of live inquiries in virtual time: `queue.decide` over a real line, and people made of random numbers.

Patrons come by a Poisson process whose rate may change with the time of day, lose patience after exponential times,
and are served for exponential times: the assumptions of Erlang's formulas, so that both can be compared.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from contactcenter.queue.decide import Match, Policy, QueuePolicy, Seat, decide
from contactcenter.queue.line import Kind, Line, Waiting
from contactcenter.seats.capacity import Capacity, Load

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
"""Virtual time has to begin somewhere."""
DESK = 1
CHANNEL = "phone"


@dataclass(frozen=True, slots=True)
class Desk:
    """`calls_an_hour`: for each hour of the day in turn; `service_s`, `patience_s`: means (None: nobody gives up)."""

    seats: int
    calls_an_hour: Sequence[float]
    service_s: float
    patience_s: float | None = None
    target_s: float = 20.0


@dataclass(slots=True)
class Day:
    """What came of it: of each patron who was served or gave up how long they waited, in seconds."""

    served: list[float] = field(default_factory=list)
    gave_up: list[float] = field(default_factory=list)
    busy_s: float = 0.0
    open_s: float = 0.0
    offers: int = 0

    @property
    def arrived(self) -> int:
        return len(self.served) + len(self.gave_up)


def play(desk: Desk, *, seed: int) -> Day:
    """Play a day, from an empty desk until the last patron is served or gone."""
    return _Play(desk, random.Random(seed)).run()  # noqa: S311


class _Play:
    def __init__(self, desk: Desk, dice: random.Random) -> None:
        self._desk = desk
        self._dice = dice
        self._policy = Policy({DESK: QueuePolicy()}, Capacity())
        self._line = Line()
        self._free = {who: Seat(who, frozenset({DESK}), BEGINS) for who in range(1, desk.seats + 1)}
        self._since: dict[int, float] = {}
        self._happens: list[tuple[float, int, str, int]] = []
        self._order = count()
        self._day = Day(open_s=3600.0 * len(desk.calls_an_hour) * desk.seats)

    def run(self) -> Day:
        self._arrivals()
        while self._happens:
            at, _, what, who = heapq.heappop(self._happens)
            if what == "arrives":
                self._arrives(at, who)
            elif what == "gives up":
                if who not in self._since:
                    continue
                self._day.gave_up.append(at - self._since.pop(who))
                self._line.drop(who)
                continue
            else:
                self._free[who] = Seat(who, frozenset({DESK}), _moment(at), {}, Load())
            for match in decide(self._line, self._free.values(), self._policy, _moment(at)):
                self._begins(match, at)
        return self._day

    def _arrivals(self) -> None:
        number = count(1)
        for hour, rate in enumerate(self._desk.calls_an_hour):
            at = 3600.0 * hour
            while rate > 0:
                at += self._dice.expovariate(rate / 3600)
                if at >= 3600.0 * (hour + 1):
                    break
                self._put(at, "arrives", next(number))

    def _arrives(self, at: float, who: int) -> None:
        self._since[who] = at
        self._line.put(Waiting(who, Kind(DESK, CHANNEL), _moment(at)))
        if self._desk.patience_s is not None:
            self._put(at + self._dice.expovariate(1 / self._desk.patience_s), "gives up", who)

    def _begins(self, match: Match, at: float) -> None:
        self._day.offers += 1
        self._line.drop(match.ticket_id)
        del self._free[match.staff_id]
        self._day.served.append(at - self._since.pop(match.ticket_id))
        lasts = self._dice.expovariate(1 / self._desk.service_s)
        self._day.busy_s += lasts
        self._put(at + lasts, "is free", match.staff_id)

    def _put(self, at: float, what: str, who: int) -> None:
        heapq.heappush(self._happens, (at, next(self._order), what, who))


def _moment(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def figures(desk: Desk, day: Day) -> dict[str, float]:
    """The day in the words of `contactcenter staffing`."""
    everybody = max(1, day.arrived)
    return {
        "arrived": day.arrived,
        "p_wait": (sum(one > 0 for one in day.served) + len(day.gave_up)) / everybody,
        "service_level": sum(one <= desk.target_s for one in day.served) / everybody,
        "asa_s": sum(day.served) / max(1, len(day.served)),
        "occupancy": min(1.0, day.busy_s / day.open_s),
        "abandoned": len(day.gave_up) / everybody,
    }
