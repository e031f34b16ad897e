"""The departments that the configuration names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.db.insert import insert_into
from contactcenter.settings import Department


async def ensure_departments(
    session: AsyncSession, *, departments: Sequence[Department]
) -> dict[str, int]:
    """Make each department if it is missing and give it its configured names; ids by slug.

    A department that left the configuration stays: its tickets do.
    """
    ids: dict[str, int] = {}
    for department in departments:
        statement = insert_into(session, DepartmentRow).values(
            slug=department.slug, name=department.name, name_zh=department.name_zh
        )
        made = await session.execute(
            statement.on_conflict_do_update(
                index_elements=[DepartmentRow.slug],
                set_={"name": department.name, "name_zh": department.name_zh},
            ).returning(DepartmentRow.id)
        )
        ids[department.slug] = made.scalar_one()
    return ids
