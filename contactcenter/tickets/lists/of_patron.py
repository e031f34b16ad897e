"""A patron's inquiries as a list."""

from __future__ import annotations

from sqlalchemy import literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.lists.cursor import read_cursor, write_cursor
from contactcenter.tickets.tables import TicketRow


async def of_patron(
    session: AsyncSession, *, scope: Scope, patron_id: int, cursor: str | None, limit: int
) -> tuple[list[ListedTicket], str | None]:
    """A patron's inquiries that the viewer may see, newest first."""
    query = select(TicketRow.id, TicketRow.created_at).where(TicketRow.patron_id == patron_id)
    if not scope.sees_all:
        query = query.where(TicketRow.queue_id.in_(scope.queue_ids))
    if cursor is not None:
        at, ticket_id = read_cursor(cursor, "created")
        query = query.where(tuple_(TicketRow.created_at, TicketRow.id) < tuple_(
            literal(at, TicketRow.created_at.type), literal(ticket_id, TicketRow.id.type)
        ))
    found = (await session.execute(
        query.order_by(TicketRow.created_at.desc(), TicketRow.id.desc()).limit(limit + 1)
    )).all()
    items = await listed_many(session, scope=scope, ids=[row.id for row in found[:limit]])
    more = len(found) > limit
    return items, write_cursor(found[limit - 1].created_at, found[limit - 1].id, "created") if more else None
