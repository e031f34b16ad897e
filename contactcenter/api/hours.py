"""Opening hours of the queues."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from contactcenter.api.query import Query
from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.queue.add_exception import add_exception
from contactcenter.queue.calendars import Calendars, exceptions_of
from contactcenter.queue.holiday_regions import regions
from contactcenter.queue.hours import opening, unknown_years
from contactcenter.queue.remove_exception import remove_exception
from contactcenter.queue.set_after_hours import set_after_hours
from contactcenter.queue.set_hours import set_hours
from contactcenter.shapes.hours import (
    AfterHoursAsk,
    ComingDay,
    ExceptionAsk,
    HolidayRegion,
    HolidayRegions,
    HoursAsk,
    HoursException,
    OpenNow,
    OpenSpan,
    QueueHours,
    Version,
    WeekSpan,
)
from contactcenter.tickets.errors import NotFound

routes = Routes("Hours")
COMING_DAYS = 14


class Over(Query):
    """Which version of the hours was seen."""

    version: Version


@routes.get("/queues/{queue_id}/hours")
async def queue_hours(call: Call, queue_id: int) -> QueueHours:
    """A queue's week, exceptions and after-hours behaviour, and how it stands now."""
    return await _hours(call, queue_id)


@routes.put("/queues/{queue_id}/hours", problems=(409,))
async def set_queue_hours(call: Call, queue_id: int, ask: HoursAsk) -> QueueHours:
    """Set a queue's week, zone and holiday region, or let it follow the house."""
    await set_hours(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    return await _hours(call, queue_id)


@routes.put("/queues/{queue_id}/after-hours", problems=(409,))
async def set_queue_after_hours(call: Call, queue_id: int, ask: AfterHoursAsk) -> QueueHours:
    """Set what happens to inquiries while the queue is closed."""
    await set_after_hours(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    return await _hours(call, queue_id)


@routes.post("/queues/{queue_id}/exceptions", status=201, problems=(409,))
async def add_queue_exception(call: Call, queue_id: int, ask: ExceptionAsk) -> QueueHours:
    """Close a queue on some days, or open it at other times."""
    await add_exception(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    return await _hours(call, queue_id)


@routes.delete("/queues/{queue_id}/exceptions/{exception_id}", problems=(409,))
async def remove_queue_exception(call: Call, queue_id: int, exception_id: int, over: Over) -> QueueHours:
    """Take an exception away."""
    await remove_exception(
        call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, exception_id=exception_id,
        version=over.version,
    )
    return await _hours(call, queue_id)


@routes.get("/holiday-regions", problems=(403,))
async def holiday_regions(call: Call) -> HolidayRegions:
    """Every region whose public holidays can be kept; for who may choose one."""
    require_supervisor(call.scope)
    # Loading them takes half a second of the processor, once: nobody's chat should stand still for it.
    known = await asyncio.to_thread(regions)
    return HolidayRegions(
        items=[HolidayRegion(country=code, subdivisions=list(parts)) for code, parts in known.items()]
    )


async def _hours(call: Call, queue_id: int) -> QueueHours:
    if not call.scope.sees_all and queue_id not in call.scope.queue_ids:
        raise NotFound
    kept = await Calendars(call.house.settings).of(call.session, queue_id)
    if kept.queue_id != queue_id:
        raise NotFound
    calendar = kept.calendar
    now, today = opening(calendar, call.now), call.now.astimezone(calendar.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(COMING_DAYS)]
    return QueueHours(
        queue_id=queue_id, version=kept.version, follows_house=kept.follows_house, zone=calendar.zone.key,
        region=kept.region, chat=kept.chat, tells_when=kept.tells_when,
        week=[
            WeekSpan(weekday=weekday, opens=span.opens, closes=span.closes)
            for weekday, spans in enumerate(calendar.week, 1) for span in spans
        ],
        exceptions=[
            HoursException(
                id=one.id, first_day=one.first_day, last_day=one.last_day, name=one.name, name_zh=one.name_zh,
                spans=[OpenSpan(opens=opens, closes=closes) for opens, closes in one.spans],
            )
            for one in await exceptions_of(call.session, queue_id)
        ],
        now=OpenNow(open=now.open, changes_at=now.changes_at, label=now.label),
        coming=[
            ComingDay(day=day, why=why, spans=[OpenSpan(opens=one.opens, closes=one.closes) for one in spans])
            for day, (spans, why) in ((day, calendar.day(day)) for day in days)
        ],
        unknown_years=unknown_years(calendar, call.now),
    )
