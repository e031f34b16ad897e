"""Letting somebody belong to a department, or no longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import DepartmentRow, MembershipRow, StaffRow
from contactcenter.events.record import Actor
from contactcenter.queue.naming import require_admin
from contactcenter.tickets.errors import NotFound


async def set_member(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, department_id: int, staff_id: int, member: bool
) -> bool:
    """Whether they belong to it, from now on; False when that was so already.

    What they have in their hands stays theirs when they leave. Raises `Forbidden`, `NotFound`.
    """
    require_admin(scope)
    # The row's lock: two changes of one person's memberships add up.
    staff = await session.get(StaffRow, staff_id, with_for_update=True)
    if staff is None or staff.disabled_at is not None or await session.get(DepartmentRow, department_id) is None:
        raise NotFound
    held = set((await session.execute(
        select(MembershipRow.department_id).where(MembershipRow.staff_id == staff_id)
    )).scalars())
    wanted = held | {department_id} if member else held - {department_id}
    return await set_membership(session, staff_id=staff_id, department_ids=wanted, now=now, actor=actor)
