"""Erlang A where patience is known, Erlang C where it is not."""

from __future__ import annotations

from contactcenter.staffing import erlang_a, erlang_c
from contactcenter.staffing.traffic import Performance, Target, Traffic


def performance(traffic: Traffic, *, seats: int, within_s: float, patience_s: float | None = None) -> Performance:
    """How `seats` do; times in seconds. Raises ValueError."""
    if patience_s is None:
        return erlang_c.performance(traffic, seats=seats, within_s=within_s)
    return erlang_a.performance(traffic, patience_s=patience_s, seats=seats, within_s=within_s)


def seats_for(traffic: Traffic, target: Target, *, patience_s: float | None = None) -> Performance:
    """The smallest number of seats that meets the target, and how it does. Raises ValueError."""
    if patience_s is None:
        return erlang_c.seats_for(traffic, target)
    return erlang_a.seats_for(traffic, target, patience_s=patience_s)
