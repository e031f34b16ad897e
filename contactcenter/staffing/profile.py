"""What weeks have in common and how they differ: a profile by weekday and time of day, and a level for each week."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from statistics import fmean, median
from typing import TypeAlias

PROFILE_FADES = 0.5 ** (1 / 8)
"""A week's weight over that of the next: half in eight weeks."""
LEVEL_FADES = 0.5 ** (1 / 2)
"""The same for the level: half in two weeks. The newest week weighs under a third: it is never the median by itself."""
ROUNDS = 5
"""Profile from levels, levels from the profile, in turn, until neither moves by anything that shows."""
LATEST = 12
"""Weeks on which the spread is measured: a quarter of a year."""
BEFORE = 2
"""Weeks that must lie before one whose level is foretold as a trial."""
FAR = 4.0
"""Standard deviations above its half hour's median at which a count is cut off: a power cut is no part of a profile."""
MAD = 1.4826
"""The median size of a normal deviate, times this, is its standard deviation."""

Slot: TypeAlias = tuple[int, time]
"""A weekday, 0 to 6 from Monday, and a time of day."""
Week: TypeAlias = Mapping[Slot, int]


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A half hour's mean count in a week of level 1, and how many such weeks it is known from."""

    mean: float
    weeks: float


@dataclass(frozen=True, kw_only=True)
class Profile:
    """`rates` by half hour, and `level`, that of the week to come.

    Squared coefficients of variation beyond Poisson's: `level_spread`, of a week's level about what was foretold (from
    so many `trials`), and `slot_spread`, of a count about its mean at its week's level.
    """

    rates: Mapping[Slot, Rate]
    level: float
    level_spread: float
    trials: int
    slot_spread: float


def profile(weeks: Sequence[Week]) -> Profile:
    """Fit the weeks, the newest first: count = rate of the half hour x level of the week."""
    levels = [1.0] * len(weeks)
    rates: dict[Slot, Rate] = {}
    for _ in range(ROUNDS):
        rates = _rates(weeks, levels)
        levels = [_level(week, rates) for week in weeks]
    sizes = [_expected(week, rates) for week in weeks]
    trials = _trials(levels, sizes)
    return Profile(
        rates=rates, level=_foretold(levels, sizes), level_spread=_level_spread(trials), trials=len(trials),
        slot_spread=_slot_spread(weeks, rates, levels),
    )


def _rates(weeks: Sequence[Week], levels: Sequence[float]) -> dict[Slot, Rate]:
    counts: dict[Slot, list[tuple[int, float, float]]] = defaultdict(list)
    for age, (week, level) in enumerate(zip(weeks, levels, strict=True)):
        if level > 0:
            # A week of five times the calls tells no more of the shape than another.
            weight = PROFILE_FADES**age / max(1.0, level)
            for slot, count in week.items():
                counts[slot].append((count, level, weight))
    return {slot: _rate(seen) for slot, seen in counts.items()}


def _rate(seen: Sequence[tuple[int, float, float]]) -> Rate:
    """Of counts, each with its week's level and weight."""
    each = [count / level for count, level, _ in seen]
    middle = median(each)
    most = middle + FAR * max(math.sqrt(middle + 1), MAD * median(abs(one - middle) for one in each))
    exposure = math.fsum(weight * level for _, level, weight in seen)
    mean = math.fsum(weight * min(count, most * level) for count, level, weight in seen) / exposure
    return Rate(mean=mean, weeks=exposure**2 / math.fsum(weight**2 * level for _, level, weight in seen))


def _expected(week: Week, rates: Mapping[Slot, Rate]) -> float:
    """A week's calls at level 1."""
    return math.fsum(rates[slot].mean for slot in week if slot in rates)


def _level(week: Week, rates: Mapping[Slot, Rate]) -> float:
    expected = _expected(week, rates)
    return sum(week.values()) / expected if expected > 0 else 1.0


def _foretold(levels: Sequence[float], sizes: Sequence[float]) -> float:
    """The level of the week after `levels`, newest first: their median, weighted by age and by how much is counted.

    `sizes`: a week's calls at level 1; a week of which two days are over weighs less. Where the half falls between
    two levels, so does the median.
    """
    weights = [size * LEVEL_FADES**age for age, size in enumerate(sizes)]
    heaped = sorted(zip(levels, weights, strict=True))
    half = math.fsum(weights) / 2
    below, last, place = 0.0, heaped[0][0], -math.inf
    for level, weight in heaped:
        middle = below + weight / 2
        if middle >= half:
            return level if place == -math.inf else last + (level - last) * (half - place) / (middle - place)
        below, last, place = below + weight, level, middle
    return last


def _trials(levels: Sequence[float], sizes: Sequence[float]) -> list[tuple[float, float]]:
    """Each week foretold from those before it: by what share that was wrong, and how many calls it foretold."""
    found = []
    for age in range(min(LATEST, len(levels) - BEFORE)):
        foretold = _foretold(levels[age + 1:], sizes[age + 1:])
        if foretold * sizes[age] > 0:
            found.append((abs(levels[age] / foretold - 1), foretold * sizes[age]))
    return found


def _level_spread(trials: Sequence[tuple[float, float]]) -> float:
    """What the trials tell of the level, Poisson's own chance counted off."""
    if not trials:
        return 0.0
    return max(0.0, (MAD * median(miss for miss, _ in trials)) ** 2 - median(1 / calls for _, calls in trials))


def _slot_spread(weeks: Sequence[Week], rates: Mapping[Slot, Rate], levels: Sequence[float]) -> float:
    """How far counts lie from their mean at their week's level, beyond Poisson's; without the worst week."""
    spreads = []
    for age, (week, level) in enumerate(zip(weeks[:LATEST], levels, strict=False)):
        over, squares = 0.0, 0.0
        for slot, count in week.items():
            if slot in rates:
                mean = level * rates[slot].mean
                # The count itself drew the mean towards it.
                pulled = min(0.5, PROFILE_FADES**age / max(1.0, level) * level / rates[slot].weeks)
                over += (count - mean) ** 2 / (1 - pulled) - mean
                squares += mean * mean
        if squares > 0:
            spreads.append(over / squares)
    return max(0.0, fmean(sorted(spreads)[:-1])) if len(spreads) > 1 else 0.0
