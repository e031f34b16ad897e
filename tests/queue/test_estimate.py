"""The expected wait against a queue that is played out."""

from __future__ import annotations

import heapq
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.queue.estimate import FEWEST, expected_wait, recent_mean


def played(dice: random.Random, *, places: int, service_s: float, arrivals_s: float, patience_s: float | None,
           count: int) -> list[tuple[int, float]]:
    """Those who had to wait: how many were before them as they came, and how long it was until their turn."""
    free_at = [0.0] * places
    heapq.heapify(free_at)
    line: list[tuple[float, float]] = []  # when each of those who wait is served or gives up
    now, told = 0.0, []
    for _ in range(count):
        now += dice.expovariate(1 / arrivals_s)
        line = [(begins, leaves) for begins, leaves in line if min(begins, leaves) > now]
        begins = max(now, free_at[0])
        leaves = now + (dice.expovariate(1 / patience_s) if patience_s else float("inf"))
        ahead = len(line)
        if begins > now:
            line.append((begins, leaves))
            told.append((ahead, begins - now))
        if leaves > begins:
            heapq.heapreplace(free_at, begins + dice.expovariate(1 / service_s))
    return told


@pytest.mark.parametrize(("places", "service_s", "arrivals_s", "patience_s"), [
    (6, 600.0, 104.0, None), (3, 300.0, 95.0, 900.0), (1, 420.0, 400.0, 1200.0), (30, 480.0, 15.5, 600.0),
], ids=["two librarians", "one, impatient", "a single place", "ten librarians"])
def test_four_of_five_wait_within_the_range(
    places: int, service_s: float, arrivals_s: float, patience_s: float | None
) -> None:
    dice = random.Random(7)  # noqa: S311
    waits = played(dice, places=places, service_s=service_s, arrivals_s=arrivals_s, patience_s=patience_s, count=40_000)
    inside, ratios = 0, []
    for ahead, waited in waits:
        told = expected_wait(ahead=ahead, places=places, service_s=service_s, patience_s=patience_s)
        inside += told.low <= waited <= told.high
        ratios.append(waited / told.middle)
    assert len(waits) > 2_000
    assert 0.72 < inside / len(waits) < 0.88
    assert 0.85 < statistics.median(ratios) < 1.15


@given(st.integers(0, 200), st.integers(1, 100), st.floats(1, 7200), st.none() | st.floats(10, 7200))
def test_more_before_one_is_never_sooner(ahead: int, places: int, service_s: float, patience_s: float | None) -> None:
    one = expected_wait(ahead=ahead, places=places, service_s=service_s, patience_s=patience_s)
    more = expected_wait(ahead=ahead + 1, places=places, service_s=service_s, patience_s=patience_s)
    assert 0 <= one.low <= one.middle <= one.high
    assert one.middle < more.middle
    assert one.high < more.high


@given(st.lists(st.floats(1, 10_000), max_size=60))
def test_a_recent_mean_lies_among_what_it_is_of(seconds: list[float]) -> None:
    mean = recent_mean(seconds)
    assert (mean is None) == (len(seconds) < FEWEST)
    if mean is not None:
        assert min(seconds) * 0.999 <= mean <= max(seconds) * 1.001


def test_one_left_open_over_lunch_says_little() -> None:
    assert recent_mean([300.0] * 19 + [9_000.0]) == pytest.approx(300)
