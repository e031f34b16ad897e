"""Public holidays of known and unknown years and regions."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from contactcenter.queue.calendar import Calendar, Span, Week
from contactcenter.queue.holiday_regions import exists, holidays_of, regions

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE_TO_FIVE, TEN_TO_FOUR, LATE = (Span(540, 1020),), (Span(600, 960),), (Span(540, 1260),)
WEEK: Week = (NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, LATE, TEN_TO_FOUR, ())
UNKNOWN = 2199


def china(week: Week = WEEK) -> Calendar:
    return Calendar(week=week, zone=SHANGHAI, year_of=lambda year: holidays_of("CN", year))


@pytest.mark.parametrize(("day", "spans", "why"), [
    ((2026, 2, 13), LATE, "week"),
    ((2026, 2, 14), LATE, "makeup"),  # a Saturday, worked for the Spring Festival as a Friday is
    ((2026, 2, 15), (), "holiday"), ((2026, 2, 17), (), "holiday"),
    ((2026, 2, 21), (), "holiday"),  # a Saturday within the break
    ((2026, 2, 23), (), "holiday"), ((2026, 2, 24), NINE_TO_FIVE, "week"),
    ((2026, 2, 28), LATE, "makeup"),
    ((2026, 9, 20), NINE_TO_FIVE, "makeup"),  # a Sunday, worked for the National Day as a Monday is
    ((2026, 10, 1), (), "holiday"), ((2026, 10, 3), (), "holiday"), ((2026, 10, 7), (), "holiday"),
    ((2026, 10, 8), NINE_TO_FIVE, "week"), ((2026, 10, 10), LATE, "makeup"), ((2026, 10, 17), TEN_TO_FOUR, "week"),
])
def test_the_spring_festival_and_the_national_day_of_2026(day: tuple[int, int, int], spans: tuple[Span, ...], why: str) -> None:
    assert china().day(date(*day)) == (spans, why)


def test_a_makeup_day_whose_weekday_is_closed_stays_as_it_is() -> None:
    calendar = china(((), NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, TEN_TO_FOUR, TEN_TO_FOUR))
    assert calendar.day(date(2026, 9, 20)) == (TEN_TO_FOUR, "makeup")  # closed on Mondays, open on Sundays


def test_an_exception_counts_before_a_holiday() -> None:
    calendar = Calendar(
        week=WEEK, zone=SHANGHAI, year_of=lambda year: holidays_of("CN", year),
        exceptions={date(2026, 10, 1): TEN_TO_FOUR, date(2026, 10, 10): ()},
    )
    assert calendar.day(date(2026, 10, 1)) == (TEN_TO_FOUR, "exception")
    assert calendar.day(date(2026, 10, 10)) == ((), "exception")


def test_a_year_nobody_knows_is_the_week_alone() -> None:
    calendar = china()
    assert calendar.day(date(UNKNOWN, 10, 1)) == (WEEK[date(UNKNOWN, 10, 1).weekday()], "week")
    assert not calendar.knows(UNKNOWN)
    assert calendar.knows(2026)
    assert calendar.next_change(datetime(UNKNOWN, 10, 1, tzinfo=UTC)) is not None
    # Over the border between what is known and what is not.
    assert calendar.working_time(datetime(2026, 6, 1, tzinfo=UTC), datetime(UNKNOWN, 1, 1, tzinfo=UTC)) > 0


def test_exceptions_make_a_year_known() -> None:
    calendar = Calendar(
        week=WEEK, zone=SHANGHAI, year_of=lambda year: holidays_of("CN", year), exceptions={date(UNKNOWN, 2, 1): ()},
    )
    assert calendar.knows(UNKNOWN)


def test_what_the_years_before_were() -> None:
    for year in range(2004, 2027):
        known = holidays_of("CN", year)
        assert known is not None, year
        assert date(year, 10, 1) in known.closed
        assert known.worked
        assert all(day.weekday() > 4 for day in known.worked)
        assert not known.worked & known.closed
    assert holidays_of("CN", 2003) is None


def test_other_regions() -> None:
    berlin, germany = holidays_of("DE-BE", 2026), holidays_of("DE", 2026)
    assert berlin is not None
    assert germany is not None
    assert berlin.closed - germany.closed == {date(2026, 3, 8)}
    assert holidays_of("XX", 2026) is None
    assert holidays_of("DE-QQ", 2026) is None
    assert [exists(one) for one in ("CN", "DE", "DE-BE", "DE-QQ", "XX", "", "CN-BJ")] == [
        True, True, True, False, False, False, False,
    ]
    assert len(regions()) > 200


def test_nothing_heavy_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, contactcenter.queue.holiday_regions as one; assert not {'holidays', 'chinese_calendar'} & set(sys.modules);"
        "one.holidays_of('CN', 2026); assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
