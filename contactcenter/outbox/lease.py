"""Leasing what is due: one statement and a row count (law 6).

A lease ends by itself. Its length is above the longest an attempt may take, so that two workers
never send the same delivery at once; the database's clock decides, not the workers'.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.time import database_now
from contactcenter.outbox.tables import DeliveryRow

LEASE = timedelta(minutes=5)
"""Above every channel's own timeout for one attempt (SMTP: 30 s a command, a few commands)."""


async def anything_due(session: AsyncSession) -> bool:
    """Whether a look is worth a transaction."""
    now = await database_now(session)
    found = await session.execute(select(DeliveryRow.id).where(DeliveryRow.due_at <= now).limit(1))
    return found.scalar_one_or_none() is not None


async def lease_due(session: AsyncSession, *, limit: int, channels: tuple[str, ...]) -> list[DeliveryRow]:
    """Take up to `limit` due deliveries under a fresh lease."""
    now = await database_now(session)
    lease = secrets.token_hex(16)
    due = (
        select(DeliveryRow.id)
        .where(
            DeliveryRow.due_at <= now,
            (DeliveryRow.leased_until.is_(None)) | (DeliveryRow.leased_until < now),
            DeliveryRow.channel.in_(channels),
        )
        .order_by(DeliveryRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(due.scalar_subquery()))
        .values(lease=lease, leased_until=now + LEASE, state="sending", attempts=DeliveryRow.attempts + 1,
                changed_at=now)
        .returning(DeliveryRow)
        .execution_options(synchronize_session=False)
    )
    return list(rows.scalars())


async def settle(
    session: AsyncSession, *, delivery_id: int, lease: str, values: dict[str, object]
) -> bool:
    """End an attempt. False when the lease was no longer ours: then nothing is written."""
    done = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id, DeliveryRow.lease == lease)
        .values(lease=None, leased_until=None, **values)
        .returning(DeliveryRow.id)
    )
    return done.scalar_one_or_none() is not None
