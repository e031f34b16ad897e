"""The demo's staff. None of them has a password: the first page signs them in by one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import DepartmentRow, StaffRow
from contactcenter.queue.scope import scope_of


@dataclass(frozen=True, slots=True)
class Someone:
    """A member of the demo's staff. `role_word` names what they do, in the demo's words."""

    login: str
    name: str
    role: str
    departments: tuple[str, ...]
    role_word: str
    locale: str = "en"


ROSA = Someone("rosa", "Rosa Marín", "librarian", ("general", "reference"), "reference_librarian")
WANG_FANG = Someone("wangfang", "王芳", "librarian", ("general", "loans"), "loans_librarian", "zh-Hans")
INES = Someone("ines", "Ines", "supervisor", ("general", "reference", "loans"), "supervisor")
ADMIN = Someone("admin", "Admin", "admin", (), "admin")
TOMAS = Someone("tomas", "Tomas", "librarian", (), "no_department")
STAFF = (ROSA, WANG_FANG, INES, ADMIN, TOMAS)


async def ensure_people(session: AsyncSession, *, now: datetime) -> dict[str, Scope]:
    """Make who is missing; what each may see, by login. Whoever is there stays as they are."""
    departments = {row.slug: row.id for row in await session.execute(select(DepartmentRow.slug, DepartmentRow.id))}
    known = set((await session.execute(select(StaffRow.login))).scalars())
    for one in STAFF:
        if one.login in known:
            continue
        staff_id = await add_staff(
            session, login=one.login, name=one.name, role=one.role, password_hash=None, locale=one.locale, now=now,
            email=f"{one.login}@library.example",
        )
        mine = [departments[slug] for slug in one.departments if slug in departments]
        if mine:
            await set_membership(session, staff_id=staff_id, department_ids=mine, now=now)
    rows = (await session.execute(
        select(StaffRow).where(StaffRow.login.in_([one.login for one in STAFF]))
    )).scalars().all()
    return {row.login: await scope_of(session, row) for row in rows}
