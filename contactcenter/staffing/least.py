"""The smallest number of seats that meets a target."""

from __future__ import annotations

import math
from collections.abc import Callable

from contactcenter.staffing.traffic import Performance, Target, Traffic, idle


def least(traffic: Traffic, target: Target, performance: Callable[[int], Performance]) -> Performance:
    """Search by doubling, then by halves: one more seat never makes a service worse. No call needs no seat."""
    if traffic.calls == 0:
        return idle(0)
    too_few, step = 0, 1 + math.ceil(math.sqrt(traffic.erlangs))
    tried = max(1, math.ceil(traffic.erlangs))
    while not (found := performance(tried)).meets(target):
        too_few, tried, step = tried, tried + step, 2 * step
    while found.seats - too_few > 1:
        middle = performance((too_few + found.seats) // 2)
        if middle.meets(target):
            found = middle
        else:
            too_few = middle.seats
    return found
