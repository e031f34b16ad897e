"""Who should take part in a call, and who does: what differs is ordered. Asked again, nothing changes.

Nothing in the queue knows calls: whichever way a ticket gets an owner (an offer accepted, a transfer, a supervisor's
hand), what follows for its call is worked out here, from how the ticket stands.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand
from contactcenter.tickets.guests import joined_by


async def wanted(session: AsyncSession, held: InHand) -> list[int]:
    """Who of staff is to talk with the patron: the owner first, or who calls from a colleague's ticket."""
    ticket, call = held.ticket, held.call
    if call.way == "out" and call.talked_at is None:
        return [] if call.staff_id is None else [call.staff_id]
    first = ticket.assignee_id
    if call.out_of is not None and call.out_of == first:
        first = call.staff_id  # who has the ticket did not call, and nobody has passed it on since
    return [] if first is None else [first, *(one for one in await joined_by(session, ticket.id) if one != first)]


async def tidy(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """Let those go who are not wanted any more, once somebody who is wanted is in the room."""
    if not held.room_ready:
        return
    staff = set(await wanted(session, held))
    if not any(held.in_room(leg) and leg.staff_id in staff for leg in held.librarians):
        return
    for leg in held.librarians:
        if leg.staff_id not in staff and not leg.hung_up:
            leg.hung_up = True
            await order(session, kind="hang_up", call=held.call, leg=leg, now=now)
