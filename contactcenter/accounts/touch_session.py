"""Remembering that a session is in use."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import SessionRow

EVERY = timedelta(minutes=1)
"""A write for each request would make every reader a writer."""


async def touch_session(session: AsyncSession, *, token_hash: str, now: datetime) -> bool:
    """Move `seen_at`, at most once a minute. False when that was done lately, or the session ended."""
    done = await session.execute(
        update(SessionRow)
        .where(
            SessionRow.token_hash == token_hash,
            SessionRow.ended_at.is_(None),
            SessionRow.seen_at <= now - EVERY,
        )
        .values(seen_at=now)
        .returning(SessionRow.token_hash)
    )
    return done.scalar_one_or_none() is not None
