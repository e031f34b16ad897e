"""Erlang B and C: published values, the chain in exact fractions, and what must hold for any load."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.staffing import erlang_c
from contactcenter.staffing.erlang_b import blocked
from contactcenter.staffing.traffic import Target, Traffic
from tests.staffing.routes import chain, never_rises

HOUR = 3600
loads = st.floats(0.01, 400)
seconds = st.floats(1, 7200)


def traffic(erlangs: float, aht_s: float = 300) -> Traffic:
    return Traffic(calls=erlangs * HOUR / aht_s, interval_s=HOUR, aht_s=aht_s)


@pytest.mark.parametrize(("lines", "erlangs"), [
    # The Erlang B table at 1 % (ITU, Teletraffic Engineering Handbook; any telephone engineer's tables).
    (1, "0.0101"), (2, "0.153"), (5, "1.36"), (10, "4.46"), (20, "12.0"), (50, "37.9"), (100, "84.1"),
    # Westbay Engineers, Erlang B Calculator, manual: 15 lines at 0.01 carry 8.108 erlangs.
    (15, "8.108"),
])
def test_erlang_b_is_the_table(lines: int, erlangs: str) -> None:
    half = 0.5 * 10.0 ** -len(erlangs.split(".")[1])
    assert blocked(float(erlangs) - half, lines) < 0.01 < blocked(float(erlangs) + half, lines)


@settings(deadline=None, max_examples=40)
@given(st.fractions(Fraction(1, 100), 60, max_denominator=100), st.integers(0, 40))
def test_erlang_b_is_the_sum_of_powers_and_factorials(load: Fraction, seats: int) -> None:
    terms = [load**number / math.factorial(number) for number in range(seats + 1)]
    assert blocked(float(load), seats) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-12)


def test_a_published_example() -> None:
    # 100 calls in half an hour, 3 minutes each, 80/20: 14 agents, 17.4 % wait, 88.8 % in time, ASA 7.8 s, occupancy 71.4 %
    # (Call Centre Helper, Erlang C formula: worked example).
    found = erlang_c.seats_for(Traffic(calls=100, interval_s=1800, aht_s=180), Target(share=0.8, within_s=20))
    assert found.seats == 14
    assert round(found.p_wait, 3) == 0.174
    assert round(found.service_level, 3) == 0.888
    assert round(found.asa_s, 1) == 7.8
    assert round(found.occupancy, 3) == 0.714


def test_another_published_example() -> None:
    # 360 calls in half an hour, 4 minutes each, 55 agents, 15 s: 23.9 % wait, ASA 8.2 s, 84.6 % in time, occupancy 87.3 %
    # (Mitan Ltd, The Erlang-C formula).
    found = erlang_c.performance(Traffic(calls=360, interval_s=1800, aht_s=240), seats=55, within_s=15)
    assert round(found.p_wait, 3) == 0.239
    assert round(found.asa_s, 1) == 8.2
    assert round(found.service_level, 3) == 0.846
    assert round(found.occupancy, 3) == 0.873


def test_fifty_agents_whom_nobody_leaves() -> None:
    # 48 calls a minute of a minute each, 50 agents: average wait 20.8 s, occupancy 96 % (Garnett, Mandelbaum, Reiman 2002; the
    # same agents with abandonment are in test_erlang_a.py).
    found = erlang_c.performance(Traffic(calls=48, interval_s=60, aht_s=60), seats=50, within_s=20)
    assert round(found.asa_s, 1) == 20.8
    assert found.occupancy == pytest.approx(0.96)


@pytest.mark.parametrize(("load", "seats"), [(Fraction(1, 2), 1), (2, 3), (8, 10), (Fraction(37, 2), 24)])
def test_the_chain_in_fractions_agrees(load: Fraction | int, seats: int) -> None:
    exact = chain(
        arrivals=Fraction(load), services=Fraction(1), leaving=Fraction(0), seats=seats, within=0.2, line=160)
    found = erlang_c.performance(traffic(float(load)), seats=seats, within_s=0.2 * 300)
    assert found.p_wait == pytest.approx(float(exact.p_wait), abs=1e-9)
    assert found.service_level == pytest.approx(exact.service_level, abs=1e-9)
    assert found.asa_s == pytest.approx(float(exact.asa) * 300, rel=1e-8)
    assert found.occupancy == pytest.approx(float(exact.occupancy), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(loads, seconds, st.floats(0, 600))
def test_more_seats_never_do_worse(load: float, aht_s: float, within_s: float) -> None:
    found = [erlang_c.performance(traffic(load, aht_s), seats=seats, within_s=within_s)
             for seats in range(max(1, int(load) - 2), int(load) + 30)]
    assert all(0 <= one.service_level <= 1 and 0 <= one.p_wait <= 1 and 0 < one.occupancy <= 1 for one in found)
    assert never_rises([-one.service_level for one in found])
    assert never_rises([one.p_wait for one in found])
    assert never_rises([one.asa_s for one in found if one.stable])
    assert all(one.abandoned == 0 for one in found)


@settings(deadline=None, max_examples=40)
@given(loads, seconds, st.floats(0.01, 0.999), st.floats(0, 600))
def test_one_seat_less_would_miss_the_target(load: float, aht_s: float, share: float, within_s: float) -> None:
    target = Target(share=share, within_s=within_s)
    found = erlang_c.seats_for(traffic(load, aht_s), target)
    assert found.meets(target)
    assert found == erlang_c.performance(traffic(load, aht_s), seats=found.seats, within_s=within_s)
    if found.seats > 1:
        assert not erlang_c.performance(traffic(load, aht_s), seats=found.seats - 1, within_s=within_s).meets(target)


@settings(deadline=None, max_examples=40)
@given(loads, st.integers(1, 400))
def test_it_says_when_the_line_grows_without_end(load: float, seats: int) -> None:
    found = erlang_c.performance(traffic(load), seats=seats, within_s=20)
    assert found.stable == (seats > load * (1 + 1e-12)) or seats == pytest.approx(load, rel=1e-12)
    if not found.stable:
        assert (found.p_wait, found.service_level, found.asa_s, found.occupancy) == (1, 0, math.inf, 1)


def test_as_many_seats_as_erlangs_are_too_few() -> None:
    assert not erlang_c.performance(Traffic(calls=10, interval_s=60, aht_s=60), seats=10, within_s=20).stable


def test_thousands_of_seats() -> None:
    # S. Halfin, W. Whitt, Heavy-traffic limits for queues with many exponential servers, Operations Research 29 (1981): with
    # n = a + b sqrt(a), the share that waits tends to 1 / (1 + b F(b) / f(b)), F and f of the normal distribution.
    for load in (2_000.0, 50_000.0):
        seats = round(load + math.sqrt(load))
        beta = (seats - load) / math.sqrt(load)
        normal = 0.5 * math.erfc(-beta / math.sqrt(2))
        density = math.exp(-beta * beta / 2) / math.sqrt(2 * math.pi)
        found = erlang_c.performance(traffic(load), seats=seats, within_s=20)
        assert found.p_wait == pytest.approx(1 / (1 + beta * normal / density), abs=0.5 / math.sqrt(load))


def test_nobody_comes() -> None:
    none = Traffic(calls=0, interval_s=1800, aht_s=300)
    assert erlang_c.seats_for(none, Target(share=0.8, within_s=20)).seats == 0
    assert erlang_c.performance(none, seats=3, within_s=20).service_level == 1


@pytest.mark.parametrize(("calls", "interval_s", "aht_s"), [
    (-1, 1800, 300), (math.nan, 1800, 300), (math.inf, 1800, 300), (10, 0, 300), (10, 1800, 0), (10, 1800, math.nan),
    (1e9, 1, 300), (10, 1800, 1e12),
])
def test_what_is_no_traffic_is_refused(calls: float, interval_s: float, aht_s: float) -> None:
    with pytest.raises(ValueError, match=r"must be|check the units"):
        Traffic(calls=calls, interval_s=interval_s, aht_s=aht_s)


@pytest.mark.parametrize(("share", "within_s", "abandoned"), [
    (0, 20, None), (1, 20, None), (80, 20, None), (0.8, -1, None), (0.8, math.nan, None), (0.8, 20, 0), (0.8, 20, 1.1),
])
def test_what_is_no_target_is_refused(share: float, within_s: float, abandoned: float | None) -> None:
    with pytest.raises(ValueError, match="must"):
        Target(share=share, within_s=within_s, abandoned=abandoned)


@pytest.mark.parametrize("seats", [0, -1])
def test_work_needs_a_seat(seats: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        erlang_c.performance(traffic(1), seats=seats, within_s=20)
