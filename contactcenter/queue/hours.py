"""The opening hours of a queue as people read them, and the house's as a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from contactcenter.envelope import OpenState
from contactcenter.queue.calendar import DAY_MINUTES, Calendar, Span, Spans, Week, YearOf, no_holidays
from contactcenter.queue.holiday_regions import holidays_of
from contactcenter.settings import Settings

HOUR_MINUTES = 60
WARN_AHEAD = timedelta(days=60)
"""So long before a year begins its holidays should be known: China announces them in November."""


def house_week(settings: Settings) -> Week:
    """The week of the settings. Closing at or before the opening is closing the next morning."""
    opens, closes = _minutes(settings.hours.opens), _minutes(settings.hours.closes)
    spans = (Span(opens, closes if closes > opens else closes + DAY_MINUTES),)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        spans if day in settings.hours.days else () for day in range(1, 8)
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def year_of(region: str) -> YearOf:
    """The holidays of a region by year; none where it keeps none."""
    return partial(holidays_of, region) if region else no_holidays


def opening(calendar: Calendar, at: datetime, *, takes_messages: bool = True) -> OpenState:
    """Whether it is open at a moment, when that changes, and today's hours."""
    today = at.astimezone(calendar.zone).date()
    spans, is_open = calendar.day(today)[0], calendar.open_at(at)
    if not spans and is_open:
        # Open since last night: those are the hours that are meant.
        spans = calendar.day(today - timedelta(days=1))[0]
    return OpenState(
        open=is_open, changes_at=calendar.next_change(at), label=written(spans), zone=calendar.zone.key,
        takes_messages=takes_messages,
    )


def written(spans: Spans) -> str:
    """Spans as people write them, in either language."""
    return ", ".join(f"{_clock(span.opens)}–{_clock(span.closes)}" for span in sorted(spans))


def unknown_years(calendar: Calendar, at: datetime) -> list[int]:
    """This year, and soon the next, where their holidays are neither known nor entered as exceptions."""
    years = {at.astimezone(calendar.zone).year, (at + WARN_AHEAD).astimezone(calendar.zone).year}
    return sorted(year for year in years if not calendar.knows(year))


def house_calendar(settings: Settings) -> Calendar:
    """The calendar of a queue that has nothing of its own."""
    return Calendar(
        week=house_week(settings), zone=ZoneInfo(settings.library.timezone), year_of=year_of(settings.hours.holidays)
    )


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * HOUR_MINUTES + int(minute)


def _clock(minutes: int) -> str:
    within = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{within // HOUR_MINUTES}:{within % HOUR_MINUTES:02}"
