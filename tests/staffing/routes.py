"""Two other routes to the same numbers: the birth-death chain in exact fractions, and a queue that is played out."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tests.staffing.days import chance

NONE = Fraction(0)


@dataclass(frozen=True)
class Exact:
    p_wait: Fraction
    abandoned: Fraction
    occupancy: Fraction
    asa: Fraction  # in the unit of the rates
    service_level: float


def chain(
    *, arrivals: Fraction, services: Fraction, leaving: Fraction, seats: int, within: float, line: int,
) -> Exact:
    """Solve the chain of people in the house, cut at `line` waiting. Rates are per unit of time; `leaving` 0: Erlang C."""
    states = [Fraction(1)]
    for people in range(1, seats + line + 1):
        states.append(states[-1] * arrivals / (min(people, seats) * services + max(0, people - seats) * leaving))
    everything = sum(states)
    share_of = [state / everything for state in states]
    served, slow = [], []  # of who finds `ahead` others waiting: the chance to be answered, and the mean wait times that chance
    before, before_slow = Fraction(1), Fraction(0)
    for ahead in range(line):
        rate = seats * services + (ahead + 1) * leaving
        on = (seats * services + ahead * leaving) / rate
        before, before_slow = on * before, on * (before_slow + before / rate)
        served.append(before)
        slow.append(before_slow)
    at_once = sum(share_of[:seats], NONE)
    waits = share_of[seats:-1]
    answered = at_once + sum(share * one for share, one in zip(waits, served, strict=True))
    in_time = at_once + math.fsum(
        float(share) * one for share, one in zip(waits, _in_time(services, leaving, seats, within, line), strict=True))
    waiting = sum(share * (people - seats) for people, share in enumerate(share_of) if people > seats)
    return Exact(
        p_wait=1 - at_once, abandoned=leaving * waiting / arrivals,
        occupancy=sum((share * min(people, seats) for people, share in enumerate(share_of)), NONE) / seats,
        asa=sum((share * one for share, one in zip(waits, slow, strict=True)), NONE) / answered, service_level=in_time)


def _in_time(services: Fraction, leaving: Fraction, seats: int, within: float, line: int) -> list[float]:
    """By people ahead: the chance to be answered in time. The way through the line, jump by jump (uniformisation)."""
    on = [float(seats * services + ahead * leaving) for ahead in range(line)]
    fastest = on[-1] + float(leaving)
    reached = [0.0] * line
    total = [0.0] * line
    weight = math.exp(-fastest * within)
    assert weight > 0
    for jumps in range(int(fastest * within + 12 * math.sqrt(fastest * within) + 30)):
        total = [sums + weight * one for sums, one in zip(total, reached, strict=True)]
        weight *= fastest * within / (jumps + 1)
        after = [1.0, *reached]
        reached = [
            (rate * after[ahead] + (fastest - rate - float(leaving)) * reached[ahead]) / fastest
            for ahead, rate in enumerate(on)
        ]
    return total


@dataclass(frozen=True)
class Played:
    """Shares and mean wait of one stretch of arrivals."""

    p_wait: float
    service_level: float
    asa_s: float
    abandoned: float


def play(*, calls_s: float, aht_s: float, patience_s: float, seats: int, within_s: float, stretches: int, seed: int) -> list[Played]:
    """Play out stretches of 2000 arrivals, after one that only fills the house."""
    random = chance(seed)
    free = [0.0] * seats
    now = 0.0
    found = []
    for _ in range(stretches + 1):
        waits, left = [], 0
        for _ in range(2000):
            now += random.expovariate(calls_s)
            wait = max(0.0, free[0] - now)
            if wait > 0 and random.expovariate(1 / patience_s) < wait:
                left += 1
                continue
            heapq.heapreplace(free, now + wait + random.expovariate(1 / aht_s))
            waits.append(wait)
        found.append(Played(
            p_wait=(left + sum(wait > 0 for wait in waits)) / 2000, service_level=sum(wait <= within_s for wait in waits) / 2000,
            asa_s=sum(waits) / len(waits), abandoned=left / 2000))
    return found[1:]


def never_rises(values: list[float], slack: float = 1e-9) -> bool:
    return all(after <= before + slack for before, after in pairwise(values))
