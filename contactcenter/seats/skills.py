"""Which skills there are, and who has which."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.db.insert import insert_into
from contactcenter.events.tables import StreamRow
from contactcenter.seats.tables import SkillRow, StaffSkillRow
from contactcenter.shapes.routing import Skill, SkillLevel, Skills, StaffSkills

LANGUAGES = (("en", "English", "英语"), ("zh-Hans", "Chinese", "中文"))
"""The languages that the program itself speaks: by them an inquiry is known, so they are skills in every house."""


def stream(staff_id: int) -> str:
    """What somebody can do has versions of its own: of two supervisors the second hears that there was a first."""
    return f"skills:{staff_id}"


async def ensure_skills(session: AsyncSession) -> None:
    """Make sure that the languages of the house are among the skills; whatever they are called stays."""
    for slug, name, name_zh in LANGUAGES:
        await session.execute(
            insert_into(session, SkillRow).values(slug=slug, kind="language", name=name, name_zh=name_zh)
            .on_conflict_do_nothing(index_elements=[SkillRow.slug])
        )


async def known(session: AsyncSession, *, asked_for: Iterable[str] = ()) -> Skills:
    """The skills that somebody has or that are `asked_for`, languages always; and what everyone of staff can do.

    A skill that nobody has and nothing asks for is a word somebody typed once: it is not offered again.
    """
    rows = (await session.execute(
        select(SkillRow).where(or_(
            SkillRow.kind == "language", SkillRow.slug.in_(sorted(set(asked_for))),
            exists().where(StaffSkillRow.skill == SkillRow.slug),
        )).order_by(SkillRow.kind, SkillRow.name)
    )).scalars()
    return Skills(items=[Skill.model_validate(row) for row in rows], people=await _people(session))


async def of_staff(session: AsyncSession, *, staff_id: int) -> StaffSkills:
    """What one of staff can do."""
    return (await _people(session, staff_id))[0]


async def version_of(session: AsyncSession, name: str) -> int:
    """The version of a stream that has no row of its own; 0 where nothing happened in it yet."""
    found = await session.execute(select(StreamRow.version).where(StreamRow.name == name))
    return found.scalar_one_or_none() or 0


async def _people(session: AsyncSession, staff_id: int | None = None) -> list[StaffSkills]:
    query = select(StaffRow.id).where(StaffRow.disabled_at.is_(None)).order_by(StaffRow.name, StaffRow.id)
    if staff_id is not None:
        query = select(StaffRow.id).where(StaffRow.id == staff_id)
    ids = (await session.execute(query)).scalars().all()
    levels: dict[int, list[SkillLevel]] = {}
    for row in (await session.execute(
        select(StaffSkillRow).where(StaffSkillRow.staff_id.in_(ids)).order_by(StaffSkillRow.skill)
    )).scalars():
        levels.setdefault(row.staff_id, []).append(SkillLevel(skill=row.skill, level=row.level))
    versions = {row.name: row.version for row in (await session.execute(
        select(StreamRow).where(StreamRow.name.in_([stream(one) for one in ids]))
    )).scalars()}
    return [StaffSkills(staff_id=one, version=versions.get(stream(one), 0), skills=levels.get(one, [])) for one in ids]
