"""Opening hours of the demo's departments. The general desk keeps the house's, day and night."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.add_exception import add_exception
from contactcenter.queue.set_hours import set_hours
from contactcenter.queue.tables import QueueCalendarRow, QueueRow
from contactcenter.shapes.hours import ExceptionAsk, HoursAsk, WeekSpan

NINE, TEN, NOON, TWO, SIX, EIGHT = (hour * 60 for hour in (9, 10, 12, 14, 18, 20))
WEEKS = {
    "reference": tuple((day, opens, closes) for day in range(1, 6) for opens, closes in ((NINE, NOON), (TWO, SIX))),
    "loans": (*((day, NINE, EIGHT) for day in range(1, 7)), (7, TEN, SIX)),
}


async def open_departments(session: AsyncSession, *, scope: Scope, now: datetime, zone: str) -> None:
    """Give them their weeks, and New Year's Day off, unless somebody gave hours already."""
    if (await session.execute(select(QueueCalendarRow.queue_id).limit(1))).first() is not None:
        return
    actor, year = Actor("staff", scope.staff_id), now.astimezone(ZoneInfo(zone)).year + 1
    queues = {row.slug: row.id for row in await session.execute(select(QueueRow.slug, QueueRow.id))}
    for slug, week in WEEKS.items():
        if slug not in queues:
            continue
        await set_hours(session, scope=scope, actor=actor, now=now, queue_id=queues[slug], ask=HoursAsk(
            version=0, follows_house=False, zone=zone, region="CN" if slug == "reference" else "",
            week=[WeekSpan(weekday=day, opens=opens, closes=closes) for day, opens, closes in week],
        ))
    if "loans" in queues:
        await add_exception(session, scope=scope, actor=actor, now=now, queue_id=queues["loans"], ask=ExceptionAsk(
            version=1, first_day=date(year, 1, 1), last_day=date(year, 1, 1), name="New Year’s Day", name_zh="元旦",
        ))
