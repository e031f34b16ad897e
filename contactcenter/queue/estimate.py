"""How long somebody in the line will probably wait: a range, from the queue's own recent service.

With n before them, s places where conversations are held, conversations of mean length 1/μ, and patience of mean
1/θ, the head of the line moves at rate s·μ + i·θ while i others wait: their wait is a sum of n + 1 exponential times
(Whitt 1999, "Predicting queueing delays", Management Science 45; with abandonment, Ibrahim and Whitt 2009,
"Real-time delay estimation in overloaded multiserver queues with abandonments", Management Science 55). The sum is
nearly gamma distributed; its quantiles are taken by Wilson and Hilferty's cube root (1931).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TENTH, MIDDLE, NINE_TENTHS = -1.2815515655, 0.0, 1.2815515655
"""Normal quantiles of the range's ends: four of five wait within it."""
FEWEST_LEFT = 3
OLDER = 0.985
"""What a conversation weighs against the next newer one: after 45 of them half."""
FEWEST = 5
"""So many conversations there must have been lately, or nothing is said of the wait."""


@dataclass(frozen=True, slots=True)
class Wait:
    """In seconds: one of ten is served sooner than `low`, half by `middle`, nine of ten by `high`."""

    low: float
    middle: float
    high: float


def expected_wait(
    *, ahead: int, places: int, service_s: float, patience_s: float | None = None, seen: int | None = None
) -> Wait:
    """The wait of somebody with `ahead` others before them, when every place is taken.

    `places`: conversations that can go on at once, one or more; `service_s`: their mean length; `patience_s`: after how
    long on average those who wait give up (None: never); `seen`: of how many conversations `service_s` is the mean,
    which is the less certain the fewer they were (None: it is known).
    """
    moves = places / service_s
    leaves = 0.0 if patience_s is None else 1 / patience_s
    rates = [moves + waiting * leaves for waiting in range(ahead + 1)]
    mean, variance = sum(1 / rate for rate in rates), sum(1 / rate**2 for rate in rates)
    if seen is not None:
        # The mean of exponential times has a relative variance of 1/n; older ones count less (`recent_mean`).
        variance += mean**2 / min(seen, (1 + OLDER) / (1 - OLDER))
    return Wait(*(_gamma_quantile(mean, variance, normal) for normal in (TENTH, MIDDLE, NINE_TENTHS)))


def _gamma_quantile(mean: float, variance: float, normal: float) -> float:
    shape = mean**2 / variance
    root = 1 - 1 / (9 * shape) + normal / (3 * math.sqrt(shape))
    return mean * max(0.0, root) ** 3


def patience_of(waits: Sequence[tuple[float, bool]]) -> float | None:
    """After how many seconds those who wait give up on average, from waits and whether each was given up.

    All the time that was waited over the number who gave up: the estimate for exponential times that are cut off
    (Epstein and Sobel 1953). None: hardly anybody gave up, which says nothing.
    """
    left, waited = sum(gave_up for _, gave_up in waits), sum(seconds for seconds, _ in waits)
    return waited / left if left >= FEWEST_LEFT and waited > 0 else None


def recent_mean(seconds: Sequence[float]) -> float | None:
    """The mean of recent conversations, newest first; each weighs less the older it is. None: too few to say.

    The longest tenth counts as no longer than the rest of them: one that was left open over lunch says nothing.
    """
    if len(seconds) < FEWEST:
        return None
    cap = sorted(seconds)[math.ceil(len(seconds) * 0.9) - 1]
    weights = [OLDER**place for place in range(len(seconds))]
    return sum(weight * min(value, cap) for weight, value in zip(weights, seconds, strict=True)) / sum(weights)
