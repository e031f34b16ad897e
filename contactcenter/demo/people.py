"""The demo's staff. Nobody of them has a password: the first page signs them in by one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import DepartmentRow, StaffRow


@dataclass(frozen=True, slots=True)
class Someone:
    """A member of the demo's staff."""

    login: str
    name: str
    role: str
    departments: tuple[str, ...]
    locale: str = "en"


STAFF = (
    Someone("rosa", "Rosa Marín", "librarian", ("general", "reference")),
    Someone("wangfang", "王芳", "librarian", ("general", "loans"), "zh-Hans"),
    Someone("ines", "Ines", "supervisor", ("general", "reference", "loans")),
    Someone("admin", "Admin", "admin", ()),
    Someone("tomas", "Tomas", "librarian", ()),
)


async def ensure_people(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """Make who is missing; ids by login."""
    departments = {row.slug: row.id for row in await session.execute(select(DepartmentRow.slug, DepartmentRow.id))}
    known = {row.login: row.id for row in await session.execute(select(StaffRow.login, StaffRow.id))}
    for one in STAFF:
        if one.login not in known:
            known[one.login] = await add_staff(
                session, login=one.login, name=one.name, role=one.role, password_hash=None, locale=one.locale, now=now
            )
            if one.departments:
                await set_membership(
                    session, staff_id=known[one.login], department_ids=[departments[slug] for slug in one.departments],
                    now=now,
                )
    return {one.login: known[one.login] for one in STAFF}
