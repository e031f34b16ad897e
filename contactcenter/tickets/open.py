"""Opening a ticket for an inquiry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Address, Inbound
from contactcenter.events.catalogue import TicketOpened
from contactcenter.events.record import Actor
from contactcenter.tickets.in_hand import TicketInHand, add
from contactcenter.tickets.row import happen, preview
from contactcenter.tickets.tables import NOT_WAITING


async def open_ticket(
    session: AsyncSession,
    *,
    inbound: Inbound,
    queue_id: int,
    patron_id: int | None,
    reply_to: Address | None,
    set_aside_by: str | None,
    actor: Actor,
    now: datetime,
) -> TicketInHand:
    """Make the ticket; its first message follows by `append`.

    `reply_to` is the way back, None when the patron left none. `set_aside_by` is the rule that opens it as
    junk: kept, counted and shown, but in nobody's line.
    """
    ticket = await add(
        session, version=0, subject=" ".join(inbound.subject.split())[:500] or preview(inbound.text)[:80] or "…",
        channel=inbound.channel, queue_id=queue_id,
        state="junk" if set_aside_by else "open", lane="junk" if set_aside_by else "waiting",
        set_aside_by=set_aside_by,
        assignee_id=None, guest_ids=[], patron_id=patron_id,
        patron_name=(inbound.sender.name or inbound.sender.value)[:200],
        reply_kind=reply_to.kind if reply_to else None, reply_value=reply_to.value[:320] if reply_to else None,
        reply_name=reply_to.name[:200] if reply_to else "",
        locale=inbound.locale, preview="", preview_by="patron", message_count=0,
        last_patron_version=0, last_reply_version=0, patron_seen_version=0,
        created_at=now, updated_at=now, waiting_key=NOT_WAITING,
    )
    happen(session, ticket, TicketOpened(ticket_id=ticket.id, channel=inbound.channel, queue_id=queue_id),
           actor=actor, now=now)
    return ticket
