"""What an acknowledgement tells of the wait: how many came before, and how soon the queue's own were answered lately.

It is worked out where the acknowledgement is queued, and kept with it: every attempt to send it says the same. What was
told is judged by how it went (`kept`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared
from contactcenter.envelope import Outlook
from contactcenter.measures.buckets import SECOND_US, percentile
from contactcenter.measures.span import micros
from contactcenter.measures.tables import PERIOD_US, TicketFactRow
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.tables import TicketRow

LATELY = timedelta(weeks=4)
FEWEST = 20
"""So many must have been answered in that time: fewer say nothing."""
COUNT_STOPS = 100
"""Nobody is told of more before them."""
REMEMBERED = timedelta(minutes=10)
IN_LISTS = ("email", "web_form")
HALF, MOST = 0.5, 0.9
_BEFORE = Prepared(select(func.count()).select_from(
    select(TicketRow.id).where(
        TicketRow.queue_id == bindparam("queue"), TicketRow.lane == literal_column("'waiting'"),
        TicketRow.live.is_(False), TicketRow.id < bindparam("ticket", type_=TicketRow.id.type),
    ).limit(COUNT_STOPS).subquery()
))


@dataclass(frozen=True, slots=True)
class Joining:
    """A ticket that has just been opened; `waits`: in the list of its queue."""

    ticket_id: int
    queue_id: int
    waits: bool


class Lately:
    """Remembers for ten minutes how a queue answered: an acknowledgement of a flood of mail costs nearly nothing."""

    def __init__(self) -> None:
        self._remembered: dict[int, tuple[datetime, tuple[int, int] | None]] = {}

    async def outlooks(self, session: AsyncSession, joining: Sequence[Joining], *, now: datetime) -> dict[int, Outlook]:
        """By ticket, what its patron may be told; nothing of those of whom nothing can be said.

        `joining`: all that this transaction opens, in order. One statement for each queue of them.
        """
        waits = [one for one in joining if one.waits]
        spans: dict[int, tuple[int, int]] = {}
        before: Counter[int] = Counter()
        for queue_id in sorted({one.queue_id for one in waits}):
            span = await self._span(session, queue_id, now)
            if span is not None:
                spans[queue_id] = span
                before[queue_id] = int(str(await _BEFORE.scalar(
                    session, {"queue": queue_id, "ticket": min(one.ticket_id for one in waits)}
                )))
        told = {}
        for one in waits:
            if one.queue_id in spans:
                come_first = before[one.queue_id]
                told[one.ticket_id] = Outlook(
                    come_first if come_first < COUNT_STOPS else None, *spans[one.queue_id]
                )
                before[one.queue_id] += 1
        return told

    async def _span(self, session: AsyncSession, queue_id: int, now: datetime) -> tuple[int, int] | None:
        known = self._remembered.get(queue_id)
        if known is None or not timedelta(0) <= now - known[0] < REMEMBERED:
            known = self._remembered[queue_id] = (now, await _answered(session, queue_id, now))
        return known[1]


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


@dataclass(frozen=True, slots=True)
class Kept:
    """How it went with what acknowledgements told. `many`: of so many answered inquiries.

    `error`: the median of |half_s - waited| / waited; `within`: the share that was answered within `most_s`, nine of
    ten where the future is as the past was. Waits are in opening hours.
    """

    many: int
    error: float
    within: float


_TOLD = Prepared(
    select(TicketFactRow.queue_id, TicketFactRow.answer_open_us, DeliveryRow.told_half_s, DeliveryRow.told_most_s)
    .join(DeliveryRow, DeliveryRow.ticket_id == TicketFactRow.ticket_id)
    .where(
        TicketFactRow.answered_in >= bindparam("period"), TicketFactRow.answered_us >= bindparam("since"),
        TicketFactRow.junk.is_(False), TicketFactRow.merged.is_(False), TicketFactRow.answer_open_us.is_not(None),
        DeliveryRow.kind == literal_column("'acknowledgement'"), DeliveryRow.told_most_s.is_not(None),
    )
)


async def kept(session: AsyncSession, *, since: datetime) -> dict[int, Kept]:
    """By queue, how it went with those that were answered since then."""
    begins = micros(since)
    waited: dict[int, list[tuple[float, bool]]] = {}
    for row in await _TOLD.rows(session, {"period": begins // PERIOD_US, "since": begins}):
        # The shortest wait that a report tells apart is the second.
        seconds = max(1.0, row.answer_open_us / SECOND_US)
        error = abs(row.told_half_s - seconds) / seconds
        waited.setdefault(row.queue_id, []).append((error, seconds <= row.told_most_s))
    return {
        queue: Kept(len(these), sorted(error for error, _ in these)[len(these) // 2],
                    sum(within for _, within in these) / len(these))
        for queue, these in waited.items()
    }
