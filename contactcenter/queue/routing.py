"""A queue's rules of routing as people read them, with what of them nobody can meet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import MembershipRow, StaffRow
from contactcenter.queue.tables import QueueRow, QueueSkillRow
from contactcenter.seats.skills import LANGUAGES, version_of
from contactcenter.seats.tables import StaffSkillRow
from contactcenter.shapes.routing import QueueRouting, RoutingWarning, SkillDemand
from contactcenter.tickets.errors import NotFound


def stream(queue_id: int) -> str:
    """The rules of routing have versions of their own: who keeps the hours is not in the way of who keeps these."""
    return f"routing:{queue_id}"


async def routing_of(session: AsyncSession, *, queue_id: int) -> QueueRouting:
    """The rules. Raises `NotFound`."""
    row = await session.get(QueueRow, queue_id)
    if row is None:
        raise NotFound
    demands = await demands_of(session, queue_id)
    return QueueRouting(
        queue_id=queue_id, version=await version_of(session, stream(queue_id)), strategy=row.strategy,
        ring_s=row.ring_s, priority=row.priority, overflow_queue_id=row.overflow_queue_id,
        overflow_after_s=row.overflow_after_s, knows_first=row.knows_first, by_language=row.by_language,
        language_relax_s=row.language_relax_s, skills=demands, warnings=await _warnings(session, row, demands),
    )


async def demands_of(session: AsyncSession, queue_id: int) -> list[SkillDemand]:
    """The skills that a queue asks for."""
    rows = (await session.execute(
        select(QueueSkillRow).where(QueueSkillRow.queue_id == queue_id).order_by(QueueSkillRow.skill)
    )).scalars()
    found = [SkillDemand(skill=row.skill, level=row.level, relax_after_s=row.relax_after_s) for row in rows]
    # As Python orders them, so that what is asked for can be compared with what is there.
    return sorted(found, key=lambda one: one.skill)


async def every_demand(session: AsyncSession) -> set[str]:
    """The skills that any queue asks for."""
    return set((await session.execute(select(QueueSkillRow.skill).distinct())).scalars())


async def _warnings(session: AsyncSession, row: QueueRow, demands: Iterable[SkillDemand]) -> list[RoutingWarning]:
    """Rules are kept as they are said; who says what nobody can meet is told so."""
    members = await _members(session, row.id)
    if not members:
        return [RoutingWarning(code="queue_empty")]
    able = await _levels(session, members | (await _members(session, row.overflow_queue_id or 0)))
    found = []
    for demand in demands:
        best = max((levels.get(demand.skill, 0) for levels in able), default=0)
        if best == 0:
            found.append(RoutingWarning(code="nobody_has_skill", skill=demand.skill))
        elif best < demand.level:
            found.append(RoutingWarning(code="nobody_at_level", skill=demand.skill))
    if row.by_language:
        found += [RoutingWarning(code="nobody_speaks", skill=slug) for slug, _, _ in LANGUAGES
                  if not any(levels.get(slug) for levels in able)]
    if row.overflow_queue_id is not None and not await _members(session, row.overflow_queue_id):
        found.append(RoutingWarning(code="overflow_empty"))
    return found


async def _members(session: AsyncSession, queue_id: int) -> set[int]:
    return set((await session.execute(
        select(MembershipRow.staff_id).join(QueueRow, QueueRow.department_id == MembershipRow.department_id)
        .join(StaffRow, StaffRow.id == MembershipRow.staff_id)
        .where(QueueRow.id == queue_id, StaffRow.disabled_at.is_(None))
    )).scalars())


async def _levels(session: AsyncSession, staff_ids: Iterable[int]) -> list[dict[str, int]]:
    levels: dict[int, dict[str, int]] = {}
    for row in (await session.execute(
        select(StaffSkillRow).where(StaffSkillRow.staff_id.in_(sorted(staff_ids)))
    )).scalars():
        levels.setdefault(row.staff_id, {})[row.skill] = row.level
    return list(levels.values())
