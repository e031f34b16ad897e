"""The negative binomial against its own definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.staffing.spread import quantile
from tests.staffing.days import chance, drawn


def poisson(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


@settings(deadline=None, max_examples=40)
@given(st.floats(0.01, 200), st.floats(0.01, 0.99))
def test_without_spread_it_is_poisson(mean: float, share: float) -> None:
    found = quantile(share, mean=mean, variance=mean)
    reached = math.fsum(poisson(count, mean) for count in range(found + 1))
    assert reached >= share - 1e-9
    assert found == 0 or reached - poisson(found, mean) < share + 1e-9


@pytest.mark.parametrize(("mean", "variance"), [(0.3, 0.6), (4.0, 10.0), (60.0, 400.0), (900.0, 30_000.0)])
def test_with_spread_it_is_what_a_varying_rate_makes(mean: float, variance: float) -> None:
    # Drawn as it is defined: a gamma rate, then a Poisson count (by the normal's rounding where it is large).
    random = chance(4)
    size = mean**2 / (variance - mean)
    counts = [drawn(random, random.gammavariate(size, mean / size)) for _ in range(20_000)]
    for share in (0.05, 0.5, 0.9, 0.99):
        found = quantile(share, mean=mean, variance=variance)
        within = sum(count <= found for count in counts) / len(counts)
        below = sum(count < found for count in counts) / len(counts)
        assert below - 0.015 <= share <= within + 0.015


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 5000), st.floats(0, 5), st.floats(0.001, 0.499))
def test_it_is_in_order(mean: float, spread: float, share: float) -> None:
    variance = mean + spread * mean * mean
    assert 0 <= quantile(share, mean=mean, variance=variance) <= quantile(1 - share, mean=mean, variance=variance)
