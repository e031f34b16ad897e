"""An integral over a span at whose ends the function may be steep."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

STEP = 1 / 16
REACH = 5.0
"""How far the substituted variable runs; at 5, 1e-101 of the span is left at each end."""


def integral(function: Callable[[float], float], low: float, high: float) -> float:
    """The integral of `function` from `low` to `high`, which lie on one side of 0.

    By the tanh-sinh rule: its points crowd together towards both ends by a double exponential, so a peak at an end is
    met at whatever scale it has. A point is reckoned from the end that is nearer to 0, where it keeps its digits.

    Source: H. Takahasi, M. Mori, Double exponential formulas for numerical integration, Publications of RIMS 9 (1974).
    """
    span = high - low
    if span <= 0:
        return 0.0
    begin, way = (low, span) if low >= 0 else (high, -span)
    return span * math.fsum(weight * function(begin + way * share) for share, weight in POINTS)


def _points() -> Iterator[tuple[float, float]]:
    """Distances from one end, as shares of the span, with their weights."""
    for number in range(-round(REACH / STEP), round(REACH / STEP) + 1):
        at = number * STEP
        share = 1 / (1 + math.exp(-math.pi * math.sinh(at)))
        yield share, STEP * math.pi * math.cosh(at) * share / (1 + math.exp(math.pi * math.sinh(at)))


POINTS = tuple(_points())
