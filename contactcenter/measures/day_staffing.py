"""How many seats the day needs: a forecast of live inquiries by half hour, and what answers them in time.

The arithmetic is `staffing/`'s; here stands what it is given: counts of the half hours in which the desk was open, how
long conversations lasted, and how long patrons waited before they left.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.measures.answering import ABANDONED, IN_LINE, SERVED
from contactcenter.measures.facts import CALLED
from contactcenter.measures.span import DAY, QUARTER_US, Days, micros
from contactcenter.measures.tables import TalkFactRow as Talk
from contactcenter.measures.tables import WaitFactRow as Wait
from contactcenter.queue.calendar import Calendar
from contactcenter.shapes.board import DayStaffing, StaffedHalfHour
from contactcenter.staffing.forecast import WEEKS, NotEnoughHistory, forecast
from contactcenter.staffing.require import require
from contactcenter.staffing.traffic import Target

HALF_HOUR = timedelta(minutes=30)
LATELY = timedelta(weeks=4)
"""So far back conversations and waits tell how long they last now."""
FEWEST = 3
"""Conversations, and patrons who left, from which a mean is taken."""
SHARE = 0.8
"""Of all inquiries, to be answered within the target time: 80 % is what call centres set themselves most often."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the forecast is made of. Times of day are the library's; `aht_s` and `patience_s` None: too few to say."""

    history: list[tuple[datetime, int]]
    today: dict[datetime, int]
    aht_s: float | None
    patience_s: float | None


async def day_staffing(
    session: AsyncSession, *, calendar: Calendar, target_s: float, at_once: int, now: datetime
) -> DayStaffing:
    """The day's half hours with what is expected, its range, and the seats for both. None where too little is known."""
    day = now.astimezone(calendar.zone).date()
    work = await _work(session, calendar, day, now)
    half_hours = await asyncio.to_thread(_required, work, calendar, day, target_s, max(1, at_once))
    return DayStaffing(day=day, zone=calendar.zone.key, target_s=target_s, share=SHARE, at_once=max(1, at_once),
                       aht_s=work.aht_s, patience_s=work.patience_s, half_hours=half_hours)


async def _work(session: AsyncSession, calendar: Calendar, day: date, now: datetime) -> Work:
    counts, first = await _arrivals(session, calendar, day)
    history = []
    if first is not None:
        history = [
            (at, counts[at]) for place in range((day - first).days) for at in _half_hours(first + DAY * place, calendar)
        ]
    since = micros(now - LATELY)
    talks, handled = (await session.execute(
        select(func.count(), func.sum(Talk.handle_us))
        .where(Talk.ended_us >= since, Talk.ended_us < micros(now), Talk.channel != CALLED)
    )).one()
    waited, left = (await session.execute(
        select(func.sum(Wait.wait_us), func.count().filter(ABANDONED))
        .where(Wait.ended_us >= since, Wait.ended_us < micros(now), SERVED | ABANDONED)
    )).one()
    return Work(
        history, {at: counts[at] for at in _half_hours(day, calendar) if at <= now},
        max(1.0, int(handled or 0) / talks / 1_000_000) if talks >= FEWEST else None,
        # The estimate for exponential times that are cut off (Epstein and Sobel, 1953), as in `queue.waits`.
        max(1.0, int(waited or 0) / left / 1_000_000) if left >= FEWEST else None,
    )


async def _arrivals(
    session: AsyncSession, calendar: Calendar, day: date
) -> tuple[Counter[datetime], date | None]:
    """How many joined the line by half hour of the library's clock, and since which day anything is counted."""
    span = Days(day - timedelta(weeks=WEEKS), day, calendar.zone).span
    quarter = Wait.began_us.op("/")(QUARTER_US)
    counts: Counter[datetime] = Counter()
    for at, many in await session.execute(
        select(quarter, func.count()).where(Wait.began_us >= span.since, Wait.began_us < span.until, IN_LINE)
        .group_by(quarter)
    ):
        local = (EPOCH + int(at) * QUARTER_US * MICROSECOND).astimezone(calendar.zone)
        counts[local.replace(minute=local.minute // 30 * 30)] += many
    return counts, min((one.date() for one in counts), default=None)


def _half_hours(day: date, calendar: Calendar) -> list[datetime]:
    """The half hours of a day that begin while it is open."""
    begin = datetime.combine(day, time(), calendar.zone)
    found = [begin + HALF_HOUR * place for place in range(48)]
    return [at for at in found if calendar.open_at(at)]


def _required(work: Work, calendar: Calendar, day: date, target_s: float, at_once: int) -> list[StaffedHalfHour]:
    if work.aht_s is None:
        return []
    try:
        foreseen = forecast(work.history, day).half_hours
    except NotEnoughHistory:
        return []
    open_now = set(_half_hours(day, calendar))
    foreseen = tuple(one for one in foreseen if one.start in open_now)
    needed = require(foreseen, Target(share=SHARE, within_s=target_s), aht_s=work.aht_s, patience_s=work.patience_s,
                     at_once=at_once)
    return [
        StaffedHalfHour(at=one.start, expected=one.expected, low=one.low, high=one.high, seats=seats.seats,
                        seats_high=seats.seats_high, arrived=work.today.get(one.start))
        for one, seats in zip(foreseen, needed, strict=True)
    ]
