"""Moving a ticket to another queue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.catalogue.tickets import TicketAssigned, TicketMoved
from contactcenter.events.record import Actor
from contactcenter.queue.scope import scope_of
from contactcenter.queue.tables import QueueRow
from contactcenter.queue.turn import back_to_its_turn
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import audience, happen, lock_visible, refuse_merged, settle_lane


async def move(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, queue_id: int,
    given_up: bool = False,
) -> None:
    """Hand the ticket to another queue. An owner who does not belong there gives it up; `given_up`: in any case.

    Who loses sight of it is told to drop it: the event says who saw it before and who sees it now.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if ticket.queue_id == queue_id:
        return
    queue = await session.get(QueueRow, queue_id)
    if queue is None or queue.retired_at is not None:
        raise Invalid("queue_id", "There is no such queue in use: choose one from the list.", code="unknown")
    before, old, owner = audience(ticket), ticket.queue_id, ticket.assignee_id
    ticket.queue_id = queue_id
    stays = False
    if owner is not None and not given_up:
        staff = await session.get(StaffRow, owner)
        stays = staff is not None and queue_id in (await scope_of(session, staff)).queue_ids
    if not stays:
        if owner is not None:
            await back_to_its_turn(session, ticket, reason="passed_on", actor=actor, now=now)
        ticket.assignee_id = ticket.pushed_until = None
        settle_lane(ticket)
    happen(session, ticket, TicketMoved(ticket_id=ticket.id, from_queue_id=old, to_queue_id=queue_id),
           actor=actor, now=now, seen_before=before)
    if owner is not None and not stays:
        happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=owner, to_staff_id=None),
               actor=actor, now=now)
