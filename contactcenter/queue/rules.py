"""The house's rules of routing, as the database and the settings hold them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.queue.decide import Demand, Policy, QueuePolicy
from contactcenter.queue.tables import QueueRow, QueueSkillRow
from contactcenter.seats.capacity import Capacity


async def policy(session: AsyncSession, *, capacity: Capacity) -> Policy:
    """Every queue's rules."""
    demands: dict[int, list[Demand]] = {}
    for row in (await session.execute(select(QueueSkillRow).order_by(QueueSkillRow.skill))).scalars():
        demands.setdefault(row.queue_id, []).append(Demand(row.skill, row.level, _span(row.relax_after_s)))
    queues = (await session.execute(select(QueueRow))).scalars()
    return Policy({queue.id: _of(queue, demands.get(queue.id, ())) for queue in queues}, capacity)


def _of(queue: QueueRow, demands: Iterable[Demand]) -> QueuePolicy:
    return QueuePolicy(
        strategy=queue.strategy, ring=timedelta(seconds=queue.ring_s), demands=tuple(demands),
        language_relax=_span(queue.language_relax_s), overflow_to=queue.overflow_queue_id,
        overflow_after=_span(queue.overflow_after_s) or timedelta(0),
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
