"""When a queue is open: a week, exceptions by date, public holidays, on the clock of a zone. Pure.

A span begins and ends when the clock on the wall first shows its times. So a span over the hour that is left out
in spring is an hour shorter, one over the hour that comes twice in autumn an hour longer, and a time that is left
out is the moment at which the clock jumps over it. A span belongs to the day on which it begins: a day that is closed
does not cut short what began the night before.

Each year is laid out once, as open stretches of UTC with a running total; a question is then a search by halves,
however far apart its moments are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Literal
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
AHEAD_YEARS = 5
"""How far ahead a change, or the end of working time, is looked for."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_MONDAY, _FRIDAY, _SATURDAY = 0, 4, 5

Why = Literal["week", "exception", "holiday", "makeup"]
"""What decided a day's hours: the week, an exception, a public holiday, a workday made up for one."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An open stretch in minutes since the day's midnight; `closes` may be past 1440, on the next day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY_MINUTES and self.opens < self.closes <= self.opens + DAY_MINUTES):
            raise ValueError("a span opens within its day, and closes after that, within a day")


Spans = tuple[Span, ...]
Week = tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
"""Monday first."""
NEVER: Week = ((), (), (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A year's public holidays, and the weekend days that are worked in exchange."""

    closed: frozenset[date]
    worked: frozenset[date] = frozenset()


YearOf = Callable[[int], HolidayYear | None]
"""The holidays of a year; None where nobody knows them (yet): then the week alone counts."""


def no_holidays(_year: int) -> HolidayYear:
    """Of a queue that keeps no public holidays."""
    return HolidayYear(frozenset())


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's open stretches, in microseconds since 1970, disjoint and in order, between its two midnights."""

    begins: int
    ends: int
    opens: Sequence[int]
    closes: Sequence[int]
    totals: Sequence[int]
    """Open time up to the end of each stretch."""

    def before(self, at: int) -> int:
        """Open time of the year before a moment."""
        found = bisect_right(self.opens, at) - 1
        if found < 0:
            return 0
        return self.totals[found] - max(self.closes[found] - at, 0)

    @property
    def total(self) -> int:
        return self.totals[-1] if self.totals else 0


