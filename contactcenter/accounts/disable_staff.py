"""Taking the right to sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.end_all_sessions import end_all_sessions
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.record import SYSTEM, Actor


async def disable_staff(
    session: AsyncSession, *, staff_id: int, now: datetime, actor: Actor = SYSTEM
) -> bool:
    """Disable an account and end its sessions at once. False when it was disabled already."""
    done = await session.execute(
        update(StaffRow)
        .where(StaffRow.id == staff_id, StaffRow.disabled_at.is_(None))
        .values(disabled_at=now)
        .returning(StaffRow.id)
    )
    if done.scalar_one_or_none() is None:
        return False
    await end_all_sessions(session, staff_id=staff_id, now=now)
    await changed(session, staff_id=staff_id, actor=actor, now=now)
    return True
