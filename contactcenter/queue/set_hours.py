"""Giving a queue a week of its own, or the house's again."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.calendars import week_of
from contactcenter.queue.holiday_regions import exists
from contactcenter.queue.hours_rules import changed, checked, lock_hours, require_version
from contactcenter.queue.tables import QueueHoursRow
from contactcenter.shapes.hours import HoursAsk
from contactcenter.tickets.errors import Invalid


async def set_hours(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: HoursAsk
) -> None:
    """Set week, zone and holiday region; to the same, nothing changes.

    Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("hours_changed")`.
    """
    row = await lock_hours(session, scope=scope, queue_id=queue_id, now=now)
    days = [checked("week", [(one.opens, one.closes) for one in ask.week if one.weekday == day]) for day in range(1, 8)]
    zone, region = ("", "") if ask.follows_house else (ask.zone, ask.region)
    if not ask.follows_house:
        _require_known(zone, region)
    own = [] if ask.follows_house else days
    before = [list(spans) for spans in await week_of(session, queue_id)]
    if (row.follows_house, row.zone, row.region) == (ask.follows_house, zone, region) and before == (own or [[]] * 7):
        return
    require_version(row, ask.version)
    row.follows_house, row.zone, row.region = ask.follows_house, zone, region
    await session.execute(delete(QueueHoursRow).where(QueueHoursRow.queue_id == queue_id))
    session.add_all(
        QueueHoursRow(queue_id=queue_id, weekday=day, opens=span.opens, closes=span.closes)
        for day, spans in enumerate(own, 1) for span in spans
    )
    await changed(session, row, what="hours", actor=actor, now=now)


def _require_known(zone: str, region: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        raise Invalid("zone", "There is no such time zone: write it as Asia/Shanghai or Europe/Berlin.",
                      code="time_zone") from None
    if region and not exists(region):
        raise Invalid("region", "No holidays of this region are known: choose one from the list, or none.",
                      code="unknown")
