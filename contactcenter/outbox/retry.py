"""Sending a failed delivery again because a librarian said so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.outbox.tables import DeliveryRow


async def retry(session: AsyncSession, *, message_id: int, now: datetime) -> list[DeliveryRow]:
    """Make a message's failed deliveries due again; the rows, or none when nothing had failed."""
    session.info["queued"] = True
    rows = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.message_id == message_id, DeliveryRow.state.in_(("failed", "bounced", "delayed")))
        .values(state="queued", due_at=now, created_at=now, code=None, detail=None, changed_at=now)
        .returning(DeliveryRow)
        .execution_options(synchronize_session=False)
    )
    return list(rows.scalars())
