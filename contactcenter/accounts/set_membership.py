"""Who belongs to which departments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.tables import DepartmentRow, MembershipRow, StaffRow
from contactcenter.events.record import SYSTEM, Actor


async def set_membership(
    session: AsyncSession,
    *,
    staff_id: int,
    department_ids: Iterable[int],
    now: datetime,
    actor: Actor = SYSTEM,
) -> bool:
    """Let somebody belong to exactly these departments. False when nothing changed.

    Raises `AccountError`: unknown_staff, unknown_department.
    """
    wanted = frozenset(department_ids)
    # The row's lock puts two changes of one person's memberships in order.
    locked = await session.execute(select(StaffRow.id).where(StaffRow.id == staff_id).with_for_update())
    if locked.first() is None:
        raise AccountError("unknown_staff", "There is no such member of staff.")
    known = (await session.execute(
        select(DepartmentRow.id).where(DepartmentRow.id.in_(wanted))
    )).scalars().all()
    if len(known) != len(wanted):
        raise AccountError("unknown_department", "There is no such department.")
    held = frozenset((await session.execute(
        select(MembershipRow.department_id).where(MembershipRow.staff_id == staff_id)
    )).scalars())
    if held == wanted:
        return False
    await session.execute(delete(MembershipRow).where(
        MembershipRow.staff_id == staff_id, MembershipRow.department_id.in_(held - wanted)
    ))
    if wanted - held:
        await session.execute(insert(MembershipRow), [
            {"staff_id": staff_id, "department_id": department_id}
            for department_id in sorted(wanted - held)
        ])
    await changed(session, staff_id=staff_id, actor=actor, now=now)
    return True
