"""Erlang A: published values, the chain in exact fractions, a queue that is played out, and what must hold for any load."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import fmean, stdev

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contactcenter.staffing import erlang_a, erlang_c
from contactcenter.staffing.erlang_b import blocked
from contactcenter.staffing.traffic import Performance, Target, Traffic
from tests.staffing.routes import chain, never_rises, play

HOUR = 3600
loads = st.floats(0.01, 400)
seconds = st.floats(1, 7200)


def traffic(erlangs: float, aht_s: float = 300) -> Traffic:
    return Traffic(calls=erlangs * HOUR / aht_s, interval_s=HOUR, aht_s=aht_s)


def performance(load: float, *, patience_s: float, seats: int, within_s: float = 20, aht_s: float = 300) -> Performance:
    return erlang_a.performance(traffic(load, aht_s), patience_s=patience_s, seats=seats, within_s=within_s)


def test_a_published_example() -> None:
    # 48 calls a minute of a minute each, 50 agents, patience 2 minutes: 3.1 % abandon, all wait 3.7 s on average, occupancy 93 %
    # (Garnett, Mandelbaum, Reiman 2002; without abandonment in test_erlang_c.py).
    found = erlang_a.performance(Traffic(calls=48, interval_s=60, aht_s=60), patience_s=120, seats=50, within_s=20)
    assert round(found.abandoned, 3) == 0.031
    assert round(found.abandoned * 120, 1) == 3.7  # of all, who give up included: P(abandon) = E(wait) / patience
    assert round(found.occupancy, 2) == 0.93


@pytest.mark.parametrize(("load", "seats", "patience", "within"), [
    (2, 3, 1, Fraction(1, 10)),
    (8, 10, 2, Fraction(1, 5)),
    (12, 10, Fraction(1, 2), Fraction(1, 5)),  # more work than seats
    (30, 10, Fraction(1, 4), Fraction(1, 4)),  # three times as much
    (5, 6, Fraction(1, 50), Fraction(1, 100)),  # hardly any patience
    (1, 1, 3, 1),
    (Fraction(7, 3), 3, 10, Fraction(1, 2)),
])
def test_the_chain_in_fractions_agrees(
    load: Fraction | int, seats: int, patience: Fraction | int, within: Fraction | int,
) -> None:
    exact = chain(
        arrivals=Fraction(load), services=Fraction(1), leaving=1 / Fraction(patience), seats=seats, within=float(within),
        line=90)
    found = performance(float(load), patience_s=float(patience) * 300, seats=seats, within_s=float(within) * 300)
    assert found.p_wait == pytest.approx(float(exact.p_wait), abs=1e-10)
    assert found.abandoned == pytest.approx(float(exact.abandoned), abs=1e-10)
    assert found.occupancy == pytest.approx(float(exact.occupancy), abs=1e-10)
    assert found.asa_s == pytest.approx(float(exact.asa) * 300, rel=1e-9)
    assert found.service_level == pytest.approx(exact.service_level, abs=1e-9)


@pytest.mark.parametrize(("load", "seats", "patience_s"), [(9, 10, 120), (15, 12, 200), (3, 2, 60)])
def test_a_queue_that_is_played_out_agrees(load: float, seats: int, patience_s: float) -> None:
    played = play(calls_s=load / 300, aht_s=300, patience_s=patience_s, seats=seats, within_s=20, stretches=30, seed=seats)
    found = performance(load, patience_s=patience_s, seats=seats)
    for name in ("p_wait", "service_level", "asa_s", "abandoned"):
        each = [getattr(one, name) for one in played]
        error = stdev(each) / math.sqrt(len(each))
        assert getattr(found, name) == pytest.approx(fmean(each), abs=4 * error), name


@settings(deadline=None, max_examples=40)
@given(loads, seconds, seconds, st.floats(0, 600))
def test_more_seats_never_do_worse(load: float, aht_s: float, patience_s: float, within_s: float) -> None:
    found = [performance(load, aht_s=aht_s, patience_s=patience_s, seats=seats, within_s=within_s)
             for seats in (1, 2, 3, *range(max(4, int(load * 0.8)), int(load * 1.3) + 6, max(1, int(load / 20))))]
    for one in found:
        assert all(0 <= share <= 1 for share in (one.p_wait, one.service_level, one.occupancy, one.abandoned))
        assert one.stable
        assert one.asa_s >= 0
        assert one.abandoned <= one.p_wait + 1e-12
        assert one.service_level <= 1 - one.abandoned + 1e-9
        # What is carried is what is offered and does not leave.
        assert one.occupancy * one.seats == pytest.approx(load * (1 - one.abandoned), rel=1e-9)
    assert never_rises([-one.service_level for one in found])
    assert never_rises([one.abandoned for one in found])
    assert never_rises([one.p_wait for one in found])


@settings(deadline=None, max_examples=40)
@given(loads, seconds, st.floats(0.05, 0.99), st.floats(0, 300), st.none() | st.floats(0.01, 0.5))
def test_one_seat_less_would_miss_the_target(
    load: float, patience_s: float, share: float, within_s: float, abandoned: float | None,
) -> None:
    target = Target(share=share, within_s=within_s, abandoned=abandoned)
    found = erlang_a.seats_for(traffic(load), target, patience_s=patience_s)
    assert found.meets(target)
    if found.seats > 1:
        less = performance(load, patience_s=patience_s, seats=found.seats - 1, within_s=within_s)
        assert not less.meets(target)


def test_a_limit_on_abandonment_may_ask_for_more() -> None:
    plain = erlang_a.seats_for(traffic(20), Target(share=0.5, within_s=60), patience_s=60)
    strict = erlang_a.seats_for(traffic(20), Target(share=0.5, within_s=60, abandoned=0.01), patience_s=60)
    assert strict.seats > plain.seats
    assert plain.abandoned > 0.01 >= strict.abandoned


@settings(deadline=None, max_examples=40)
@given(loads, st.integers(1, 60), seconds)
def test_endless_patience_is_erlang_c(load: float, more: int, aht_s: float) -> None:
    seats = int(load) + more
    assume(seats - load > 0.05)
    patient = performance(load, aht_s=aht_s, patience_s=1e9, seats=seats)
    endless = erlang_c.performance(traffic(load, aht_s), seats=seats, within_s=20)
    assert patient.p_wait == pytest.approx(endless.p_wait, abs=2e-3)
    assert patient.service_level == pytest.approx(endless.service_level, abs=2e-3)
    assert patient.asa_s == pytest.approx(endless.asa_s, rel=2e-2, abs=1e-6)
    assert patient.abandoned < 1e-3


@settings(deadline=None, max_examples=40)
@given(loads, st.integers(1, 400))
def test_no_patience_is_erlang_b(load: float, seats: int) -> None:
    found = performance(load, patience_s=1e-6, seats=seats)
    lost = blocked(load, seats)
    assert found.p_wait == pytest.approx(lost, abs=1e-5)
    assert found.abandoned == pytest.approx(lost, abs=1e-5)
    assert found.service_level == pytest.approx(1 - lost, abs=1e-5)
    assert found.asa_s < 1e-5


@settings(deadline=None, max_examples=40)
@given(loads, st.integers(1, 100), st.floats(10, 600), st.floats(1.05, 3))
def test_with_more_patience_more_wait_and_fewer_leave(load: float, seats: int, patience_s: float, times: float) -> None:
    less, more = (performance(load, patience_s=each, seats=seats) for each in (patience_s, patience_s * times))
    assert more.p_wait >= less.p_wait - 1e-9
    assert more.abandoned <= less.abandoned + 1e-9


@pytest.mark.parametrize("patience_s", [1.0, 120.0, 1e5, 1e9])
def test_thousands_of_seats_with_more_work_than_they_can_do(patience_s: float) -> None:
    # Garnett, Mandelbaum, Reiman 2002, theorem 1: the share that leaves tends to 1 - n/a, however patient they are.
    found = performance(12_000, patience_s=patience_s, seats=10_000)
    assert found.abandoned == pytest.approx(1 - 10 / 12, abs=1e-3)
    assert found.occupancy == pytest.approx(1, abs=1e-3)
    if patience_s >= 120:
        # Then the wait is all but fixed: 1 - exp(-wait / patience) of them leave.
        assert found.asa_s == pytest.approx(patience_s * math.log(1.2), rel=1e-2)


def test_nobody_comes() -> None:
    none = Traffic(calls=0, interval_s=1800, aht_s=300)
    assert erlang_a.seats_for(none, Target(share=0.8, within_s=20), patience_s=60).seats == 0


@pytest.mark.parametrize("patience_s", [0, -1, math.nan, math.inf, 1e12])
def test_what_is_no_patience_is_refused(patience_s: float) -> None:
    with pytest.raises(ValueError, match="patience must be"):
        performance(1, patience_s=patience_s, seats=2)
