"""Opening hours on the wall clock of the library's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.envelope import OpenState
from contactcenter.queue.calendar import Span
from contactcenter.queue.hours import house_calendar, written
from contactcenter.queue.hours import opening as opening_of
from contactcenter.settings import Hours, Library, Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def opening(hours: Hours, zone: ZoneInfo, now: datetime) -> OpenState:
    return opening_of(house_calendar(Settings(hours=hours, library=Library(timezone=zone.key))), now)


def at(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(("hour", "minute", "is_open", "change"), [
    (7, 59, False, (8, 0)), (8, 0, True, (22, 0)), (21, 59, True, (22, 0)), (22, 0, False, (8, 0)),
])
def test_a_day(hour: int, minute: int, is_open: bool, change: tuple[int, int]) -> None:
    state = opening(Hours(), SHANGHAI, at(SHANGHAI, 2026, 11, 25, hour, minute))
    assert state.open == is_open
    assert state.changes_at is not None
    assert (state.changes_at.astimezone(SHANGHAI).hour, state.changes_at.astimezone(SHANGHAI).minute) == change


def test_over_a_weekend() -> None:
    hours = Hours(days=[1, 2, 3, 4, 5])
    state = opening(hours, SHANGHAI, at(SHANGHAI, 2026, 11, 27, 23))
    assert (state.open, state.changes_at) == (False, at(SHANGHAI, 2026, 11, 30, 8))
    assert opening(hours, SHANGHAI, at(SHANGHAI, 2026, 11, 28, 12)).label == ""


def test_the_day_the_clocks_change_is_an_hour_longer() -> None:
    hours = Hours(opens="00:00", closes="24:00", days=[7])
    # 2026-10-25 is a Sunday of 25 hours in Berlin.
    state = opening(hours, BERLIN, at(BERLIN, 2026, 10, 25, 0))
    assert state.open
    assert state.changes_at is not None
    assert state.changes_at - at(BERLIN, 2026, 10, 25, 0) == timedelta(hours=25)


def test_always_open_never_changes() -> None:
    assert opening(Hours(opens="00:00", closes="24:00"), SHANGHAI, at(SHANGHAI, 2026, 11, 25, 23, 59)).changes_at is None


def test_never_open_never_changes() -> None:
    state = opening(Hours(days=[]), SHANGHAI, at(SHANGHAI, 2026, 11, 25, 12))
    assert (state.open, state.changes_at, state.label) == (False, None, "")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sets(st.integers(1, 7), min_size=1), st.integers(0, 11), st.integers(12, 23),
)
@settings(deadline=None, max_examples=50)
def test_it_changes_when_it_says_and_not_before(now: datetime, days: set[int], opens: int, closes: int) -> None:
    hours = Hours(opens=f"{opens:02}:00", closes=f"{closes:02}:30", days=sorted(days))
    state = opening(hours, BERLIN, now)
    assert state.changes_at is not None
    assert state.changes_at > now
    assert opening(hours, BERLIN, state.changes_at).open != state.open
    assert opening(hours, BERLIN, state.changes_at - timedelta(seconds=1)).open == state.open


@pytest.mark.parametrize(("spans", "words"), [
    ((), ""), ((Span(0, 1440),), "0:00–24:00"), ((Span(840, 1080), Span(480, 720)), "8:00–12:00, 14:00–18:00"),
    ((Span(1320, 1560),), "22:00–2:00"),
])
def test_spans_in_words(spans: tuple[Span, ...], words: str) -> None:
    assert written(spans) == words


def test_the_settings_may_close_after_midnight() -> None:
    hours = Hours(opens="18:00", closes="02:00", days=[5])
    state = opening(hours, SHANGHAI, at(SHANGHAI, 2026, 11, 28, 1))  # a Saturday
    assert (state.open, state.label, state.changes_at) == (True, "18:00–2:00", at(SHANGHAI, 2026, 11, 28, 2))


def test_the_settings_keep_the_holidays_of_a_region() -> None:
    state = opening(Hours(holidays="CN"), SHANGHAI, at(SHANGHAI, 2026, 10, 3, 12))
    assert (state.open, state.label, state.changes_at) == (False, "", at(SHANGHAI, 2026, 10, 8, 8))
