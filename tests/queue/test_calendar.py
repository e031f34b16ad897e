"""A calendar against a model that looks at the clock on the wall minute by minute."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.queue.calendar import NEVER, Calendar, HolidayYear, Span, Spans, Week

MINUTE = timedelta(minutes=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
ALWAYS: Week = ((Span(0, 1440),),) * 7
# Where something happens to the clock: summer time, half an hour of it, at midnight, at New Year, a day left out.
TURNS = [
    ("Europe/Berlin", date(2026, 3, 29)), ("Europe/Berlin", date(2026, 10, 25)), ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)), ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 11, 4)), ("America/Sao_Paulo", date(2018, 2, 18)), ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Shanghai", date(2026, 12, 31)), ("Asia/Pyongyang", date(2018, 5, 5)), ("Europe/London", date(2026, 1, 1)),
]
DAYS = 6

minutes = st.integers(0, 1439)
spans = st.builds(lambda opens, length: Span(opens, opens + length), minutes, st.integers(1, 1440))
day_spans = st.lists(spans, max_size=3).map(tuple)
weeks = st.tuples(*[day_spans] * 7)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar, and a midnight in UTC a few days before something happens to its clock."""
    name, turn = draw(st.sampled_from(TURNS))
    zone = ZoneInfo(name)
    near = st.integers(-2, 3).map(lambda days: turn + timedelta(days=days))
    exceptions: dict[date, Spans] = draw(st.dictionaries(near, day_spans, max_size=2))
    off = draw(st.frozensets(near, max_size=2))
    worked = draw(st.frozensets(near.filter(lambda day: day.weekday() > 4), max_size=1)) - off
    known = draw(st.booleans())
    calendar = Calendar(
        week=draw(weeks), zone=zone, exceptions=exceptions,
        year_of=lambda _year: HolidayYear(closed=off, worked=worked) if known else None,
    )
    begin = datetime(turn.year, turn.month, turn.day, tzinfo=UTC) - timedelta(days=2)
    return calendar, begin


def watched(calendar: Calendar, begin: datetime) -> list[bool]:
    """Minute by minute whether it is open: by the latest time that the clock on the wall has shown so far."""
    latest = datetime.min  # noqa: DTZ901  # what a clock on a wall shows has no zone
    said = []
    early = 4 * 1440
    for minute in range(-early, DAYS * 1440):
        shown = (begin + minute * MINUTE).astimezone(calendar.zone).replace(tzinfo=None)
        latest = max(latest, shown)
        if minute < 0:
            continue
        today = latest.date()
        said.append(any(
            span.opens <= (latest - datetime.combine(day, datetime.min.time())) // MINUTE < span.closes
            for day in (today, today - timedelta(days=1), today - timedelta(days=2)) for span in calendar.day(day)[0]
        ))
    return said


@given(situations(), st.data())
@settings(deadline=None, max_examples=25)
def test_it_agrees_with_somebody_who_watches_the_clock(situation: tuple[Calendar, datetime], data: st.DataObject) -> None:
    calendar, begin = situation
    model = watched(calendar, begin)
    for minute in range(0, DAYS * 1440, 7):
        assert calendar.open_at(begin + minute * MINUTE) == model[minute], minute
    first, last = sorted(data.draw(st.tuples(st.integers(0, len(model)), st.integers(0, len(model)))))
    assert calendar.working_time(begin + first * MINUTE, begin + last * MINUTE) == 60 * sum(model[first:last])
    at = data.draw(st.integers(0, len(model) - 1))
    change = next((later for later in range(at + 1, len(model)) if model[later] != model[at]), None)
    told = calendar.next_change(begin + at * MINUTE)
    if change is not None:
        assert told == begin + change * MINUTE
    else:
        assert told is None or told >= begin + len(model) * MINUTE


