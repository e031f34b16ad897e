"""Forgetting sessions and failed sign-ins that no longer matter."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.start_session import IDLE
from contactcenter.accounts.tables import FailedSignInRow, SessionRow
from contactcenter.accounts.throttle import FORGET_AFTER

KEEP_ENDED = timedelta(days=30)
"""Long enough to answer "was it I who was signed in then?"."""


async def sweep(session: AsyncSession, *, now: datetime) -> None:
    """Remove what is too old to be used or asked about. Run it now and then, at any interval."""
    await session.execute(delete(FailedSignInRow).where(FailedSignInRow.last_at < now - FORGET_AFTER))
    await session.execute(delete(SessionRow).where(or_(
        SessionRow.expires_at < now - KEEP_ENDED,
        SessionRow.ended_at < now - KEEP_ENDED,
        SessionRow.seen_at < now - IDLE - KEEP_ENDED,
    )))
