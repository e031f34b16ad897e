"""What the carrier is to do: written with the verb that decides it, leased and carried out by a worker (law 5)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.tables import CallRow, LegRow, OrderRow
from contactcenter.db.insert import insert_into
from contactcenter.db.time import database_now
from contactcenter.envelope import Order, OrderKind, SendError

LEASE = timedelta(seconds=20)
"""Above the carrier's own time for an answer; a worker that died holds an order up for so long."""
PATIENCE: dict[OrderKind, timedelta] = {
    "fetch": timedelta(days=2), "forget": timedelta(days=2), "hang_up": timedelta(hours=1),
}
OF_ONESELF: frozenset[OrderKind] = frozenset({"mute", "unmute", "mode"})
"""What somebody changes of how they take part themselves."""
GONE = "gone"
"""The carrier knows nobody of that id there."""
SOON = timedelta(seconds=25)
"""After so long nobody waits any more for what was ordered: it is given up, and the ticket says so."""
PAUSES = tuple(timedelta(seconds=one) for one in (0.5, 1, 2, 4, 8, 30, 120, 600))
"""Before each next try. A caller waits, so the first are short."""


async def order(
    session: AsyncSession, *, kind: OrderKind, call: CallRow, leg: LegRow | None = None, key: str = "", now: datetime,
    data: dict[str, str] | None = None,
) -> bool:
    """Write an order; the same key twice is one. Whether it is new.

    `key`: what makes it the same as another of its kind for this leg (a room's number, say).
    """
    name = f"{kind}:{call.id}:{leg.id if leg else 0}:{key}"[:80]
    made = await session.execute(
        insert_into(session, OrderRow).values(
            key=name, kind=kind, call_id=call.id, leg_id=leg.id if leg else None, data=data or {}, state="queued",
            attempts=0, due_at=now, give_up_at=now + PATIENCE.get(kind, SOON), lease=None, leased_until=None, code=None,
            detail=None, created_at=now, changed_at=now,
        ).on_conflict_do_nothing().returning(OrderRow.id)
    )
    # Not every order comes with an event: whoever carries them out is woken by the commit itself.
    session.info["queued"] = True
    return made.scalar_one_or_none() is not None


async def lease_due(session: AsyncSession, *, now: datetime, limit: int) -> list[OrderRow]:
    """Take up to so many under a fresh lease, the longest due first: one statement and a row count (law 6)."""
    moment = await database_now(session)
    free = (OrderRow.leased_until.is_(None)) | (OrderRow.leased_until < moment)
    chosen = (await session.execute(
        select(OrderRow.id).where(OrderRow.due_at <= now, free).order_by(OrderRow.due_at, OrderRow.id).limit(limit)
        .with_for_update(skip_locked=True)
    )).scalars().all()
    if not chosen:
        return []
    lease = secrets.token_hex(16)
    rows = await session.execute(
        update(OrderRow).where(OrderRow.id.in_(chosen), free).values(lease=lease, leased_until=moment + LEASE)
        .returning(OrderRow).execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(rows.scalars(), key=lambda row: row.id)


async def as_order(session: AsyncSession, row: OrderRow) -> Order | None:
    """An order as the exchange needs it; None where nothing is to be done any more."""
    call = await session.get_one(CallRow, row.call_id)
    leg = await session.get(LegRow, row.leg_id) if row.leg_id is not None else None
    if leg is not None and leg.state == "over" and row.kind not in ("fetch", "look"):
        return None
    if leg is not None and leg.hung_up and row.kind not in ("hang_up", "look", "fetch"):
        return None
    if row.kind in ("connect", "hold", "resume") and row.data.get("stay") != str(call.stay):
        return None
    # One that has to be tried again does not undo what was ordered since.
    if leg is not None and ((row.kind in ("hold", "resume") and leg.held != (row.kind == "hold"))
                            or (row.kind in ("mute", "unmute") and leg.muted != (row.kind == "mute"))
                            or (row.kind == "mode" and leg.mode != row.data.get("mode"))):
        return None
    to = ""
    if leg is not None:
        to = f"browser:seat-{leg.staff_id}" if leg.device == "browser" else leg.number
    return Order(
        key=row.key, kind=row.kind, call_id=call.id, stay=leg.stay if leg and leg.part != "caller" else call.stay,
        leg_id=leg.id if leg else None, remote_id=leg.remote_id if leg else None, to=to, sender=call.our_number,
        data=dict(row.data),
    )


async def settle(
    session: AsyncSession, row: OrderRow, *, error: SendError | None = None, dropped: bool = False, now: datetime
) -> bool:
    """End an attempt. True: it has failed for good. An attempt whose lease was no longer ours changes nothing."""
    mine = (await session.execute(
        select(OrderRow).where(OrderRow.id == row.id, OrderRow.lease == row.lease).with_for_update()
        .execution_options(populate_existing=True)
    )).scalar_one_or_none()
    if mine is None:
        return False
    mine.attempts += 1
    mine.changed_at, mine.lease, mine.leased_until = now, None, None
    if error is None:
        mine.state, mine.due_at, mine.code, mine.detail = "dropped" if dropped else "done", None, None, None
        return False
    mine.code, mine.detail = error.code[:64], error.detail[:2000] or None
    next_try = now + PAUSES[min(mine.attempts, len(PAUSES)) - 1]
    if error.permanent or next_try > mine.give_up_at:
        mine.state, mine.due_at = "failed", None
        return True
    mine.due_at = next_try
    return False


async def no_trouble(session: AsyncSession, row: OrderRow, error: SendError) -> bool:
    """Whether nobody misses what failed: it was overtaken meanwhile, or whom alone it concerned has left."""
    return (row.kind in OF_ONESELF and error.code == GONE) or await as_order(session, row) is None


async def not_there_yet(session: AsyncSession, row: OrderRow, error: SendError) -> bool:
    """Whether the carrier does not know somebody in the room who has still to come into it."""
    if row.kind not in OF_ONESELF or error.code != GONE or row.leg_id is None:
        return False
    leg = await session.get(LegRow, row.leg_id)
    return leg is not None and leg.state in ("ordered", "ringing", "answered") and not leg.hung_up


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next order is due."""
    query = select(OrderRow.due_at).where(OrderRow.due_at.is_not(None)).order_by(OrderRow.due_at).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


def carried_out_in_order(rows: Sequence[OrderRow]) -> list[list[OrderRow]]:
    """By leg, in the order in which they were given: to be held and taken back is not the other way round."""
    by_leg: dict[tuple[int, int | None], list[OrderRow]] = {}
    for row in rows:
        by_leg.setdefault((row.call_id, row.leg_id), []).append(row)
    return list(by_leg.values())
