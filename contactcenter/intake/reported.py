"""A far side's later word on a delivery, that came as an arrival: settled, or tried again (law 5).

Success is final. A failure says something of the attempt that stands: one that was written before the last attempt
began is about another, which we know the end of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Report
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.delivery import settle
from contactcenter.tickets.tables import MessageRow

log = structlog.get_logger(__name__)
CLOCKS_APART = timedelta(minutes=2)
"""So far a far side's clock may be behind ours."""


async def any_by_fax(session: AsyncSession, delivery_ids: Sequence[int]) -> bool:
    """Whether one of these deliveries was a fax."""
    query = select(DeliveryRow.id).where(DeliveryRow.id.in_(delivery_ids), DeliveryRow.channel == "fax").limit(1)
    return (await session.execute(query)).scalar_one_or_none() is not None


async def note_report(session: AsyncSession, *, report: Report, now: datetime) -> int | None:
    """Take it in; the ticket that it is about, None where the delivery is gone. Twice is once, late is never back."""
    found = (await session.execute(
        select(DeliveryRow, MessageRow.ticket_id)
        .outerjoin(MessageRow, MessageRow.id == DeliveryRow.message_id)
        .where(DeliveryRow.id.in_(report.deliveries), DeliveryRow.channel == "fax")
    )).all()
    by_id = {row.DeliveryRow.id: row for row in found}
    row = next((by_id[one] for one in report.deliveries if one in by_id), None)
    if row is None:
        log.info("intake.report_on_nothing")
        return None
    delivery: DeliveryRow = row.DeliveryRow
    about: int = row.ticket_id or delivery.ticket_id
    if report.state == "failed" and report.at is not None and report.at < delivery.changed_at - CLOCKS_APART:
        log.info("intake.report_is_old", delivery_id=delivery.id)
        return about
    if delivery.state == "delayed" and report.again:
        return about  # it waits for its next attempt already
    await settle(session, delivery_id=delivery.id, state=report.state, code=report.code, detail=report.detail,
                 now=now, again=report.again)
    return about
