"""A supervisor listens in on a conversation. The patron does not hear of it; its history, which staff see, does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue import TicketListened
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Conflict, Forbidden
from contactcenter.tickets.row import happen, lock_visible


async def listen(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Record it in the ticket's history. Raises `NotFound`, `Forbidden`, `Conflict("not_live")`."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins listen in.")
    if not ticket.live or ticket.assignee_id is None:
        raise Conflict("not_live", "Nobody talks there any more.", ticket.version)
    happen(session, ticket, TicketListened(ticket_id=ticket.id, staff_id=ticket.assignee_id), actor=actor, now=now)
