"""Saying how a queue's live inquiries are offered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.library import QueueChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.queue.routing import demands_of, stream
from contactcenter.queue.supervised import require_supervisor
from contactcenter.queue.tables import QueueRow, QueueSkillRow
from contactcenter.seats.skills import version_of
from contactcenter.seats.tables import SkillRow
from contactcenter.shapes.routing import RoutingAsk
from contactcenter.tickets.errors import Conflict, Invalid, NotFound


async def set_routing(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: RoutingAsk
) -> None:
    """Set a queue's rules; to the same, nothing changes. Every router follows with its next decision.

    Raises `NotFound`, `Forbidden`, `Conflict("routing_changed")`, `Conflict("overflow_loop")` for an overflow that
    would lead back to where it came from, and `Invalid` for an unknown queue or skill, or one that stands there twice.
    """
    require_supervisor(scope, sees=queue_id in scope.queue_ids, only="change the rules of routing")
    # All of them, in one order: of two that would together make a circle the second must see the first.
    rows = {row.id: row for row in (await session.execute(
        select(QueueRow).order_by(QueueRow.id).with_for_update().execution_options(populate_existing=True)
    )).scalars()}
    row = rows.get(queue_id)
    if row is None:
        raise NotFound
    await _require_sound(session, rows, queue_id, ask)
    wanted = {
        "strategy": ask.strategy, "ring_s": ask.ring_s, "priority": ask.priority,
        "overflow_queue_id": ask.overflow_queue_id,
        "overflow_after_s": None if ask.overflow_queue_id is None else ask.overflow_after_s or 0,
        "knows_first": ask.knows_first, "by_language": ask.by_language,
        "language_relax_s": ask.language_relax_s if ask.by_language else None,
    }
    demands = sorted(ask.skills, key=lambda one: one.skill)
    if all(getattr(row, name) == value for name, value in wanted.items()) and \
            await demands_of(session, queue_id) == demands:
        return
    version = await version_of(session, stream(queue_id))
    if ask.version != version:
        raise Conflict("routing_changed",
                       "A colleague changed these rules meanwhile. Look at theirs, then change again.", version)
    for name, value in wanted.items():
        setattr(row, name, value)
    await session.execute(delete(QueueSkillRow).where(QueueSkillRow.queue_id == queue_id))
    session.add_all(QueueSkillRow(queue_id=queue_id, **one.model_dump()) for one in demands)
    record(
        session, QueueChanged(queue_id=queue_id, what="routing"), stream=stream(queue_id),
        version=await next_version(session, stream(queue_id)), actor=actor, at=now, seen_by=EVERYBODY,
    )
    await session.flush()


async def _require_sound(session: AsyncSession, rows: dict[int, QueueRow], queue_id: int, ask: RoutingAsk) -> None:
    slugs = {one.skill for one in ask.skills}
    if len(slugs) != len(ask.skills):
        raise Invalid("skills", "A skill stands there twice: ask for it once.", code="skill_twice")
    there = set((await session.execute(select(SkillRow.slug).where(SkillRow.slug.in_(sorted(slugs))))).scalars())
    if there != slugs:
        raise Invalid("skills", "There is no such skill: choose one from the list, or add it.", code="unknown")
    if ask.overflow_queue_id is None:
        return
    if ask.overflow_queue_id not in rows:
        raise Invalid("overflow_queue_id", "There is no such queue: choose one from the list.", code="unknown")
    seen, at = {queue_id}, ask.overflow_queue_id
    while at is not None:
        if at in seen:
            raise Conflict(
                "overflow_loop", "That queue overflows back into this one: they would only hand the same waiting on to "
                "each other. Choose another queue, or change that one first.",
            )
        seen.add(at)
        following = rows[at].overflow_queue_id if at in rows else None
        if following is None:
            return
        at = following
