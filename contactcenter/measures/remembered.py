"""Whole months that were summed before: a year's report sums anew only what has changed since.

Sums of disjoint spans add up. Of each period the keeper notes the event that changed one of its facts last
(`fact_periods`), in the transaction of the change; what was summed counts as long as none of its periods has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.measures.figures import Figures, Which, figures
from contactcenter.measures.span import DAY, Days, Span
from contactcenter.measures.tables import PERIOD_US, FactPeriodRow

MONTHS = 96
"""So many are remembered: two years, with and without a filter; a month of a large library takes some hundred kB."""
AGAIN = -1
"""The period that says how often all was counted anew."""
Changes = dict[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was summed."""

    span: Span
    which: Which
    target_s: float
    brief: bool


class Remembered:
    """The figures of months, and what had changed last when they were summed."""

    def __init__(self) -> None:
        self._months: OrderedDict[Asked, tuple[Changes, Figures]] = OrderedDict()

    async def figures(
        self, session: AsyncSession, *, days: Days, which: Which, target_s: float, now_us: int, brief: bool = False
    ) -> Figures:
        """As `figures.figures`, of these days; in one snapshot."""
        changes = await _changes(session, days.span)
        whole = Figures()
        for part, is_month in _parts(days):
            span = part.span
            asked = Asked(span, which, target_s, brief)
            here = {period: position for period, position in changes.items()
                    if period == AGAIN or span.since // PERIOD_US <= period <= span.until // PERIOD_US}
            known = self._months.get(asked)
            if known is not None and known[0] == here:
                self._months.move_to_end(asked)
                whole.add(known[1])
                continue
            made = await figures(session, span=span, which=which, target_s=target_s, now_us=now_us, brief=brief)
            if is_month and span.until <= now_us:
                self._months[asked] = (here, made)
                while len(self._months) > MONTHS:
                    self._months.popitem(last=False)
            whole.add(made)
        return whole


_OF: WeakKeyDictionary[Database, Remembered] = WeakKeyDictionary()


def remembered(database: Database) -> Remembered:
    """What this process remembers of a database."""
    return _OF.setdefault(database, Remembered())


async def _changes(session: AsyncSession, span: Span) -> Changes:
    first, last = span.since // PERIOD_US, span.until // PERIOD_US
    rows = await session.execute(
        select(FactPeriodRow.period, FactPeriodRow.position)
        .where(FactPeriodRow.period.between(first, last) | (FactPeriodRow.period == AGAIN))
    )
    return {row.period: row.position for row in rows}


def _parts(days: Days) -> Iterator[tuple[Days, bool]]:
    """The days by whole calendar months, and what is left at either end; each with whether it is a month."""
    begin = days.first
    while begin <= days.last:
        end = min(_next_month(begin) - DAY, days.last)
        yield Days(begin, end, days.zone), begin.day == 1 and end == _next_month(begin) - DAY
        begin = end + DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
