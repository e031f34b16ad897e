"""The opening hours by which facts are counted: those of the time of counting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.measures.told import Hours
from contactcenter.queue.calendar import Calendar
from contactcenter.queue.calendars import Calendars


class QueueHours(Hours):
    """The calendars of the queues as they are now."""

    def __init__(self, calendars: dict[int, Calendar], house: Calendar) -> None:
        self._calendars = calendars
        self._house = house

    def open_at(self, queue_id: int, at_us: int) -> bool:
        return self._calendars.get(queue_id, self._house).open_at(EPOCH + at_us * MICROSECOND)

    def open_us(self, queue_id: int, begin_us: int, end_us: int) -> int:
        calendar = self._calendars.get(queue_id, self._house)
        seconds = calendar.working_time(EPOCH + begin_us * MICROSECOND, EPOCH + end_us * MICROSECOND)
        return timedelta(seconds=seconds) // MICROSECOND


async def hours(session: AsyncSession, calendars: Calendars) -> QueueHours:
    """Those of all queues."""
    every = {one: kept.calendar for one, kept in (await calendars.every(session)).items()}
    return QueueHours(every, (await calendars.of(session, None)).calendar)
