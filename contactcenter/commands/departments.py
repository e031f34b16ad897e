"""Departments, as they are named on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.commands.failure import EX_USAGE, Failure
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Settings


async def departments_of(session: AsyncSession, settings: Settings, slugs: Sequence[str]) -> list[int]:
    """The ids of these, be they of the settings or added in the console. Raises `Failure` for one that is not there."""
    await ensure_departments(session, departments=settings.departments)
    await ensure_queues(session, departments=settings.departments, desk_address=settings.mail.address)
    known = {row.slug: row.id for row in await session.execute(select(DepartmentRow.slug, DepartmentRow.id))}
    for slug in slugs:
        if slug not in known:
            raise Failure(f"There is no department {slug}. Known: {', '.join(sorted(known))}", EX_USAGE)
    return [known[slug] for slug in slugs]


async def slugs_of_each(
    session: AsyncSession, owner: InstrumentedAttribute[int], department: InstrumentedAttribute[int]
) -> dict[int, list[str]]:
    """The slugs of each owner's departments, in order; `owner` and `department` are columns of one table."""
    found: dict[int, list[str]] = {}
    query = select(owner, DepartmentRow.slug).join(DepartmentRow, DepartmentRow.id == department)
    for owner_id, slug in await session.execute(query.order_by(DepartmentRow.slug)):
        found.setdefault(owner_id, []).append(slug)
    return found