class Calendar:
    """The opening hours of one queue. Unchanging; what it has worked out it keeps."""

    def __init__(
        self, *, week: Week, zone: ZoneInfo, exceptions: Mapping[date, Spans] | None = None,
        year_of: YearOf = no_holidays,
    ) -> None:
        """`exceptions`: the spans of single dates; none: closed all day. They count before holidays."""
        self.week = week
        self.zone = zone
        self.exceptions = dict(exceptions or {})
        self._year_of = year_of
        self._years: dict[int, _Year] = {}

    def open_at(self, at: datetime) -> bool:
        """Whether it is open at a moment. The moment of closing is closed."""
        moment = _micros(at)
        year = self._of(at)
        found = bisect_right(year.opens, moment) - 1
        return found >= 0 and moment < year.closes[found]

    def next_change(self, at: datetime) -> datetime | None:
        """When it opens or closes next; None when it does not, for years."""
        moment, number = _micros(at), self._number(at)
        inside = self.open_at(at)
        for one in range(number, number + AHEAD_YEARS):
            year = self._laid_out(one)
            if not inside:
                after = bisect_right(year.opens, moment)
                if after < len(year.opens):
                    return _moment(year.opens[after])
                continue
            found = bisect_right(year.opens, max(moment, year.begins)) - 1
            if found < 0 or year.closes[found] <= max(moment, year.begins):
                return _moment(year.begins)  # open to the end of the year before, and no longer
            if year.closes[found] < year.ends:
                return _moment(year.closes[found])
        return None

    def working_time(self, begin: datetime, end: datetime) -> float:
        """Open seconds between two moments, to the microsecond; below zero when `end` is the earlier one."""
        if end < begin:
            return -self.working_time(end, begin)
        first, last = self._number(begin), self._number(end)
        open_time = self._laid_out(last).before(_micros(end)) - self._laid_out(first).before(_micros(begin))
        open_time += sum(self._laid_out(one).total for one in range(first, last))
        return open_time / _SECOND

    def add_working(self, at: datetime, seconds: float) -> datetime | None:
        """The first moment by which so many open seconds have passed; None when they do not, for years.

        The inverse of `working_time`: `working_time(at, add_working(at, s)) == s`.
        """
        if seconds < 0:
            raise ValueError("time is added, not taken away")
        left = round(seconds * _SECOND)
        if left == 0:
            return at
        number = self._number(at)
        left += self._laid_out(number).before(_micros(at))
        for one in range(number, number + AHEAD_YEARS):
            year = self._laid_out(one)
            if left <= year.total:
                found = bisect_left(year.totals, left)
                return _moment(year.closes[found] - (year.totals[found] - left))
            left -= year.total
        return None

    def day(self, day: date) -> tuple[Spans, Why]:
        """The spans that begin on a day, and what decided them."""
        if day in self.exceptions:
            return self.exceptions[day], "exception"
        holidays = self._year_of(day.year)
        usual = self.week[day.weekday()]
        if holidays is None:
            return usual, "week"
        if day in holidays.worked:
            # Saturday is worked as Friday is, Sunday as Monday is; where that is closed, as it always is.
            nearest = {_SATURDAY: _FRIDAY}.get(day.weekday(), _MONDAY)
            return self.week[nearest] or usual, "makeup"
        if day in holidays.closed:
            return (), "holiday"
        return usual, "week"

    def knows(self, year: int) -> bool:
        """Whether the public holidays of a year are known, or entered as exceptions."""
        return self._year_of(year) is not None or any(day.year == year for day in self.exceptions)

    def _number(self, at: datetime) -> int:
        number, moment = at.astimezone(self.zone).year, _micros(at)
        # Where the clocks change at New Year, the calendar on the wall and the moment may disagree for an hour.
        year = self._laid_out(number)
        return number - 1 if moment < year.begins else number + 1 if moment >= year.ends else number

    def _of(self, at: datetime) -> _Year:
        return self._laid_out(self._number(at))

    def _laid_out(self, number: int) -> _Year:
        if number not in self._years:
            self._years[number] = self._lay_out(number)
        return self._years[number]

    def _lay_out(self, number: int) -> _Year:
        first, last = date(number, 1, 1), date(number, 12, 31)
        begins, ends = _shows(first, 0, self.zone), _shows(last, DAY_MINUTES, self.zone)
        stretches: list[tuple[int, int]] = []
        for ordinal in range(first.toordinal() - 1, last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            for span in self.day(day)[0]:
                opens = max(_shows(day, span.opens, self.zone), begins)
                closes = min(_shows(day, span.closes, self.zone), ends)
                if opens < closes:
                    stretches.append((opens, closes))
        stretches.sort()
        merged: list[tuple[int, int]] = []
        for opens, closes in stretches:
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
            else:
                merged.append((opens, closes))
        return _Year(
            begins, ends, [opens for opens, _ in merged], [closes for _, closes in merged],
            list(accumulate(closes - opens for opens, closes in merged)),
        )


def _shows(day: date, minutes: int, zone: ZoneInfo) -> int:
    """When the clock on the wall first shows a time of a day, or jumps over it."""
    wall = datetime.combine(day + timedelta(days=minutes // DAY_MINUTES), time(0)) + timedelta(
        minutes=minutes % DAY_MINUTES
    )
    latest = _micros(wall.replace(tzinfo=zone))
    if _wall(latest, zone) == wall:
        return latest
    # The time is left out: `fold` reads it by the clock from after the jump, which is before it.
    earliest = _micros(wall.replace(tzinfo=zone, fold=1)) // _SECOND
    latest //= _SECOND
    while earliest + 1 < latest:
        middle = (earliest + latest) // 2
        if _wall(middle * _SECOND, zone) >= wall:
            latest = middle
        else:
            earliest = middle
    return latest * _SECOND


def _wall(moment: int, zone: ZoneInfo) -> datetime:
    return _moment(moment).astimezone(zone).replace(tzinfo=None, fold=0)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _moment(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND
