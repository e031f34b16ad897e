"""Waking snoozed tickets whose time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared
from contactcenter.events.record import SYSTEM
from contactcenter.tickets.row import lock
from contactcenter.tickets.state import step
from contactcenter.tickets.tables import TicketRow

BATCH = 100
_ANY = Prepared(
    select(TicketRow.id).where(TicketRow.snoozed_until <= bindparam("now", type_=TicketRow.snoozed_until.type)).limit(1)
)


async def anything_snoozed_until(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a look is worth a transaction."""
    return bool(await _ANY.rows(session, {"now": now}))


async def wake_due(session: AsyncSession, *, now: datetime) -> int:
    """Open tickets snoozed until now or earlier. Returns how many; a late call is as good as a timely one."""
    ids = (await session.execute(
        select(TicketRow.id).where(TicketRow.snoozed_until <= now).order_by(TicketRow.snoozed_until).limit(BATCH)
    )).scalars().all()
    woken = 0
    for ticket in (await lock(session, *ids)).values():
        if ticket.state == "snoozed" and ticket.snoozed_until is not None and ticket.snoozed_until <= now:
            step(session, ticket, state="open", reason="snooze_over", actor=SYSTEM, now=now)
            woken += 1
    return woken
