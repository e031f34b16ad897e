"""A span of days on the library's wall clock, and the hours and days in it.

Facts are counted by quarter hours of UTC: a change of hour anywhere on earth begins with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contactcenter.db.base import EPOCH, MICROSECOND

QUARTER_US = 900 * 1_000_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From the beginning of `first` to the end of `last`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Days:
        """As many days right before."""
        return Days(self.first - DAY * self.count, self.first - DAY, self.zone)

    @property
    def span(self) -> Span:
        return Span(micros(_midnight(self.first, self.zone)), micros(_midnight(self.last + DAY, self.zone)))

    def __iter__(self) -> Iterator[date]:
        return (self.first + DAY * place for place in range(self.count))


@dataclass(frozen=True, slots=True)
class Span:
    """Two moments, in microseconds since 1970; the second is not in it."""

    since: int
    until: int

    @property
    def seconds(self) -> float:
        return (self.until - self.since) / 1_000_000


def micros(at: datetime) -> int:
    """A moment as the facts have it."""
    return (at - EPOCH) // MICROSECOND


class LocalQuarters:
    """Which day and hour a quarter hour is in; each is worked out once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, tuple[date, int]] = {}

    def of(self, quarter: int) -> tuple[date, int]:
        """The local day and hour of a quarter hour since 1970."""
        found = self._known.get(quarter)
        if found is None:
            at = (EPOCH + quarter * QUARTER_US * MICROSECOND).astimezone(self._zone)
            found = self._known[quarter] = (at.date(), at.hour)
        return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
