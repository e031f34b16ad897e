"""Signing in with a name and a password.

The one verb that takes the database and not a session: its password is hashed between two short
transactions, because three tenths of a second inside one would stop every writer of an SQLite house.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.add_staff import LOGIN
from contactcenter.accounts.errors import SignInRefused
from contactcenter.accounts.passwords import verify_password
from contactcenter.accounts.start_session import Started, start_session
from contactcenter.accounts.tables import StaffRow
from contactcenter.accounts.throttle import count_attempt, forgive
from contactcenter.db.engine import Database


async def sign_in(
    database: Database, *, login: str, password: str, address: str, now: datetime
) -> Started:
    """A new session for the right name and password. Raises `SignInRefused` or `SlowDown`.

    `address` is the client's network address. An unknown name, a disabled account and a wrong
    password cost the same work and get the same answer.
    """
    login = login.strip().lower()
    async with database.transaction() as session:
        await count_attempt(session, login=login, address=address, now=now)
        staff = await _staff(session, login)
    if not await verify_password(staff.password_hash if staff else None, password) or staff is None:
        raise SignInRefused
    async with database.transaction() as session:
        still = await session.execute(select(StaffRow.id).where(
            StaffRow.id == staff.id,
            StaffRow.disabled_at.is_(None),
            StaffRow.password_hash == staff.password_hash,
        ))
        if still.first() is None:  # disabled, or the password changed, while we hashed
            raise SignInRefused
        await forgive(session, login=login, address=address)
        return await start_session(session, staff_id=staff.id, now=now)


async def _staff(session: AsyncSession, login: str) -> StaffRow | None:
    if not LOGIN.fullmatch(login):  # what no account can be called need not trouble the database
        return None
    return (await session.execute(
        select(StaffRow).where(StaffRow.login == login, StaffRow.disabled_at.is_(None))
    )).scalar_one_or_none()
