"""What waits for a better time to reach somebody is looked at now, since what may be sent to them has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Address
from contactcenter.outbox.tables import DeliveryRow


async def hasten(session: AsyncSession, *, to: Address, channel: str, now: datetime) -> None:
    """Make everything due at once that waits for an address on a channel: its attempt says what becomes of it."""
    session.info["queued"] = True
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.due_at > now, DeliveryRow.channel == channel, DeliveryRow.to_kind == to.kind,
               DeliveryRow.to_value == to.value)
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )
