"""What could not be understood: shown, and replayed once the cause is mended."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.arrivals import InboundReplayed
from contactcenter.events.record import SUPERVISORS, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.intake.tables import InboundRow
from contactcenter.shapes.pages import QuarantinedItem


async def page(
    session: AsyncSession, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[QuarantinedItem], str | None]:
    """Quarantined arrivals, newest first."""
    query = select(InboundRow).where(InboundRow.state == "quarantined")
    if cursor:
        query = query.where(InboundRow.id < _read(cursor))
    rows = (await session.execute(query.order_by(InboundRow.id.desc()).limit(limit + 1))).scalars().all()
    items = [
        QuarantinedItem(
            id=row.id, channel=row.channel, received_at=row.received_at, step=row.step or "", reason=row.reason or "",
            detail=row.detail or "", size=row.size, attempts=row.attempts,
        )
        for row in rows[:limit]
    ]
    return items, _write(rows[limit - 1].id) if len(rows) > limit else None


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


def _write(inbound_id: int) -> str:
    return urlsafe_b64encode(str(inbound_id).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        return min(int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))), 2**62)
    except ValueError:
        return 0


async def count(session: AsyncSession) -> int:
    """How many arrivals are in quarantine."""
    return int((await session.execute(
        select(func.count()).select_from(InboundRow).where(InboundRow.state == "quarantined")
    )).scalar_one())
