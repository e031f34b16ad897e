"""A new password; every other session of its owner ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.end_all_sessions import end_all_sessions
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.tables import StaffRow


async def change_password(
    session: AsyncSession, *, staff_id: int, password_hash: str, now: datetime, but: str | None = None
) -> None:
    """Keep a hash from `passwords.hash_password`. `but` is the token hash of the session that stays.

    Raises `AccountError`: unknown_staff.
    """
    done = await session.execute(
        update(StaffRow)
        .where(StaffRow.id == staff_id)
        .values(password_hash=password_hash)
        .returning(StaffRow.id)
    )
    if done.scalar_one_or_none() is None:
        raise AccountError("unknown_staff", "There is no such member of staff.")
    await end_all_sessions(session, staff_id=staff_id, now=now, but=but)
