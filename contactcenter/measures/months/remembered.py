"""Whole months that were counted before: a year's report sums anew only what has changed since.

Figures of disjoint spans add up. Of each period the keeper notes the event that changed one of its facts last
(`fact_periods`), in the transaction of the change; what was counted counts as long as none of its periods has changed.
Months are counted through in the background, one at a time (`gather.py`). What is asked of part of the house, of some
queues, a channel or a librarian, is summed from the same months.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.measures.figures.made import Figures
from contactcenter.measures.figures.sum_up import figures
from contactcenter.measures.figures.which import Which
from contactcenter.measures.months.gather import gather
from contactcenter.measures.months.month import Month
from contactcenter.measures.span import DAY, Days, Span
from contactcenter.measures.tables import PERIOD_US, FactPeriodRow

MONTHS = 36
"""So many are remembered. One of a library with forty librarians and 25,000 inquiries a month takes two megabytes."""
AHEAD = 25
"""So many are summed before anybody asks: this year and the last."""
REST_S = 300.0
"""A month is not counted through again before that: what is still changing would be counted all the time."""
AGAIN = -1
"""The period that says how often all was counted anew."""
Changes = dict[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the days that are asked for: a whole calendar month, or what is left at an end."""

    days: Days
    is_month: bool


class Remembered:
    """Months, and what had changed last when they were counted through."""

    def __init__(self, rest_s: float = REST_S) -> None:
        self._months: OrderedDict[tuple[Span, float], tuple[Changes, Month]] = OrderedDict()
        self._counted: dict[Span, float] = {}
        self._rest_s = rest_s

    def __len__(self) -> int:
        return len(self._months)

    async def figures(
        self, session: AsyncSession, *, days: Days, which: Which, target_s: float, now_us: int, brief: bool = False
    ) -> Figures:
        """As `figures.sum_up.figures`, of these days; in one snapshot."""
        changes = await _changes(session, days.span)
        whole, missing = Figures(), list[Days]()
        for part in _parts(days):
            known = self._known(part, target_s, changes)
            if known is not None:
                # Some ten milliseconds each, for which a chat message would wait.
                whole.add(await asyncio.to_thread(known.figures, which, brief=brief))
            elif missing and missing[-1].last + DAY == part.days.first:
                missing[-1] = Days(missing[-1].first, part.days.last, days.zone)
            else:
                missing.append(part.days)
        for one in missing:
            whole.add(await figures(session, days=one, which=which, target_s=target_s, now_us=now_us, brief=brief))
        return whole

    async def sum_a_month(self, session: AsyncSession, *, today: date, zone: ZoneInfo, target_s: float) -> bool:
        """Count through one of the last months that is not remembered, the newest first. False: there is none."""
        first = (await session.execute(
            select(func.min(FactPeriodRow.period)).where(FactPeriodRow.period != AGAIN)
        )).scalar_one_or_none()
        if first is None:
            return False
        begin, now = today.replace(day=1), time.monotonic()
        for _ in range(AHEAD):
            end = begin - DAY
            begin = end.replace(day=1)
            part = Part(Days(begin, end, zone), is_month=True)
            span = part.days.span
            if span.until // PERIOD_US < first:
                return False
            if now - self._counted.get(span, -self._rest_s) < self._rest_s:
                continue
            changes = await _changes(session, span)
            if self._known(part, target_s, changes) is None:
                self._counted[span] = now
                made = await gather(session, days=part.days, target_s=target_s)
                self._months[span, target_s] = (_within(changes, span), made)
                while len(self._months) > MONTHS:
                    self._months.popitem(last=False)
                return True
        return False

    def _known(self, part: Part, target_s: float, changes: Changes) -> Month | None:
        if not part.is_month:
            return None
        span = part.days.span
        known = self._months.get((span, target_s))
        if known is None or known[0] != _within(changes, span):
            return None
        self._months.move_to_end((span, target_s))
        return known[1]


_OF: WeakKeyDictionary[Database, Remembered] = WeakKeyDictionary()


def remembered(database: Database) -> Remembered:
    """What this process remembers of a database."""
    return _OF.setdefault(database, Remembered())


def _within(changes: Changes, span: Span) -> Changes:
    return {
        period: position for period, position in changes.items()
        if period == AGAIN or span.since // PERIOD_US <= period <= span.until // PERIOD_US
    }


async def _changes(session: AsyncSession, span: Span) -> Changes:
    first, last = span.since // PERIOD_US, span.until // PERIOD_US
    rows = await session.execute(
        select(FactPeriodRow.period, FactPeriodRow.position)
        .where(FactPeriodRow.period.between(first, last) | (FactPeriodRow.period == AGAIN))
    )
    return {row.period: row.position for row in rows}


def _parts(days: Days) -> Iterator[Part]:
    begin = days.first
    while begin <= days.last:
        end = min(_next_month(begin) - DAY, days.last)
        yield Part(Days(begin, end, days.zone), begin.day == 1 and end == _next_month(begin) - DAY)
        begin = end + DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
