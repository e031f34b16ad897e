"""What the outbox reports, written on the ticket (law 5): giving up is an event on the ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.events.catalogue import DeliveryChanged, TicketAssigned
from contactcenter.events.record import SYSTEM
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.state import step
from contactcenter.tickets.tables import MessageRow


async def note_delivery(session: AsyncSession, *, delivery: DeliveryRow, now: datetime) -> None:
    """Record where a delivery stands now. A failed answer opens its ticket again and marks it."""
    ticket_id = delivery.ticket_id
    if delivery.message_id is not None:
        message = await session.get(MessageRow, delivery.message_id)
        ticket_id = message.ticket_id if message is not None else ticket_id
    found = (await lock(session, ticket_id)).get(ticket_id)
    if found is None:
        return
    ticket = found
    if ticket.root_id is not None and ticket.root_id != ticket.id:
        ticket = (await lock(session, ticket.root_id))[ticket.root_id]
    gave_up = delivery.state in ("failed", "bounced") and delivery.message_id is not None
    if gave_up:
        ticket.trouble = delivery.code or delivery.state
        ticket.updated_at = now
    elif delivery.message_id is not None and delivery.state in ("sent", "delivered"):
        ticket.trouble = None
    happen(session, ticket, DeliveryChanged(
        ticket_id=ticket.id, message_id=delivery.message_id, delivery_id=delivery.id, state=delivery.state,
        code=delivery.code, attempts=delivery.attempts,
        next_try_at=delivery.due_at if delivery.state == "delayed" else None,
    ), actor=SYSTEM, now=now)
    if not gave_up:
        return
    if ticket.state in ("closed", "waiting_patron", "waiting_third", "snoozed"):
        step(session, ticket, state="open", reason="delivery_failed", actor=SYSTEM, now=now)
    owner = await session.get(StaffRow, ticket.assignee_id) if ticket.assignee_id else None
    if owner is not None and owner.disabled_at is not None:
        before = audience(ticket)
        ticket.assignee_id = None
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=owner.id, to_staff_id=None),
               actor=SYSTEM, now=now, seen_before=before)
