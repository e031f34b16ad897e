"""The played day against Erlang, within sampling error."""

from __future__ import annotations

import math
import time

import pytest

from contactcenter.simulation.day import STEP_S, Desk, figures, play
from contactcenter.simulation.plot import plot
from contactcenter.staffing.erlang_a import performance
from contactcenter.staffing.traffic import Traffic


def erlang_c(load: float, seats: int) -> float:
    """The probability to wait (Erlang 1917), plainly."""
    terms = [load**k / math.factorial(k) for k in range(seats)]
    last = load**seats / math.factorial(seats) * seats / (seats - load)
    return last / (sum(terms) + last)


@pytest.mark.parametrize(("seats", "calls", "hours"), [(3, 24, 600), (12, 120, 250), (40, 420, 60)])
def test_it_agrees_with_erlang_c(seats: int, calls: float, hours: int) -> None:
    desk = Desk(seats=seats, calls_an_hour=[calls] * hours, service_s=300.0)
    found = figures(desk, play(desk, seed=7))
    load, service_s = calls * 300.0 / 3600, 300.0
    waits = erlang_c(load, seats)
    asa = waits * service_s / (seats - load)
    level = 1 - waits * math.exp(-(seats - load) * desk.target_s / service_s)
    assert found["p_wait"] == pytest.approx(waits, abs=0.04)
    assert found["asa_s"] == pytest.approx(asa, rel=0.25, abs=1.5)
    assert found["service_level"] == pytest.approx(level, abs=0.04)
    assert found["occupancy"] == pytest.approx(load / seats, abs=0.02)


def test_more_come_than_can_be_served_and_give_up() -> None:
    desk = Desk(seats=4, calls_an_hour=[96.0] * 100, service_s=300.0, patience_s=120.0)
    found = figures(desk, play(desk, seed=7))
    # Twice the load of the seats: half of them leave in the end (what is served cannot exceed the seats).
    assert found["abandoned"] == pytest.approx(0.5, abs=0.03)
    assert found["occupancy"] > 0.93


def test_a_day_of_ten_thousand_is_quick() -> None:
    desk = Desk(seats=40, calls_an_hour=[10_000 / 24] * 24, service_s=300.0, patience_s=180.0)
    begun = time.process_time()
    day = play(desk, seed=1)
    assert 9_500 < day.arrived < 10_500
    assert day.offers == len(day.served)
    assert time.process_time() - begun < 20


def test_the_same_seed_is_the_same_day() -> None:
    desk = Desk(seats=2, calls_an_hour=[20, 0, 30], service_s=200.0, patience_s=100.0)
    assert play(desk, seed=3) == play(desk, seed=3) != play(desk, seed=4)


def test_it_agrees_with_erlang_a() -> None:
    traffic = Traffic(calls=60, interval_s=1800, aht_s=300)
    told = performance(traffic, patience_s=120, seats=9, within_s=20)
    desk = Desk(seats=9, calls_an_hour=[120.0] * 250, service_s=300.0, patience_s=120.0)
    found = figures(desk, play(desk, seed=11))
    for name, nearly in (("p_wait", 0.03), ("service_level", 0.03), ("abandoned", 0.02), ("occupancy", 0.02)):
        assert found[name] == pytest.approx(getattr(told, name), abs=nearly), name
    assert found["asa_s"] == pytest.approx(told.asa_s, rel=0.1)


@pytest.mark.parametrize(("seats", "calls", "hours"), [(3, 34, 200), (12, 140, 100), (40, 460, 30)])
def test_foretold_waits_are_nearly_right_where_there_is_a_line(seats: int, calls: float, hours: int) -> None:
    found = figures(desk := Desk(seats=seats, calls_an_hour=[calls] * hours, service_s=300.0), play(desk, seed=5))
    assert found["estimates"] > 1_000
    assert found["estimate_error"] < 0.25


@pytest.mark.parametrize(("seats", "calls", "patience_s"), [(3, 34, None), (40, 460, None), (12, 170, 300), (40, 520, 300)])
def test_four_of_five_wait_within_the_range_they_were_told(seats: int, calls: float, patience_s: float | None) -> None:
    desk = Desk(seats=seats, calls_an_hour=[calls] * 60, service_s=300.0, patience_s=patience_s)
    assert 0.7 < figures(desk, play(desk, seed=5))["within_range"] < 0.9


def test_the_steps_add_up_to_the_day() -> None:
    desk = Desk(seats=4, calls_an_hour=[60.0, 20.0, 0.0], service_s=300.0, patience_s=120.0)
    day = play(desk, seed=2)
    assert sum(one.arrived for one in day.steps) == day.arrived
    assert sum(one.served for one in day.steps) == len(day.served)
    assert sum(one.gave_up for one in day.steps) == len(day.gave_up)
    assert sum(one.busy_s for one in day.steps) <= day.busy_s + 1e-6
    assert all(one.busy_s <= 4 * STEP_S + 1e-6 for one in day.steps)
    drawn = plot(desk, day)
    assert drawn.count("<polyline") == 5
    assert "NaN" not in drawn
