"""A member of staff's scope: which queues are theirs to see."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import MembershipRow, StaffRow
from contactcenter.queue.tables import QueueRow


async def scope_of(session: AsyncSession, staff: StaffRow) -> Scope:
    """What this member of staff may see now."""
    departments = frozenset((await session.execute(
        select(MembershipRow.department_id).where(MembershipRow.staff_id == staff.id)
    )).scalars())
    return await scope_for(session, staff_id=staff.id, name=staff.name, role=staff.role, department_ids=departments)


async def scope_for(
    session: AsyncSession, *, staff_id: int | None, name: str, role: str, department_ids: frozenset[int]
) -> Scope:
    """The scope of a role in departments (a program's token has no staff id)."""
    query = select(QueueRow.id)
    if role == "librarian":
        query = query.where(QueueRow.department_id.in_(department_ids))
    queue_ids = frozenset((await session.execute(query)).scalars())
    return Scope(staff_id=staff_id, name=name, role=role, queue_ids=queue_ids, department_ids=department_ids)
