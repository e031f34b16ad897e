"""Forecasts against what then comes, in libraries that are drawn by chance."""

from __future__ import annotations

from datetime import date, time, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.staffing.forecast import NotEnoughHistory, forecast
from tests.staffing.days import MONDAY, OPEN, History, chance, history, mean_at, when

WEEKS = 12
NEXT = MONDAY + timedelta(weeks=WEEKS)


def expected(counts: History, day: date) -> float:
    return sum(each.expected for each in forecast(counts, day).half_hours)


def usual(calls: float, day: date) -> float:
    return sum(mean_at(when(day, at), calls) for at in OPEN)


@pytest.mark.parametrize(("calls", "by_day", "by_week", "coverage"), [
    (0.5, 0.0, 0.0, 0.8),
    (4.0, 0.2, 0.1, 0.8),
    (30.0, 0.0, 0.0, 0.8),
    (30.0, 0.2, 0.1, 0.8),
    (200.0, 0.2, 0.2, 0.8),
    (30.0, 0.2, 0.1, 0.95),
])
def test_the_interval_holds_what_it_promises(calls: float, by_day: float, by_week: float, coverage: float) -> None:
    random = chance(11)
    within, widths = [], []
    for _ in range(60):
        counts = history(random, calls=calls, weeks=WEEKS + 1, by_day=by_day, by_week=by_week)
        came = dict(counts)
        for weekday in (0, 3):
            # What comes on the day and later is in the list, and not looked at.
            for each in forecast(counts, NEXT + timedelta(days=weekday), coverage=coverage).half_hours:
                within.append(each.low <= came[each.start] <= each.high)
                widths.append((each.high - each.low) / max(1.0, each.expected))
    # Whole numbers hold more than was asked for where counts are small; the days that vary are 120, an error of 0.02.
    assert coverage - 0.05 <= fmean(within)
    if calls >= 30:
        assert fmean(within) <= min(0.99, coverage + 0.08)
    if not by_day and calls >= 30:
        assert fmean(widths) < 0.7  # Poisson's: 2.56 / sqrt(30), and the profile's own doubt


@pytest.mark.parametrize("calls", [0.5, 5.0, 80.0])
def test_it_expects_what_comes_on_average(calls: float) -> None:
    random = chance(5)
    days = [NEXT + timedelta(days=weekday) for weekday in range(5)]
    said = fmean(
        expected(history(random, calls=calls, weeks=WEEKS, by_day=0.1), day) / usual(calls, day)
        for _ in range(12) for day in days)
    assert said == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize("week", [3, WEEKS - 2, WEEKS - 1])
@pytest.mark.parametrize("times", [0.0, 0.2, 6.0])
def test_one_odd_week_moves_little(week: int, times: float) -> None:
    plain = history(chance(7), calls=20, weeks=WEEKS)
    odd = history(chance(7), calls=20, weeks=WEEKS, times={week: times})
    for weekday in (0, 4):
        day = NEXT + timedelta(days=weekday)
        assert expected(odd, day) == pytest.approx(usual(20, day), rel=0.12)
        widths = [sum(each.high - each.low for each in forecast(counts, day).half_hours) for counts in (plain, odd)]
        assert widths[1] < 1.5 * widths[0]


def test_a_day_without_power_is_no_part_of_the_profile() -> None:
    counts = history(chance(8), calls=20, weeks=WEEKS)
    dark = NEXT - timedelta(weeks=3)
    odd = [(start, count * 8 if start.date() == dark and start.time() == time(11) else count) for start, count in counts]
    at_eleven = [next(each.expected for each in forecast(which, NEXT).half_hours if each.start.time() == time(11))
                 for which in (counts, odd)]
    assert at_eleven[1] == pytest.approx(at_eleven[0], rel=0.2)


def test_it_follows_a_term_that_begins() -> None:
    term = dict.fromkeys(range(WEEKS - 3, WEEKS), 2.0)
    counts = history(chance(9), calls=20, weeks=WEEKS, times=term)
    assert expected(counts, NEXT) == pytest.approx(usual(40, NEXT), rel=0.15)


