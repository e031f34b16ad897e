"""Nobody is put into two calls: looked at under the lock of their seat, whichever way a call is to become theirs."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.queue.load import other_call
from contactcenter.seats.capacity import CALLS
from contactcenter.seats.presence import lock_seats
from contactcenter.tickets.errors import Conflict
from contactcenter.tickets.tables import TicketRow


async def one_call(session: AsyncSession, *, staff_id: int, ticket_id: int, calls: bool = False) -> None:
    """Lock the seat (before any ticket, law 6) and refuse a second call. What is no call passes, and locks nothing.

    `calls`: a call is about to begin there, whatever the ticket is. Raises `Conflict("on_a_call")`.
    """
    if not calls:
        found = (await session.execute(
            select(TicketRow.live, TicketRow.channel).where(TicketRow.id == ticket_id)
        )).one_or_none()
        if found is None or not found.live or found.channel not in CALLS:
            return
    await lock_seats(session, [staff_id])
    if await other_call(session, staff_id=staff_id, ticket_id=ticket_id):
        raise Conflict("on_a_call", "A call goes on at that seat already: end it first, or hand it over.")
