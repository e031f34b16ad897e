"""Public holidays by region, out of two libraries that carry their data with them; nothing is fetched.

`CN` is read from `chinesecalendar`: the State Council's announcements, whole breaks with the weekends in them and
the weekend days that are worked in exchange, and nothing about a year that is not announced. `holidays` would guess
such a year, and leaves the weekends out of a break. Every other region is read from `holidays`. Both are loaded when
first asked for: `holidays` takes a quarter of a second of the processor.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from contactcenter.queue.calendar import HolidayYear

CHINA = "CN"


@lru_cache(maxsize=512)
def holidays_of(region: str, year: int) -> HolidayYear | None:
    """The public holidays of a year; None when they are not known (yet). A region nobody knows has none known.

    `region`: ISO 3166-1 alpha-2, and a subdivision as ISO 3166-2 or the library `holidays` writes it: `CN`, `DE-BE`.
    """
    if region == CHINA:
        return _china(year)
    import holidays  # noqa: PLC0415  # heavy, and few need it

    country, _, subdivision = region.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError:
        return None
    if not found.start_year <= year <= found.end_year:
        return None
    return HolidayYear(
        closed=frozenset(day for day in found if day.year == year),
        worked=frozenset(day for day in found.weekend_workdays if day.year == year),
    )


def exists(region: str) -> bool:
    """Whether holidays of this region are known at all."""
    if region == CHINA:
        return True
    country, _, subdivision = region.partition("-")
    known = regions().get(country)
    return known is not None and (not subdivision or subdivision in known)


@lru_cache(maxsize=1)
def regions() -> Mapping[str, tuple[str, ...]]:
    """Every country by its code, with the subdivisions that have holidays of their own."""
    import holidays  # noqa: PLC0415

    return {
        code: () if code == CHINA else tuple(sorted(parts))
        for code, parts in sorted(holidays.list_supported_countries(include_aliases=False).items())
    }


def _china(year: int) -> HolidayYear | None:
    from chinese_calendar import constants  # noqa: PLC0415

    off: Mapping[date, str] = constants.holidays
    worked: Mapping[date, str] = constants.workdays
    closed = frozenset(day for day in off if day.year == year)
    # The last break of an announced year may reach into December of the one before: New Year's Day tells them apart.
    if date(year, 1, 1) not in closed or not any(day.month > 1 for day in closed):
        return None
    return HolidayYear(closed=closed, worked=frozenset(day for day in worked if day.year == year))