@given(situations(), st.integers(0, DAYS * 86_400_000_000), st.integers(0, 40 * 86_400_000_000))
@settings(deadline=None, max_examples=25)
def test_adding_working_time_is_the_inverse_of_measuring_it(
    situation: tuple[Calendar, datetime], offset: int, micros: int
) -> None:
    calendar, begin = situation
    at, seconds = begin + timedelta(microseconds=offset), micros / 1_000_000
    end = calendar.add_working(at, seconds)
    if end is None:
        assert calendar.working_time(at, at + timedelta(days=365)) < seconds
        return
    assert calendar.working_time(at, end) == seconds
    assert calendar.working_time(end, at) == -seconds
    # It is the first such moment.
    assert seconds == 0 or calendar.working_time(at, end - timedelta(microseconds=1)) < seconds
    back = calendar.add_working(at, calendar.working_time(at, at + timedelta(seconds=seconds)))
    assert back is not None
    assert back <= at + timedelta(seconds=seconds)


@given(situations(), st.lists(st.integers(0, 3 * 365 * 1440), min_size=3, max_size=3).map(sorted))
@settings(deadline=None, max_examples=30)
def test_time_adds_up(situation: tuple[Calendar, datetime], moments: list[int]) -> None:
    calendar, begin = situation
    one, two, three = (begin + minute * MINUTE for minute in moments)
    whole = calendar.working_time(one, three)
    assert whole == pytest.approx(calendar.working_time(one, two) + calendar.working_time(two, three), abs=1e-5)
    assert 0 <= whole <= (three - one).total_seconds()


def test_day_and_night() -> None:
    calendar, at = Calendar(week=ALWAYS, zone=ZoneInfo("Europe/Berlin")), datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert calendar.open_at(at)
    assert calendar.next_change(at) is None
    assert calendar.working_time(at, at + timedelta(days=1000)) == 1000 * 86_400
    assert calendar.add_working(at, 86_400.5) == at + timedelta(days=1, milliseconds=500)


def test_never_open() -> None:
    calendar, at = Calendar(week=NEVER, zone=SHANGHAI), datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert not calendar.open_at(at)
    assert calendar.next_change(at) is None
    assert calendar.working_time(at, at + timedelta(days=1000)) == 0
    assert calendar.add_working(at, 1) is None
    assert calendar.add_working(at, 0) == at


def test_a_change_far_away_is_found() -> None:
    calendar = Calendar(week=ALWAYS, zone=SHANGHAI, exceptions={date(2029, 5, 1): ()})
    assert calendar.next_change(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2029, 4, 30, 16, tzinfo=UTC)
    only = Calendar(week=NEVER, zone=SHANGHAI, exceptions={date(2029, 5, 1): (Span(540, 600),)})
    assert only.next_change(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2029, 5, 1, 1, tzinfo=UTC)
    assert only.add_working(datetime(2026, 1, 1, tzinfo=UTC), 3600) == datetime(2029, 5, 1, 2, tzinfo=UTC)


def test_open_through_the_night_of_new_year() -> None:
    late: Spans = (Span(20 * 60, 26 * 60),)
    calendar = Calendar(week=(late,) * 7, zone=SHANGHAI)
    at = datetime(2026, 12, 31, 15, tzinfo=UTC)  # 23:00
    assert calendar.next_change(at) == datetime(2026, 12, 31, 18, tzinfo=UTC)
    assert calendar.working_time(at, at + timedelta(days=1)) == 6 * 3600


def test_a_closed_day_does_not_cut_short_the_night_before() -> None:
    late: Spans = (Span(20 * 60, 26 * 60),)
    calendar = Calendar(week=(late,) * 7, zone=SHANGHAI, exceptions={date(2026, 11, 26): ()})
    assert calendar.open_at(datetime(2026, 11, 25, 17, 59, tzinfo=UTC))
    assert calendar.next_change(datetime(2026, 11, 25, 18, tzinfo=UTC)) == datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(("opens", "closes"), [(-1, 60), (1440, 1500), (60, 60), (60, 59), (60, 1501)])
def test_a_span_that_is_none(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(opens, closes)


def test_decades_cost_no_more_than_days() -> None:
    week: Week = (*[(Span(480, 720), Span(840, 1080))] * 5, (), ())  # type: ignore[assignment]
    calendar = Calendar(week=week, zone=ZoneInfo("Europe/Berlin"))
    begin, end = datetime(2010, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    calendar.working_time(begin, end)
    started = stopwatch.process_time()
    for _ in range(1000):
        calendar.working_time(begin, end)
    assert stopwatch.process_time() - started < 0.5  # 1,000 questions about thirty years
