"""Leasing what is due: one statement and a row count (law 6).

A lease ends by itself, soon after its worker has died; a living worker renews it while its attempts
last, and gives them up when it cannot. So two workers never send the same delivery at once. The
database's clock decides, not the workers'.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.db.time import database_now
from contactcenter.outbox.enqueue import RANKS
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.shapes.base import DeliveryState

LEASE = timedelta(seconds=20)
"""How long a reply waits after the process that was sending it was killed."""
RENEW_EVERY_S = 5.0
"""Three renewals may fail before the lease ends."""
HELD_FOR = timedelta(seconds=30)
"""So long what we send by ourselves waits while arrivals are understood."""
_SETTLED = ("state", "code", "detail", "due_at", "remote_id", "attempts", "changed_at")
_TABLE = table_of(DeliveryRow)
_SETTLE = Prepared(update(_TABLE).where(_TABLE.c.id == bindparam("delivery")), "lease", "leased_until", *_SETTLED)
LOOKED_AT = 10
"""So many times what is wanted is looked at in one go: most of it may wait for one dead server."""


_DUE = Prepared(
    select(DeliveryRow.id).where(
        DeliveryRow.rank == bindparam("rank", type_=DeliveryRow.rank.type),
        DeliveryRow.due_at <= bindparam("due_by", type_=DeliveryRow.due_at.type),
    ).limit(1)
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended: what its row says from now on."""

    row: DeliveryRow
    state: DeliveryState
    code: str | None = None
    detail: str | None = None
    due_at: datetime | None = None
    remote_id: str | None = None


async def anything_due(session: AsyncSession, *, held: bool = False) -> bool:
    """Whether a look is worth a transaction."""
    now = await database_now(session)
    for rank, due_by in _due_by(now, held=held):
        if await _DUE.scalar(session, {"rank": rank, "due_by": due_by}) is not None:
            return True
    return False


def _due_by(now: datetime, *, held: bool) -> list[tuple[int, datetime]]:
    return [(rank, now - HELD_FOR if held and rank else now) for rank in sorted({0, *RANKS.values()})]


async def lease_due(
    session: AsyncSession, *, limit: int, channels: tuple[str, ...], room: Callable[[str], int] | None = None,
    held: bool = False,
) -> list[DeliveryRow]:
    """Take up to `limit` due deliveries under a fresh lease: by rank, the longest due first.

    `room` says how many more may go to a place just now: what waits for a full one is passed over. `held`: what we
    send by ourselves waits, but not for ever.
    """
    now = await database_now(session)
    lease = secrets.token_hex(16)
    free = (DeliveryRow.leased_until.is_(None)) | (DeliveryRow.leased_until < now)
    chosen: list[int] = []
    taken: Counter[str] = Counter()
    full: set[str] = set()
    for rank, due_by in _due_by(now, held=held):
        due = (
            select(DeliveryRow.id, DeliveryRow.place)
            .where(DeliveryRow.rank == rank, DeliveryRow.due_at <= due_by, free, DeliveryRow.channel.in_(channels))
            .order_by(DeliveryRow.due_at)
            .limit(limit * LOOKED_AT)
            .with_for_update(skip_locked=True)
        )
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


async def settle(session: AsyncSession, ended: Sequence[Ended], *, now: datetime) -> list[DeliveryRow]:
    """End attempts and count them. Returns the rows as they stand now, without those whose lease was no longer ours."""
    leases = {row.id: (row.lease, row.attempts) for row in await session.execute(
        select(DeliveryRow.id, DeliveryRow.lease, DeliveryRow.attempts)
        .where(DeliveryRow.id.in_(sorted(one.row.id for one in ended))).order_by(DeliveryRow.id).with_for_update()
    )}
    mine = [one for one in ended if one.row.lease and leases.get(one.row.id, ("", 0))[0] == one.row.lease]
    rows = []
    for one in mine:
        row = one.row
        row.state, row.code, row.due_at, row.remote_id = one.state, one.code, one.due_at, one.remote_id
        row.detail = one.detail[:2000] if one.detail else None
        row.attempts, row.changed_at = leases[row.id][1] + 1, now
        rows.append(row)
    await _SETTLE.each(session, [
        {"delivery": row.id, "lease": None, "leased_until": None, **{name: getattr(row, name) for name in _SETTLED}}
        for row in rows
    ])
    return rows
