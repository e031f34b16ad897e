"""Whose turn it was when somebody took it, for what comes back into the line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.record import Actor
from contactcenter.queue.tables import OfferRow
from contactcenter.tickets.state import step
from contactcenter.tickets.tables import NOT_WAITING, TicketRow


async def back_to_its_turn(
    session: AsyncSession, ticket: TicketRow, *, reason: str, actor: Actor, now: datetime
) -> None:
    """A conversation goes back into the line, to where it stood: before all who came since.

    To be called before it is let go. That somebody had said a word already does not make its patron wait anew.
    """
    if not ticket.live:
        return
    if ticket.state == "waiting_patron":
        # Nobody holds the conversation: it is somebody's turn to say so.
        step(session, ticket, state="open", reason=reason, actor=actor, now=now)
    if ticket.waiting_key == NOT_WAITING:
        since = (await session.execute(
            select(OfferRow.waited_since)
            .where(OfferRow.ticket_id == ticket.id, OfferRow.kind == "line", OfferRow.outcome == "accepted")
            .order_by(OfferRow.id.desc()).limit(1)
        )).scalar_one_or_none()
        ticket.waiting_key = ticket.created_at if since in (None, NOT_WAITING) else since
