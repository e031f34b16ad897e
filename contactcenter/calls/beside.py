"""Who speaks with the patron beside the ticket's owner: leaving, they leave the call to those two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.row import InHand
from contactcenter.calls.tables import LegRow
from contactcenter.events.catalogue.colleagues import ColleagueLeft
from contactcenter.events.record import Actor
from contactcenter.tickets.guests import joined_by, no_guest
from contactcenter.tickets.row import audience, happen


async def beside(session: AsyncSession, held: InHand, leg: LegRow) -> bool:
    """Whether this is a guest's part, and somebody else of staff is in the room with the patron."""
    if leg.staff_id is None or leg.staff_id == held.ticket.assignee_id:
        return False
    others = any(held.in_room(one) and one.staff_id != leg.staff_id and not one.hung_up for one in held.librarians)
    return others and leg.staff_id in await joined_by(session, held.ticket.id)


async def leaves(session: AsyncSession, held: InHand, leg: LegRow, *, actor: Actor, now: datetime) -> None:
    """They are no guest of the ticket any more: otherwise they would be rung again."""
    if leg.staff_id is None:
        return
    before = audience(held.ticket)
    await no_guest(session, held.ticket, leg.staff_id)
    happen(session, held.ticket, ColleagueLeft(ticket_id=held.ticket.id, staff_id=leg.staff_id), actor=actor, now=now,
           seen_before=before)
