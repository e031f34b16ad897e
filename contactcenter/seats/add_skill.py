"""Giving a new skill a name."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.seats.tables import SkillRow
from contactcenter.shapes.routing import SkillAsk
from contactcenter.tickets.errors import Forbidden, Invalid

LONGEST = 31


async def add_skill(
    session: AsyncSession, *, scope: Scope, ask: SkillAsk
) -> SkillRow:
    """The skill of this name, made where there is none: who types what is known gets what is known.

    It is a word and no more until somebody has it or a queue asks for it, so nothing is recorded.
    Raises `Forbidden`, and `Invalid` for a language that is none of the house's: nobody's inquiry would be known by it.
    """
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins change skills.")
    names = [one for one in (ask.name, ask.name_zh) if one]
    there = await _called(session, names)
    if there is not None:
        return there
    if ask.kind == "language":
        raise Invalid("kind", "Inquiries are known by Chinese and English alone; add another language as a subject.",
                      code="skill_language")
    slug = await _free(session, _slug(ask.name))
    await session.execute(
        insert_into(session, SkillRow).values(slug=slug, kind=ask.kind, name=ask.name, name_zh=ask.name_zh or ask.name)
        .on_conflict_do_nothing(index_elements=[SkillRow.slug])
    )
    return (await session.execute(select(SkillRow).where(SkillRow.slug == slug))).scalar_one()


async def _called(session: AsyncSession, names: list[str]) -> SkillRow | None:
    lowered = [name.lower() for name in names]
    return (await session.execute(
        select(SkillRow).where(or_(
            func.lower(SkillRow.name).in_(lowered), SkillRow.name_zh.in_(names), SkillRow.slug.in_(names),
        )).order_by(SkillRow.slug).limit(1)
    )).scalar_one_or_none()


def _slug(name: str) -> str:
    """Letters and digits of any script, in small letters, joined by hyphens."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return "-".join(words)[:LONGEST].strip("-") or "skill"


async def _free(session: AsyncSession, slug: str) -> str:
    taken = set((await session.execute(
        select(SkillRow.slug).where(SkillRow.slug.like(f"{slug[:LONGEST - 4]}%"))
    )).scalars())
    number, wanted = 1, slug
    while wanted in taken:
        number += 1
        wanted = f"{slug[:LONGEST - 4]}-{number}"
    return wanted
