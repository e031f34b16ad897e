"""A library whose inquiries are drawn by chance, so that what a forecast says can be compared with what comes."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from random import Random

MONDAY = date(2026, 8, 3)
OPEN = [time(hour, minute) for hour in range(9, 14) for minute in (0, 30)]
SHAPE = (0.5, 0.8, 1.2, 1.5, 1.4, 1.1, 0.9, 1.0, 0.8, 0.4)
WEEKDAYS = (1.3, 1.0, 1.0, 1.1, 0.7)

History = list[tuple[datetime, int]]


def chance(seed: int) -> Random:
    """The same days at every run."""
    return Random(seed)  # noqa: S311  # nobody is to be kept from guessing it


def when(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UTC)


def drawn(random: Random, mean: float) -> int:
    """A Poisson count."""
    if mean > 200:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    count, product = 0, random.random()
    while product > math.exp(-mean):
        count, product = count + 1, product * random.random()
    return count


def mean_at(start: datetime, calls: float) -> float:
    return calls * SHAPE[OPEN.index(start.time())] * WEEKDAYS[start.weekday()]


def history(
    random: Random, *, calls: float, weeks: int, by_day: float = 0.0, by_week: float = 0.0,
    times: dict[int, float] | None = None,
) -> History:
    """Weeks from Monday to Friday. `by_day`, `by_week`: by how much their level varies; `times`: weeks unlike the others."""
    found = []
    for week in range(weeks):
        of_week = random.lognormvariate(-(by_week**2) / 2, by_week) * (times or {}).get(week, 1.0)
        for weekday in range(5):
            level = of_week * random.lognormvariate(-(by_day**2) / 2, by_day)
            for at in OPEN:
                start = when(MONDAY + timedelta(weeks=week, days=weekday), at)
                found.append((start, drawn(random, level * mean_at(start, calls))))
    return found
