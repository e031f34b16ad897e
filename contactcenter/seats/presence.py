"""Sitting down, saying what one is ready for, and leaving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.held import flush
from contactcenter.db.insert import insert_into
from contactcenter.db.prepared import Prepared
from contactcenter.events.catalogue.seats import Presence, SeatChanged
from contactcenter.events.record import SYSTEM, Actor, record, staff_sees
from contactcenter.seats.tables import SeatRow

LEASE = timedelta(seconds=60)
"""How long a seat is taken for occupied after its browser was last heard of: three missed signs of life."""
COLLEAGUES = frozenset({"staff"})
CHOSEN = "chosen"
"""The reason of an offline seat whose librarian wants it so."""
SIGNED_OUT = "signed_out"
"""The reason of a seat that somebody else emptied: its librarian has gone, and left the console open."""


async def sit(session: AsyncSession, *, staff_id: int, begins: Presence, now: datetime) -> None:
    """A console is open. Whoever sits stays as they are: several tabs are one seat.

    Whoever chose to be offline stays so until they choose otherwise.
    """
    seat = await _seat(session, staff_id, now)
    empty = seat.presence == "offline" or seat.alive_until <= now
    if seat.presence == "offline" and seat.reason == CHOSEN:
        return
    seat.alive_until = max(seat.alive_until, now + LEASE)
    if empty:
        seat.idle_since = now
        turn(session, seat, begins, actor=Actor("staff", staff_id), now=now)


async def choose(
    session: AsyncSession, *, staff_id: int, presence: Presence, reason: str | None, now: datetime
) -> SeatRow:
    """Somebody says what they are ready for. To be so already changes nothing."""
    seat = await _seat(session, staff_id, now)
    seat.alive_until = max(seat.alive_until, now + LEASE)
    reason = CHOSEN if presence == "offline" else reason if presence == "away" else None
    if (seat.presence, seat.reason) != (presence, reason):
        if seat.presence == "offline":
            seat.idle_since = now
        turn(session, seat, presence, reason=reason, actor=Actor("staff", staff_id), now=now)
    return seat


async def _seat(session: AsyncSession, staff_id: int, now: datetime) -> SeatRow:
    """Somebody's seat, locked; made where they never sat."""
    await session.execute(
        insert_into(session, SeatRow).values(
            staff_id=staff_id, version=0, presence="offline", since=now, alive_until=now, idle_since=now,
        ).on_conflict_do_nothing()
    )
    return await lock_seat(session, staff_id)


async def keep_alive(session: AsyncSession, *, staff_ids: Iterable[int], now: datetime) -> list[int]:
    """Signs of life of those who sit. Returns those who do not sit (any more): they have to sit down again.

    A console that was left open is no sign of whom a supervisor signed out.
    """
    wanted = sorted(set(staff_ids))
    alive = set((await session.execute(
        update(SeatRow)
        .where(SeatRow.staff_id.in_(wanted), SeatRow.presence != "offline", SeatRow.alive_until > now)
        .values(alive_until=now + LEASE).returning(SeatRow.staff_id)
        .execution_options(synchronize_session=False)
    )).scalars()) if wanted else set()
    out = set((await session.execute(select(SeatRow.staff_id).where(
        SeatRow.staff_id.in_(wanted), SeatRow.presence == "offline", SeatRow.reason == SIGNED_OUT,
    ))).scalars()) if len(alive) < len(wanted) else set()
    return [one for one in wanted if one not in alive and one not in out]


async def stand_up(
    session: AsyncSession, *, staff_id: int, actor: Actor, now: datetime, reason: str | None = None
) -> bool:
    """Leave the seat. False when nobody sat there."""
    try:
        seat = await lock_seat(session, staff_id)
    except LookupError:
        return False
    if seat.presence == "offline":
        return False
    turn(session, seat, "offline", reason=reason, actor=actor, now=now)
    return True


async def expire(session: AsyncSession, *, now: datetime) -> list[int]:
    """Seats of which nothing was heard for too long are empty, and wrap-ups whose time is over end. Whose changed."""
    late = (await session.execute(_LOCK.where(_over(now)).order_by(SeatRow.staff_id))).scalars().all()
    for seat in late:
        gone = seat.alive_until <= now
        turn(session, seat, "offline" if gone else "available", reason="lost" if gone else None, actor=SYSTEM, now=now)
    return [seat.staff_id for seat in late]


async def anything_over(session: AsyncSession, *, now: datetime) -> bool:
    """Whether a look by `expire` is worth a transaction."""
    return await _ANY_OVER.scalar(session, {"now": now}) is not None


def _over(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return (SeatRow.presence != "offline") & (SeatRow.alive_until <= now) | (SeatRow.until <= now)


_ANY_OVER = Prepared(select(SeatRow.staff_id).where(_over(bindparam("now", type_=SeatRow.until.type))).limit(1))


async def lock_seat(session: AsyncSession, staff_id: int) -> SeatRow:
    """A seat, locked: before any ticket (law 6). Raises `LookupError` where nobody ever sat."""
    seat = (await lock_seats(session, [staff_id])).get(staff_id)
    if seat is None:
        raise LookupError(f"no seat of {staff_id}")
    return seat


async def lock_seats(session: AsyncSession, staff_ids: Iterable[int]) -> dict[int, SeatRow]:
    """Seats, locked in the order of their numbers; who never sat is missing."""
    # What this transaction changed already must not be overwritten by what is read anew.
    await flush(session)
    found = await session.execute(_LOCK.where(SeatRow.staff_id.in_(sorted(set(staff_ids)))).order_by(SeatRow.staff_id))
    return {seat.staff_id: seat for seat in found.scalars()}


_LOCK = select(SeatRow).with_for_update().execution_options(populate_existing=True)


def turn(
    session: AsyncSession, seat: SeatRow, presence: Presence, *, reason: str | None = None,
    until: datetime | None = None, actor: Actor, now: datetime,
) -> None:
    """The step itself, on a locked seat."""
    seat.presence, seat.reason, seat.since, seat.until = presence, reason, now, until
    seat.version += 1
    record(
        session, SeatChanged(staff_id=seat.staff_id, presence=presence, reason=reason, since=now, until=until),
        stream=f"seat:{seat.staff_id}", version=seat.version, actor=actor, at=now,
        seen_by=COLLEAGUES | staff_sees(seat.staff_id),
    )
