"""Leasing what is due: one statement and a row count (law 6).

A lease ends by itself, soon after its worker has died; a living worker renews it while its attempts
last, and gives them up when it cannot. So two workers never send the same delivery at once. The
database's clock decides, not the workers'.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
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
LOOKED_AT = 10
"""So many times what is wanted is looked at in one go: most of it may wait for one dead server."""


_DUE = Prepared(
    select(DeliveryRow.id).where(DeliveryRow.due_at <= bindparam("now", type_=DeliveryRow.due_at.type)).limit(1)
)


async def anything_due(session: AsyncSession) -> bool:
    """Whether a look is worth a transaction."""
    now = await database_now(session)
    return await _DUE.scalar(session, {"now": now}) is not None


async def lease_due(
    session: AsyncSession, *, limit: int, channels: tuple[str, ...], room: Callable[[str], int] | None = None
) -> list[DeliveryRow]:
    """Take up to `limit` due deliveries under a fresh lease, the longest due first.

    `room` says how many more may go to a place just now: what waits for a full one is passed over.
    """
    now = await database_now(session)
    lease = secrets.token_hex(16)
    free = (DeliveryRow.leased_until.is_(None)) | (DeliveryRow.leased_until < now)
    due = (
        select(DeliveryRow.id, DeliveryRow.place)
        .where(DeliveryRow.due_at <= now, free, DeliveryRow.channel.in_(channels))
        .order_by(DeliveryRow.due_at)
        .limit(limit * LOOKED_AT)
        .with_for_update(skip_locked=True)
    )
    chosen: list[int] = []
    taken: Counter[str] = Counter()
    full: set[str] = set()
    while len(chosen) < limit:
        found = (await session.execute(
            due.where(DeliveryRow.place.not_in(full), DeliveryRow.id.not_in(chosen))
        )).all()
        before = len(full)
        for number, place in found:
            if room is not None and taken[place] >= room(place):
                full.add(place)
            elif len(chosen) < limit:
                taken[place] += 1
                chosen.append(number)
        if len(found) < limit * LOOKED_AT or len(full) == before:
            break
    if not chosen:
        return []
    rows = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(chosen), free)
        # The state stays: what every screen shows changes by events alone, when the attempt has ended.
        .values(lease=lease, leased_until=now + LEASE)
        .returning(DeliveryRow)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows.scalars(), key=lambda row: chosen.index(row.id))


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
