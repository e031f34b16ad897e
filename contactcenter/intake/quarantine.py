"""What could not be understood: shown as one list, and replayed once the cause is mended.

Arrivals (`inbound`) and what carriers told of calls (`call_signals`) are kept, numbered and taken in apart.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from heapq import merge

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.tables import SignalRow
from contactcenter.events.catalogue.arrivals import InboundReplayed
from contactcenter.events.record import SUPERVISORS, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.intake.tables import InboundRow
from contactcenter.shapes.pages import QuarantinedItem

CALLS = "phone"
"""The channel that signals belong to."""
FIRST = 2**62


async def page(
    session: AsyncSession, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[QuarantinedItem], str | None]:
    """What is in quarantine, newest first."""
    arrival, signal = _read(cursor) if cursor else (FIRST, FIRST)
    arrivals = await _arrivals(session, before=arrival, limit=limit + 1)
    signals = await _signals(session, before=signal, limit=limit + 1)
    items = list(merge(arrivals, signals, key=lambda item: item.received_at, reverse=True))
    for item in items[:limit]:
        if item.kind == "arrival":
            arrival = item.id
        else:
            signal = item.id
    return items[:limit], _write(arrival, signal) if len(items) > limit else None


async def _arrivals(session: AsyncSession, *, before: int, limit: int) -> list[QuarantinedItem]:
    query = select(InboundRow).where(InboundRow.state == "quarantined", InboundRow.id < before)
    rows = (await session.execute(query.order_by(InboundRow.id.desc()).limit(limit))).scalars()
    return [
        QuarantinedItem(
            kind="arrival", id=row.id, channel=row.channel, carrier="", signal="", received_at=row.received_at,
            step=row.step or "", reason=row.reason or "", detail=row.detail or "", size=row.size, attempts=row.attempts,
            replayable=True,
        )
        for row in rows
    ]


async def _signals(session: AsyncSession, *, before: int, limit: int) -> list[QuarantinedItem]:
    query = select(SignalRow).where(SignalRow.state == "failed", SignalRow.id < before)
    rows = (await session.execute(query.order_by(SignalRow.id.desc()).limit(limit))).scalars()
    return [
        QuarantinedItem(
            kind="signal", id=row.id, channel=CALLS, carrier=str((row.told or {}).get("carrier", "")), signal=row.kind,
            received_at=row.received_at, step=row.step or "", reason=row.reason or "", detail=row.detail or "",
            size=len(row.data), attempts=row.attempts, replayable=row.told is not None,
        )
        for row in rows
    ]


async def put_back(
    session: AsyncSession, *, inbound_ids: Sequence[int] | None, actor: Actor, now: datetime
) -> list[int]:
    """Make quarantined arrivals wait to be understood again; all of them when no ids are given."""
    query = update(InboundRow).where(InboundRow.state == "quarantined")
    if inbound_ids is not None:
        query = query.where(InboundRow.id.in_(inbound_ids))
    ids = sorted((await session.execute(query.values(state="received").returning(InboundRow.id))).scalars())
    for inbound_id in ids:
        record(session, InboundReplayed(inbound_id=inbound_id, ticket_id=None), stream="quarantine",
               version=await next_version(session, "quarantine"), actor=actor, at=now, seen_by=SUPERVISORS)
    return ids


def _write(arrival: int, signal: int) -> str:
    """How far both have been shown."""
    return urlsafe_b64encode(f"{arrival}.{signal}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, int]:
    """Of a cursor that is none: nothing is older."""
    try:
        arrival, _, signal = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        return min(int(arrival), FIRST), min(int(signal), FIRST)
    except ValueError:
        return 0, 0


async def count(session: AsyncSession) -> int:
    """How much is in quarantine."""
    return sum((await counts(session)).values())


async def counts(session: AsyncSession) -> dict[str, int]:
    """How much, by kind: `arrival`, `signal`."""
    arrivals = select(func.count()).select_from(InboundRow).where(InboundRow.state == "quarantined")
    signals = select(func.count()).select_from(SignalRow).where(SignalRow.state == "failed")
    found = (await session.execute(select(arrivals.scalar_subquery(), signals.scalar_subquery()))).one()
    return {"arrival": int(found[0]), "signal": int(found[1])}
