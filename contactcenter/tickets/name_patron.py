"""A patron's name as librarians corrected it, in the tickets that bore the former one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.tickets import TicketPatronNamed
from contactcenter.events.record import Actor
from contactcenter.tickets.row import happen, lock
from contactcenter.tickets.tables import TicketRow

AT_ONCE = 200
"""The newest so many: each is an event of its own, and nobody looks through more."""


async def name_patron(
    session: AsyncSession, *, actor: Actor, now: datetime, patron_id: int, before: Collection[str], name: str
) -> None:
    """Write the name where one of `before` stood: the former name, or the number they were known by alone.

    Who called themselves something else keeps that. Nobody is proved by it: a number says as little as before.
    """
    ids = (await session.execute(
        select(TicketRow.id)
        .where(TicketRow.patron_id == patron_id, TicketRow.patron_name.in_(sorted(set(before) - {name})))
        .order_by(TicketRow.id.desc()).limit(AT_ONCE)
    )).scalars().all()
    for ticket in (await lock(session, *ids)).values() if ids else ():
        ticket.patron_name = name[:200]
        happen(session, ticket, TicketPatronNamed(ticket_id=ticket.id), actor=actor, now=now)
