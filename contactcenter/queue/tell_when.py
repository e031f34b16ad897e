"""An acknowledgement of an inquiry that came while its queue was closed says when somebody will read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Outbound
from contactcenter.queue.calendars import Calendars
from contactcenter.tickets.tables import TicketRow


async def tell_when(
    session: AsyncSession, outbound: Outbound | None, *, calendars: Calendars, now: datetime
) -> Outbound | None:
    """The message with the moment in it, if it is one that says so. `now`: when it was queued, at every attempt."""
    if outbound is None or outbound.kind != "acknowledgement":
        return outbound
    queue_id = (await session.execute(
        select(TicketRow.queue_id).where(TicketRow.id == outbound.ticket_id)
    )).scalar_one_or_none()
    kept = await calendars.of(session, queue_id)
    if not kept.tells_when or kept.calendar.open_at(now):
        return outbound
    return replace(outbound, read_from=kept.calendar.next_change(now), zone=kept.calendar.zone.key)
