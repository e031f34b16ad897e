"""A supervisor's word to all seats at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.seats import BroadcastSent
from contactcenter.events.record import Actor, record
from contactcenter.seats.presence import COLLEAGUES
from contactcenter.seats.tables import BroadcastRow
from contactcenter.shapes.board import Broadcast, BroadcastAsk
from contactcenter.tickets.errors import Forbidden, Invalid

LASTS = timedelta(hours=12)
"""So long whoever opens a console is shown it: a shift."""
SHOWN = 20


async def broadcast(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: BroadcastAsk
) -> Broadcast:
    """Say it; the same sent twice is one. Raises `Forbidden`, `Invalid`."""
    if not scope.sees_all or scope.staff_id is None:
        raise Forbidden("Only supervisors and admins speak to all seats.")
    if ask.queue_id is not None and ask.queue_id not in scope.queue_ids:
        raise Invalid("queue_id", "There is no such queue.", code="unknown")
    made = (await session.execute(
        insert_into(session, BroadcastRow).values(
            staff_id=scope.staff_id, queue_id=ask.queue_id, text=ask.text, at=now, client_id=ask.client_id,
        ).on_conflict_do_nothing().returning(BroadcastRow.id)
    )).scalar_one_or_none()
    row = (await session.execute(
        select(BroadcastRow).where(BroadcastRow.staff_id == scope.staff_id, BroadcastRow.client_id == ask.client_id)
    )).scalar_one()
    if made is not None:
        audience = COLLEAGUES if ask.queue_id is None else frozenset({f"q:{ask.queue_id}"})
        record(session, BroadcastSent(broadcast_id=row.id, queue_id=ask.queue_id), stream=f"broadcast:{row.id}",
               version=1, actor=actor, at=now, seen_by=audience)
    return _shape(row, scope.name)


async def broadcasts(session: AsyncSession, *, scope: Scope, now: datetime) -> list[Broadcast]:
    """What others said to this viewer within a shift, newest first. Who belongs to no queue is told nothing."""
    if not scope.queue_ids:
        return []
    rows = (await session.execute(
        select(BroadcastRow, StaffRow.name).join(StaffRow, StaffRow.id == BroadcastRow.staff_id)
        .where(BroadcastRow.at > now - LASTS, BroadcastRow.staff_id != scope.staff_id)
        .where(or_(BroadcastRow.queue_id.is_(None), BroadcastRow.queue_id.in_(sorted(scope.queue_ids))))
        .order_by(BroadcastRow.at.desc(), BroadcastRow.id.desc()).limit(SHOWN)
    )).all()
    return [_shape(row, name) for row, name in rows]


def _shape(row: BroadcastRow, name: str) -> Broadcast:
    return Broadcast(id=row.id, text=row.text, by=name, at=row.at, queue_id=row.queue_id)
