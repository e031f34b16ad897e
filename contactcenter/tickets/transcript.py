"""The record of a conversation, by e-mail to whoever asks for it on the patron's screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Address, Transcript
from contactcenter.outbox.enqueue import enqueue
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.patron_view import history
from contactcenter.tickets.row import lock

MOST = 5
PERIOD = timedelta(days=1)
"""Five a day for one conversation: an address is only typed, and must not be flooded from here."""


async def transcript(session: AsyncSession, *, ticket_id: int, email: str, now: datetime) -> Transcript:
    """Put the record on its way; what stands in it is read when it leaves.

    Only a conversation that a librarian has answered: otherwise anybody could have us mail anything to anyone.
    """
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    lines = await history(session, ticket_id=ticket_id)
    if ticket is None or not any(line.author == "staff" for line in lines):
        return "nothing_yet"
    sent = (await session.execute(
        select(DeliveryRow.to_value, DeliveryRow.created_at)
        .where(DeliveryRow.ticket_id == ticket_id, DeliveryRow.kind == "transcript",
               DeliveryRow.created_at > now - PERIOD)
    )).all()
    if any(row.to_value == email and row.created_at >= lines[-1].at for row in sent):
        return "queued"
    if len(sent) >= MOST:
        return "too_many"
    await enqueue(
        session, kind="transcript", ticket_id=ticket_id, message_id=None, channel="email",
        to=Address("email", email, ticket.patron_name), now=now, due_at=now,
    )
    return "queued"
