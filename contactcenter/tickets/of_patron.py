"""What tickets know of a patron: how many inquiries, and the last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.shapes.tickets import Patron
from contactcenter.tickets.lists.counts import COUNT_STOPS
from contactcenter.tickets.tables import TicketRow


async def with_history(session: AsyncSession, patrons: Sequence[Patron]) -> list[Patron]:
    """The patrons with their ticket counts (up to `COUNT_STOPS`) and last inquiry."""
    told = []
    for patron in patrons:
        some = select(TicketRow.created_at).where(TicketRow.patron_id == patron.id).order_by(
            TicketRow.created_at.desc()
        ).limit(COUNT_STOPS).subquery()
        row = (await session.execute(select(func.count(), func.max(some.c.created_at)).select_from(some))).one()
        told.append(patron.model_copy(update={"ticket_count": row[0], "last_ticket_at": row[1]}))
    return told
