"""Departments, as they are named on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.commands.failure import Failure
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Settings


async def departments_of(session: AsyncSession, settings: Settings, slugs: Sequence[str]) -> list[int]:
    """The ids of these, be they of the settings or added in the console. Raises `Failure` for one that is not there."""
    await ensure_departments(session, departments=settings.departments)
    await ensure_queues(session, departments=settings.departments, desk_address=settings.mail.address)
    known = {row.slug: row.id for row in await session.execute(select(DepartmentRow.slug, DepartmentRow.id))}
    for slug in slugs:
        if slug not in known:
            raise Failure(f"There is no department {slug}. Known: {', '.join(sorted(known))}")
    return [known[slug] for slug in slugs]
