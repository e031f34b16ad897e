"""Whose browser is this?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.secrets import hashed
from contactcenter.accounts.start_session import IDLE
from contactcenter.accounts.tables import SessionRow, StaffRow


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session and its member of staff."""

    staff: StaffRow
    token_hash: str
    csrf_token: str
    seen_at: datetime
    expires_at: datetime
    """When it ends however busy it is."""


async def find_session(session: AsyncSession, *, token: str, now: datetime) -> SignedIn | None:
    """The living session of a cookie, or None: unknown, ended, expired, idle or disabled."""
    found = (await session.execute(
        select(SessionRow, StaffRow)
        .join(StaffRow, StaffRow.id == SessionRow.staff_id)
        .where(
            SessionRow.token_hash == hashed(token),
            SessionRow.ended_at.is_(None),
            SessionRow.expires_at > now,
            SessionRow.seen_at > now - IDLE,
            StaffRow.disabled_at.is_(None),
        )
    )).one_or_none()
    if found is None:
        return None
    row, staff = found
    return SignedIn(staff, row.token_hash, row.csrf_token, row.seen_at, row.expires_at)
