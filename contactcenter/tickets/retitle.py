"""Changing a ticket's subject."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.tickets import TicketRetitled
from contactcenter.events.record import Actor
from contactcenter.tickets.row import happen, lock_visible


async def retitle(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, subject: str
) -> None:
    """Give the ticket a better subject. The patron's own words stay in the messages."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if ticket.subject == subject:
        return
    ticket.subject = subject[:500]
    happen(session, ticket, TicketRetitled(ticket_id=ticket.id), actor=actor, now=now)
