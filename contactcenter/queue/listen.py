"""A supervisor listens in on a conversation. The patron does not hear of it; its history, which staff see, does."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.colleagues import TicketListened
from contactcenter.events.record import Actor
from contactcenter.events.tables import EventRow
from contactcenter.seats.capacity import CALLS
from contactcenter.tickets.errors import Conflict, Forbidden
from contactcenter.tickets.row import happen, lock_visible

ONCE = timedelta(minutes=10)
"""Whoever opens the same conversation again within this still listens."""


async def listen(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Record it in the ticket's history; twice is once. Raises `NotFound`, `Forbidden`, `Conflict("not_live")`.

    To open a call is not to hear it: that is recorded when they are in it (`calls.hear`).
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins listen in.")
    if not ticket.live or ticket.assignee_id is None:
        raise Conflict("not_live", "Nobody talks there any more.", ticket.version)
    if ticket.channel in CALLS or await _listens(session, ticket.id, ticket.assignee_id, actor, since=now - ONCE):
        return
    happen(session, ticket, TicketListened(ticket_id=ticket.id, staff_id=ticket.assignee_id), actor=actor, now=now)


async def _listens(session: AsyncSession, ticket_id: int, staff_id: int, actor: Actor, *, since: datetime) -> bool:
    told = (await session.execute(select(EventRow.data).where(
        EventRow.stream == f"ticket:{ticket_id}", EventRow.type == TicketListened.type, EventRow.at >= since,
        EventRow.actor_kind == actor.kind, EventRow.actor_id == actor.id,
    ))).scalars()
    return any(data.get("staff_id") == staff_id for data in told)
