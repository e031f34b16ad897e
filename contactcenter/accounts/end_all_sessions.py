"""Signing a person out everywhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import SessionRow


async def end_all_sessions(
    session: AsyncSession, *, staff_id: int, now: datetime, but: str | None = None
) -> int:
    """End every session of a member of staff, save the one whose token hash is `but`. How many ended."""
    query = update(SessionRow).where(SessionRow.staff_id == staff_id, SessionRow.ended_at.is_(None))
    if but is not None:
        query = query.where(SessionRow.token_hash != but)
    ended = await session.execute(query.values(ended_at=now).returning(SessionRow.token_hash))
    return len(ended.scalars().all())
