"""Counts that spread wider than chance alone makes them: the negative binomial distribution."""

from __future__ import annotations

import math

FAR = 12.0
"""Standard deviations below the mean from which the sum is begun: what lies beneath is below 1e-16."""
FEWEST = 1e-9
"""A mean below this is none."""


def quantile(share: float, *, mean: float, variance: float) -> int:
    """The smallest count that is not exceeded with probability `share` (above 0, below 1).

    A Poisson stream whose rate itself varies by a gamma distribution gives negative binomial counts, of any variance
    above the mean; with a variance at the mean or below, they are Poisson.

    Source: M. Greenwood, G. U. Yule, An inquiry into the nature of frequency distributions, Journal of the Royal
    Statistical Society 83 (1920); for calls: G. Jongbloed, G. Koole, Managing uncertainty in call centers using
    Poisson mixtures, Applied Stochastic Models in Business and Industry 17 (2001).
    """
    if mean < FEWEST:
        return 0
    count = max(0, math.floor(mean - FAR * math.sqrt(max(variance, mean))))
    size = mean * mean / (variance - mean) if variance > mean * (1 + FEWEST) else math.inf
    chance = math.exp(_log_chance(count, mean, size))
    reached = chance
    while reached < share and (chance > 0 or count < mean):
        # Of `count + 1`, from that of `count`.
        chance *= mean / (count + 1) if size == math.inf else (size + count) / (count + 1) * mean / (size + mean)
        count += 1
        reached += chance
    return count


def _log_chance(count: int, mean: float, size: float) -> float:
    """Logarithm of the probability of `count`."""
    if size == math.inf:
        return count * math.log(mean) - mean - math.lgamma(count + 1)
    return (math.lgamma(size + count) - math.lgamma(size) - math.lgamma(count + 1)
            - size * math.log1p(mean / size) + count * math.log(mean / (size + mean)))
