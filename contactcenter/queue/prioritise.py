"""Putting a ticket before (or after) its turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.tickets import TicketPrioritised
from contactcenter.events.record import Actor
from contactcenter.tickets.row import happen, lock_visible, refuse_merged


async def prioritise(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, priority: int
) -> None:
    """Give a ticket so many steps (`line.STEP`). It has them already: nothing changes."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if ticket.priority == priority:
        return
    before, ticket.priority = ticket.priority, priority
    happen(session, ticket, TicketPrioritised(ticket_id=ticket.id, from_priority=before, to_priority=priority),
           actor=actor, now=now)
