"""What a carrier told and could not be taken in: set aside with its step and reason, put back, or dismissed (law 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.tables import SignalRow
from contactcenter.db.insert import insert_into
from contactcenter.envelope import Signal
from contactcenter.events.catalogue.arrivals import SignalDismissed, SignalQuarantined, SignalReplayed
from contactcenter.events.catalogue.event import Event
from contactcenter.events.record import SUPERVISORS, SYSTEM, Actor, record
from contactcenter.events.streams import next_version

STREAM = "quarantine"
REASON = "step_failed"
AT_ONCE = 20
_SIGNAL: Final = TypeAdapter(Signal)


async def set_aside(session: AsyncSession, *, signal: Signal, step: str, cause: Exception, now: datetime) -> None:
    """It is kept, and stands in quarantine. One that was kept before, in whichever state, is left as it is."""
    made = await session.execute(
        insert_into(session, SignalRow).values(
            key=signal.key[:160], call_id=None, kind=signal.kind, data=signal.raw, state="failed", received_at=now,
            told=_SIGNAL.dump_python(replace(signal, raw=b""), mode="json", exclude_defaults=True), attempts=1,
            step=step[:32], reason=REASON, detail=_said(cause),
        ).on_conflict_do_nothing().returning(SignalRow.id)
    )
    signal_id = made.scalar_one_or_none()
    if signal_id is not None:
        event = SignalQuarantined(signal_id=signal_id, kind=signal.kind, step=step[:32], reason=REASON)
        await _tell(session, event, now=now)


async def set_aside_again(
    session: AsyncSession, *, signal_id: int, step: str, cause: Exception, now: datetime
) -> None:
    """It was put back, and failed once more. Done already: nothing changes."""
    kind = (await session.execute(
        update(SignalRow).where(SignalRow.id == signal_id, SignalRow.state == "received").values(
            state="failed", step=step[:32], reason=REASON, detail=_said(cause), attempts=SignalRow.attempts + 1,
        ).returning(SignalRow.kind)
    )).scalar_one_or_none()
    if kind is not None:
        await _tell(session, SignalQuarantined(signal_id=signal_id, kind=kind, step=step[:32], reason=REASON), now=now)


async def put_back(
    session: AsyncSession, *, signal_ids: Sequence[int] | None, actor: Actor, now: datetime
) -> list[int]:
    """Make failed signals wait to be taken in again; all of them when no ids are given."""
    query = update(SignalRow).where(SignalRow.state == "failed", SignalRow.told.is_not(None))
    if signal_ids is not None:
        query = query.where(SignalRow.id.in_(signal_ids))
    ids = sorted((await session.execute(query.values(state="received").returning(SignalRow.id))).scalars())
    for signal_id in ids:
        await _tell(session, SignalReplayed(signal_id=signal_id), actor=actor, now=now)
    return ids


async def dismiss(session: AsyncSession, *, signal_id: int, actor: Actor, now: datetime) -> bool:
    """Nobody needs it: it leaves the quarantine, and goes when its time is over. False: it does not stand there."""
    query = update(SignalRow).where(SignalRow.id == signal_id, SignalRow.state == "failed")
    found = await session.execute(query.values(state="unknown", told=None).returning(SignalRow.id))
    if found.scalar_one_or_none() is None:
        return False
    await _tell(session, SignalDismissed(signal_id=signal_id), actor=actor, now=now)
    return True


async def waiting(session: AsyncSession) -> list[int]:
    """Those that are to be taken in again, the oldest first, some at once."""
    query = select(SignalRow.id).where(SignalRow.state == "received").order_by(SignalRow.id).limit(AT_ONCE)
    return list((await session.execute(query)).scalars())


async def told_then(session: AsyncSession, signal_id: int, *, locked: bool = True) -> Signal | None:
    """One that waits for that, as it was told when it came; None where somebody was first."""
    query = select(SignalRow).where(SignalRow.id == signal_id, SignalRow.state == "received")
    row = (await session.execute(query.with_for_update() if locked else query)).scalar_one_or_none()
    if row is None:
        return None
    signal = _SIGNAL.validate_python(row.told)
    # It happened then, whatever day it is.
    return replace(signal, raw=bytes(row.data), at=signal.at or row.received_at)


async def taken_in(session: AsyncSession, signal_id: int) -> bool:
    """Whether it is out of quarantine, and not on its way there."""
    state = (await session.execute(select(SignalRow.state).where(SignalRow.id == signal_id))).scalar_one_or_none()
    return state in ("done", "unknown")


async def _tell(session: AsyncSession, event: Event, *, now: datetime, actor: Actor = SYSTEM) -> None:
    record(session, event, stream=STREAM, version=await next_version(session, STREAM), actor=actor, at=now,
           seen_by=SUPERVISORS)


def _said(cause: Exception) -> str:
    return f"{type(cause).__name__}: {cause}"[:2000]
