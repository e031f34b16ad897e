"""Taking deliveries back before they leave."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.outbox.tables import DeliveryRow


async def recall(session: AsyncSession, *, message_id: int, seen_at_once: tuple[str, ...]) -> bool:
    """Remove a message's deliveries if there are any and none was begun. False, and nothing removed, otherwise.

    What a worker holds just now is passed over, not waited for: it counts as begun, and so does a
    channel that shows an answer as soon as it is written.
    """
    here = DeliveryRow.message_id == message_id
    still = (await session.execute(
        select(DeliveryRow.id)
        .where(here, DeliveryRow.state == "queued", DeliveryRow.attempts == 0, DeliveryRow.lease.is_(None),
               DeliveryRow.channel.not_in(seen_at_once))
        .with_for_update(skip_locked=True)
    )).scalars().all()
    if not still or len(still) != (await session.execute(select(func.count()).where(here))).scalar_one():
        return False
    await session.execute(delete(DeliveryRow).where(DeliveryRow.id.in_(still)))
    return True


async def recall_acknowledgement(session: AsyncSession, *, ticket_id: int) -> None:
    """Remove a ticket's acknowledgement if it has not begun to leave."""
    still = (await session.execute(
        select(DeliveryRow.id)
        .where(DeliveryRow.ticket_id == ticket_id, DeliveryRow.kind == "acknowledgement", DeliveryRow.state == "queued",
               DeliveryRow.attempts == 0, DeliveryRow.lease.is_(None))
        .with_for_update(skip_locked=True)
    )).scalars().all()
    await session.execute(delete(DeliveryRow).where(DeliveryRow.id.in_(still)))
