"""Saying what somebody can do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.catalogue.library import SkillsChanged
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.seats.skills import stream, version_of
from contactcenter.seats.tables import SkillRow, StaffSkillRow
from contactcenter.shapes.routing import StaffSkillsAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound

STAFF = frozenset({"staff"})


async def set_skills(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, staff_id: int, ask: StaffSkillsAsk
) -> None:
    """Let somebody have exactly these skills; the same: nothing changes. It counts with the next decision.

    Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("skills_changed")`.
    """
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins change skills.")
    # The row's lock puts two changes of one person's skills in order.
    if (await session.execute(select(StaffRow.id).where(StaffRow.id == staff_id).with_for_update())).first() is None:
        raise NotFound
    wanted = {one.skill: one.level for one in ask.skills}
    if len(wanted) != len(ask.skills):
        raise Invalid("skills", "A skill stands there twice: say once how well they can do it.", code="skill_twice")
    there = set((await session.execute(select(SkillRow.slug).where(SkillRow.slug.in_(sorted(wanted))))).scalars())
    if there != set(wanted):
        raise Invalid("skills", "There is no such skill: choose one from the list, or add it.", code="unknown")
    held = {row.skill: row.level for row in await session.execute(
        select(StaffSkillRow.skill, StaffSkillRow.level).where(StaffSkillRow.staff_id == staff_id)
    )}
    if held == wanted:
        return
    version = await version_of(session, stream(staff_id))
    if ask.version != version:
        raise Conflict("skills_changed",
                       "A colleague changed these skills meanwhile. Look at theirs, then change again.", version)
    await session.execute(delete(StaffSkillRow).where(StaffSkillRow.staff_id == staff_id))
    session.add_all(StaffSkillRow(staff_id=staff_id, skill=skill, level=level) for skill, level in wanted.items())
    record(
        session, SkillsChanged(staff_id=staff_id), stream=stream(staff_id),
        version=await next_version(session, stream(staff_id)), actor=actor, at=now, seen_by=STAFF,
    )
    await session.flush()
