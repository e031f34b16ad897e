"""A new colleague."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.set_email import own_address
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.record import SYSTEM, Actor

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@\-]{0,99}")


async def add_staff(
    session: AsyncSession,
    *,
    login: str,
    name: str,
    role: str,
    password_hash: str | None,
    now: datetime,
    locale: str = "en",
    email: str | None = None,
    actor: Actor = SYSTEM,
) -> int:
    """Make an account and return its id; without a hash nobody can sign in to it yet.

    `password_hash` comes from `passwords.hash_password`, computed before the transaction began.
    Raises `AccountError`: login_form, login_taken, role, email_form, email_taken.
    """
    login = login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise AccountError("login_form", "A login is lower-case letters, digits and . _ @ - only.")
    if role not in ("librarian", "supervisor", "admin"):
        raise AccountError("role", "A role is librarian, supervisor or admin.")
    if (await session.execute(select(StaffRow.id).where(StaffRow.login == login))).first():
        raise AccountError("login_taken", f"There is an account {login} already.")
    address = await own_address(session, email)
    row = StaffRow(
        email=address, login=login, name=name.strip() or login, role=role, password_hash=password_hash,
        locale=locale, created_at=now,
    )
    session.add(row)
    await session.flush()
    await changed(session, staff_id=row.id, actor=actor, now=now)
    return row.id