def test_closed_days_are_no_quiet_days() -> None:
    counts = history(chance(3), calls=20, weeks=WEEKS)
    holiday = NEXT - timedelta(weeks=1)
    assert expected([one for one in counts if one[0].date() != holiday], NEXT) == pytest.approx(usual(20, NEXT), rel=0.12)


def test_a_make_up_saturday_is_like_the_day_it_stands_in_for() -> None:
    counts = history(chance(3), calls=20, weeks=WEEKS)
    saturday = NEXT + timedelta(days=5)
    with pytest.raises(NotEnoughHistory, match="0 Saturdays are counted; 4 are needed"):
        forecast(counts, saturday)
    said = forecast(counts, saturday, weekday=0)
    assert [each.start for each in said.half_hours] == [when(saturday, at) for at in OPEN]
    assert sum(each.expected for each in said.half_hours) == pytest.approx(usual(20, NEXT), rel=0.15)


@pytest.mark.parametrize(("weeks", "day", "words"), [
    (0, NEXT, "nothing is counted"),
    (3, MONDAY + timedelta(weeks=3), "3 Mondays are counted; 4 are needed"),
    (WEEKS, NEXT + timedelta(weeks=5), "more than 28 days before"),
    (WEEKS, NEXT + timedelta(weeks=60), "nothing is counted"),
])
def test_it_says_what_is_missing(weeks: int, day: date, words: str) -> None:
    with pytest.raises(NotEnoughHistory, match=words):
        forecast(history(chance(1), calls=20, weeks=weeks), day)


def test_half_hours_that_are_new_are_named_and_not_invented() -> None:
    counts = history(chance(1), calls=20, weeks=WEEKS)
    counts += [(when(NEXT - timedelta(weeks=week), time(18)), 7) for week in (1, 2, 3)]
    said = forecast(counts, NEXT)
    assert said.unknown == (time(18),)
    assert [each.start.time() for each in said.half_hours] == OPEN


def test_the_order_and_the_zone_are_the_callers() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    counts = history(chance(1), calls=20, weeks=WEEKS)
    there = [(start.replace(tzinfo=zone), count) for start, count in reversed(counts)]
    said, plain = forecast(there, NEXT), forecast(counts, NEXT)
    assert [each.start.tzinfo for each in said.half_hours] == [zone] * len(OPEN)
    assert [each.expected for each in said.half_hours] == pytest.approx([each.expected for each in plain.half_hours])


def test_nobody_ever_came() -> None:
    counts = [(start, 0) for start, _ in history(chance(1), calls=20, weeks=WEEKS)]
    said = forecast(counts, NEXT).half_hours
    assert [(each.expected, each.low) for each in said] == [(0, 0)] * len(OPEN)
    assert max(each.high for each in said) <= 1


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3000), min_size=8, max_size=120), st.floats(0.5, 0.99))
def test_whatever_came_it_keeps_its_order(came: list[int], coverage: float) -> None:
    starts = [when(MONDAY + timedelta(days=number // 2), time(9 + number % 2)) for number in range(len(came))]
    day = starts[-1].date() + timedelta(days=1)
    try:
        said = forecast(zip(starts, came, strict=True), day, coverage=coverage)
    except NotEnoughHistory:
        return
    for each in said.half_hours:
        assert each.start.date() == day
        assert each.expected >= 0
        assert 0 <= each.low <= each.high


@pytest.mark.parametrize("coverage", [0, 1, 80])
def test_what_is_no_coverage_is_refused(coverage: float) -> None:
    with pytest.raises(ValueError, match="coverage must"):
        forecast([], NEXT, coverage=coverage)


def test_a_count_below_none_is_refused() -> None:
    with pytest.raises(ValueError, match="count must"):
        forecast([(when(NEXT - timedelta(days=1), time(9)), -1)], NEXT)


def test_a_weekday_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday must"):
        forecast([], NEXT, weekday=7)
