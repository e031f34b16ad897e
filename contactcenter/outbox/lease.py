"""Leasing what is due: one statement and a row count (law 6).

A lease ends by itself, soon after its worker has died; a living worker renews it while its attempts
last, and gives them up when it cannot. So two workers never send the same delivery at once. The
database's clock decides, not the workers'.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared
from contactcenter.db.time import database_now
from contactcenter.outbox.tables import DeliveryRow

LEASE = timedelta(seconds=20)
"""How long a reply waits after the process that was sending it was killed."""
RENEW_EVERY_S = 5.0
"""Three renewals may fail before the lease ends."""


_DUE = Prepared(
    select(DeliveryRow.id).where(DeliveryRow.due_at <= bindparam("now", type_=DeliveryRow.due_at.type)).limit(1)
)


async def anything_due(session: AsyncSession) -> bool:
    """Whether a look is worth a transaction."""
    now = await database_now(session)
    return await _DUE.scalar(session, {"now": now}) is not None


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
        # The state stays: what every screen shows changes by events alone, when the attempt has ended.
        .values(lease=lease, leased_until=now + LEASE)
        .returning(DeliveryRow)
        .execution_options(synchronize_session=False)
    )
    return list(rows.scalars())


async def renew(session: AsyncSession, *, lease: str) -> None:
    """Hold on to what is still under this lease."""
    now = await database_now(session)
    await session.execute(
        update(DeliveryRow).where(DeliveryRow.lease == lease, DeliveryRow.leased_until >= now)
        .values(leased_until=now + LEASE).execution_options(synchronize_session=False)
    )


async def settle(
    session: AsyncSession, *, delivery_id: int, lease: str, values: dict[str, object]
) -> bool:
    """End an attempt and count it. False when the lease was no longer ours: then nothing is written."""
    done = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id, DeliveryRow.lease == lease)
        .values(lease=None, leased_until=None, attempts=DeliveryRow.attempts + 1, **values)
        .returning(DeliveryRow.id)
    )
    return done.scalar_one_or_none() is not None
