"""What an acknowledgement tells of the wait: how many come first, and how soon inquiries were answered lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Outbound, Outlook
from contactcenter.measures.buckets import percentile
from contactcenter.measures.span import micros
from contactcenter.measures.tables import PERIOD_US, TicketFactRow
from contactcenter.tickets.tables import TicketRow

LATELY = timedelta(weeks=4)
FEWEST = 20
"""So many must have been answered in that time: fewer say nothing."""
COUNT_STOPS = 100
"""Nobody is told of more before them."""
KEPT = timedelta(minutes=10)
IN_LISTS = ("email", "web_form")
HALF, MOST = 0.5, 0.9


class Lately:
    """Remembers for ten minutes how a queue answered: an acknowledgement of a flood of mail costs nearly nothing."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[datetime, tuple[int, int] | None]] = {}

    async def tell(self, session: AsyncSession, outbound: Outbound | None, *, now: datetime) -> Outbound | None:
        """The message with the outlook in it, if it is an acknowledgement and there is something to say."""
        if outbound is None or outbound.kind != "acknowledgement":
            return outbound
        found = (await session.execute(
            select(TicketRow.queue_id, TicketRow.lane).where(TicketRow.id == outbound.ticket_id)
        )).first()
        if found is None or found.lane != "waiting":
            return outbound
        spans = await self._spans(session, found.queue_id, now)
        if spans is None:
            return outbound
        before = await _before(session, found.queue_id, outbound.ticket_id)
        return replace(outbound, outlook=Outlook(None if before >= COUNT_STOPS else before, *spans))

    async def _spans(self, session: AsyncSession, queue_id: int, now: datetime) -> tuple[int, int] | None:
        kept = self._kept.get(queue_id)
        if kept is None or not timedelta(0) <= now - kept[0] < KEPT:
            kept = self._kept[queue_id] = (now, await _answered(session, queue_id, now))
        return kept[1]


async def _answered(session: AsyncSession, queue_id: int, now: datetime) -> tuple[int, int] | None:
    """Open seconds within which half and nine of ten were first answered; None: too few, or too long to be told."""
    row, since = TicketFactRow, micros(now - LATELY)
    rows = await session.execute(
        select(row.answer_open_bucket, func.count())
        .where(row.answered_in >= since // PERIOD_US, row.answered_us >= since, row.queue_id == queue_id)
        .where(row.channel.in_(IN_LISTS), ~row.junk, ~row.merged, row.answer_open_bucket.is_not(None))
        .group_by(row.answer_open_bucket)
    )
    counts = {int(str(bucket)): count for bucket, count in rows}
    if sum(counts.values()) < FEWEST:
        return None
    half, most = percentile(counts, HALF), percentile(counts, MOST)
    return None if half is None or most is None else (half, most)


async def _before(session: AsyncSession, queue_id: int, ticket_id: int) -> int:
    some = select(TicketRow.id).where(
        TicketRow.queue_id == queue_id, TicketRow.lane == "waiting", TicketRow.live.is_(False),
        TicketRow.id < ticket_id,
    ).limit(COUNT_STOPS).subquery()
    return int((await session.execute(select(func.count()).select_from(some))).scalar_one())
