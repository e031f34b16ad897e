"""The departments that the configuration names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.db.base import Base
from contactcenter.db.insert import insert_into
from contactcenter.settings import Department


async def ensure_departments(
    session: AsyncSession, *, departments: Sequence[Department]
) -> dict[str, int]:
    """Make each department if it is missing and give it its configured names; ids by slug.

    One that was named in the console keeps that name. A department that left the configuration stays: its tickets do.
    """
    ids: dict[str, int] = {}
    for department in departments:
        statement = insert_into(session, DepartmentRow).values(
            slug=department.slug, name=department.name, name_zh=department.name_zh
        )
        made = await session.execute(
            statement.on_conflict_do_update(
                index_elements=[DepartmentRow.slug],
                set_=configured_names(DepartmentRow, name=department.name, name_zh=department.name_zh),
            ).returning(DepartmentRow.id)
        )
        ids[department.slug] = made.scalar_one()
    return ids


def configured_names(table: type[Base], *, name: str, name_zh: str) -> dict[str, ColumnElement[str]]:
    """What a start calls a row that is there already: as the settings do, or as the console did."""
    its = table.__table__.c
    return {
        "name": case((its.named_at.is_(None), name), else_=its.name),
        "name_zh": case((its.named_at.is_(None), name_zh), else_=its.name_zh),
    }
