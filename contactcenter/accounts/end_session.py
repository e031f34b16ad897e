"""Signing out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.secrets import hashed
from contactcenter.accounts.tables import SessionRow


async def end_session(session: AsyncSession, *, token: str, now: datetime) -> bool:
    """End the session of a cookie. False when it had ended or never was."""
    done = await session.execute(
        update(SessionRow)
        .where(SessionRow.token_hash == hashed(token), SessionRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SessionRow.token_hash)
    )
    return done.scalar_one_or_none() is not None
