"""How long a queue's conversations lasted in the last weeks: what is told of the wait while few were held lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.measures.buckets import SECOND_US
from contactcenter.measures.facts import CALLED
from contactcenter.measures.span import micros
from contactcenter.measures.tables import TalkFactRow
from contactcenter.queue.estimate import recent_mean
from contactcenter.queue.usual import Service
from contactcenter.seats.capacity import CALLS

WEEKS = timedelta(weeks=5)
NEWEST = 150
REMEMBERED = timedelta(minutes=10)


class LastWeeks:
    """`queue.usual.Usually` from the facts; each queue is looked at once in ten minutes."""

    def __init__(self) -> None:
        self._remembered: dict[tuple[int, bool], tuple[datetime, Service | None]] = {}

    async def service(self, session: AsyncSession, *, queue_id: int, calls: bool, now: datetime) -> Service | None:
        """Of the newest conversations within five weeks, also those that were taken, but not those that we began."""
        known = self._remembered.get((queue_id, calls))
        if known is None or not known[0] <= now < known[0] + REMEMBERED:
            known = self._remembered[queue_id, calls] = (now, await _counted(session, queue_id, calls=calls, now=now))
        return known[1]


async def _counted(session: AsyncSession, queue_id: int, *, calls: bool, now: datetime) -> Service | None:
    """Along the index of their ends, backwards, until there are enough."""
    rows = (await session.execute(
        select(TalkFactRow.began_us, TalkFactRow.ended_us)
        .where(TalkFactRow.ended_us >= micros(now - WEEKS), TalkFactRow.queue_id == queue_id)
        .where(TalkFactRow.channel.in_(CALLS) if calls else TalkFactRow.channel.not_in((*CALLS, CALLED)))
        .order_by(TalkFactRow.ended_us.desc()).limit(NEWEST)
    )).all()
    lasted = [(ended - began) / SECOND_US for began, ended in rows if ended is not None]
    mean_s = recent_mean(lasted)
    return None if mean_s is None else Service(mean_s, len(lasted))
