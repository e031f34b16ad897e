"""What is asked of a staffing formula, and what it answers. Shares are 0 to 1, times are seconds."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_ERLANGS = 100_000.0
"""More than any library has: a load beyond it is a mistake in the units, and would be reckoned for minutes."""
SHORTEST_S = 1e-6
LONGEST_S = 1e9
"""Thirty years. Between the two, no formula leaves the range of a float."""


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Inquiries that come in an interval, and how long each takes.

    `calls`: how many come, on average, in an interval of `interval_s` seconds. `aht_s`: average handle time in
    seconds, talk and wrap-up. Raises ValueError.
    """

    calls: float
    interval_s: float
    aht_s: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.calls) and self.calls >= 0):
            raise ValueError("the number of calls must be 0 or more")
        positive("the interval", self.interval_s)
        positive("the average handle time", self.aht_s)
        if self.erlangs > MOST_ERLANGS:
            raise ValueError(f"a load of {self.erlangs:.0f} erlangs is beyond {MOST_ERLANGS:.0f}: check the units")

    @property
    def per_second(self) -> float:
        """Arrivals a second."""
        return self.calls / self.interval_s

    @property
    def erlangs(self) -> float:
        """The offered load: how many seats would be busy, on average, if nobody ever waited."""
        return self.calls * self.aht_s / self.interval_s


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is promised: a `share` of all inquiries answered in `within_s` seconds; 80/20 is `share=0.8, within_s=20`.

    `abandoned`: the largest share that may give up waiting; None: whatever comes of it. Raises ValueError.
    """

    share: float
    within_s: float
    abandoned: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            # However many seats there are, all of them may be busy at once.
            raise ValueError("the share answered in time must lie between 0 and 100 %, both excluded")
        not_negative("the time to answer in", self.within_s)
        if self.abandoned is not None and not 0 < self.abandoned <= 1:
            raise ValueError("the share that may give up must be above 0 and at most 100 %")


@dataclass(frozen=True, kw_only=True)
class Performance:
    """How a number of seats does in the long run.

    `p_wait`: share of arrivals that find no free seat. `service_level`: share of *all* arrivals that are answered in
    time; who gives up is not answered, however soon. `asa_s`: average speed of answer, the mean wait in seconds of
    those who are answered (at once counts as 0), infinite when the line grows without end. `occupancy`: share of the
    seats' time in which they are busy. `abandoned`: share of arrivals that give up.
    """

    seats: int
    p_wait: float
    service_level: float
    asa_s: float
    occupancy: float
    abandoned: float

    @property
    def stable(self) -> bool:
        """False: the line grows without end, and the numbers are what it tends to, not what a day shows."""
        return math.isfinite(self.asa_s)

    def meets(self, target: Target) -> bool:
        """Whether the target is kept (its time must be the one this was reckoned for)."""
        return self.service_level >= target.share and (target.abandoned is None or self.abandoned <= target.abandoned)


def idle(seats: int) -> Performance:
    """How any number of seats does when nobody comes."""
    return Performance(seats=seats, p_wait=0.0, service_level=1.0, asa_s=0.0, occupancy=0.0, abandoned=0.0)


def positive(what: str, seconds: float) -> None:
    """Guard a duration that is divided by."""
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(f"{what} must be a time above 0, and no more than 30 years")


def not_negative(what: str, seconds: float) -> None:
    """Guard a duration that may be none."""
    if not 0 <= seconds <= LONGEST_S:
        raise ValueError(f"{what} must be 0 seconds or more, and no more than 30 years")


def enough_to_begin(seats: int, traffic: Traffic) -> None:
    """Guard a number of seats: work needs one at least."""
    if seats < 0 or (seats == 0 and traffic.calls > 0):
        raise ValueError("the number of seats must be 1 or more")
