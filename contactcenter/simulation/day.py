"""A day of live inquiries in virtual time: `queue.decide` over a real line, and people made of random numbers.

Patrons come by a Poisson process whose rate may change with the time of day, lose patience after exponential times,
and are served for exponential times: the assumptions of Erlang's formulas, so that both can be compared.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from contactcenter.queue.decide import Match, Policy, QueuePolicy, Seat, decide
from contactcenter.queue.estimate import Wait, patience_of, recent_mean
from contactcenter.queue.line import Kind, Line, Waiting
from contactcenter.queue.usual import Service
from contactcenter.queue.waits import Outlook
from contactcenter.seats.capacity import Capacity, Load

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
"""Virtual time has to begin somewhere."""
DESK = 1
CHANNEL = "phone"
STEP_S = 900.0
"""Of the plot: a quarter of an hour."""
LATELY = 150
"""So many of the newest conversations tell how it goes (`queue.waits`)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`calls_an_hour`: for each hour of the day in turn; `service_s`, `patience_s`: means (None: nobody gives up)."""

    seats: int
    calls_an_hour: Sequence[float]
    service_s: float
    patience_s: float | None = None
    target_s: float = 20.0


@dataclass(slots=True)
class Step:
    """A stretch of `STEP_S` seconds: who came, was served, gave up; the longest line, the busy time of seats."""

    arrived: int = 0
    served: int = 0
    gave_up: int = 0
    longest_line: int = 0
    busy_s: float = 0.0


@dataclass(slots=True)
class Day:
    """What came of it: of each patron who was served or gave up how long they waited, in seconds."""

    served: list[float] = field(default_factory=list)
    gave_up: list[float] = field(default_factory=list)
    busy_s: float = 0.0
    open_s: float = 0.0
    offers: int = 0
    foretold: list[tuple[Wait, float]] = field(default_factory=list)
    """What was foretold to those who were served then, and how long they waited."""
    steps: list[Step] = field(default_factory=list)

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
        hours = len(desk.calls_an_hour)
        steps = [Step() for _ in range(math.ceil(hours * 3600 / STEP_S))]
        self._day = Day(open_s=3600.0 * hours * desk.seats, steps=steps)
        self._foretold: dict[int, Wait] = {}
        self._lasts: dict[int, float] = {}
        self._lasted: deque[float] = deque(maxlen=LATELY)
        self._waited: deque[tuple[float, bool]] = deque(maxlen=4 * LATELY)

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
                self._waited.appendleft((self._day.gave_up[-1], True))
                self._foretold.pop(who, None)
                self._step(at).gave_up += 1
                self._line.drop(who)
                continue
            else:
                self._lasted.appendleft(self._lasts.pop(who))
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
        self._foretell(who)
        self._since[who] = at
        self._step(at).arrived += 1
        self._step(at).longest_line = max(self._step(at).longest_line, len(self._since) - bool(self._free))
        self._line.put(Waiting(who, Kind(DESK, CHANNEL), _moment(at)))
        if self._desk.patience_s is not None:
            self._put(at + self._dice.expovariate(1 / self._desk.patience_s), "gives up", who)

    def _foretell(self, who: int) -> None:
        """As the house does, by its own reckoning (`queue.waits`), from what it has seen lately."""
        mean_s = None if self._free else recent_mean(list(self._lasted))
        if mean_s is None:
            return  # somebody is free, or too little was seen
        service = Service(mean_s, len(self._lasted))
        outlook = Outlook(self._desk.seats, 0, service, patience_of(self._waited))
        if (wait := outlook.place(len(self._since), waited=timedelta(0)).wait) is not None:
            self._foretold[who] = wait

    def _step(self, at: float) -> Step:
        return self._day.steps[min(int(at / STEP_S), len(self._day.steps) - 1)]

    def _begins(self, match: Match, at: float) -> None:
        self._day.offers += 1
        self._line.drop(match.ticket_id)
        del self._free[match.staff_id]
        waited = at - self._since.pop(match.ticket_id)
        self._day.served.append(waited)
        self._waited.appendleft((waited, False))
        self._step(at).served += 1
        if (wait := self._foretold.pop(match.ticket_id, None)) is not None:
            self._day.foretold.append((wait, waited))
        lasts = self._dice.expovariate(1 / self._desk.service_s)
        self._day.busy_s += lasts
        self._busy(at, lasts)
        self._lasts[match.staff_id] = lasts
        self._put(at + lasts, "is free", match.staff_id)

    def _busy(self, at: float, lasts: float) -> None:
        end = at + lasts
        while at < end:
            place = int(at / STEP_S)
            if place >= len(self._day.steps):
                return
            until = min(end, STEP_S * (place + 1))
            self._day.steps[place].busy_s += until - at
            at = until

    def _put(self, at: float, what: str, who: int) -> None:
        heapq.heappush(self._happens, (at, next(self._order), what, who))


def _moment(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def figures(desk: Desk, day: Day) -> dict[str, float]:
    """The day in the words of `contactcenter staffing`."""
    everybody, told = max(1, day.arrived), len(day.foretold)
    return {
        "arrived": day.arrived,
        "p_wait": (sum(one > 0 for one in day.served) + len(day.gave_up)) / everybody,
        "service_level": sum(one <= desk.target_s for one in day.served) / everybody,
        "asa_s": sum(day.served) / max(1, len(day.served)),
        "occupancy": min(1.0, day.busy_s / day.open_s),
        "abandoned": len(day.gave_up) / everybody,
        "estimates": told,
        "estimate_error": _middle([abs(wait.middle - waited) / waited for wait, waited in day.foretold if waited > 0]),
        "within_range": sum(wait.low <= waited <= wait.high for wait, waited in day.foretold) / max(1, told),
    }


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0
