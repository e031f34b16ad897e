"""Taking back that somebody became a patron."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.patrons.tables import IdentityRow, PatronRow


async def unmake(session: AsyncSession, *, patron_id: int, made_at: datetime) -> None:
    """Remove a patron who was made at this moment and has asked nothing; who was known before stays."""
    made = (await session.execute(
        select(PatronRow.id).where(PatronRow.id == patron_id, PatronRow.created_at == made_at).with_for_update()
    )).scalar_one_or_none()
    if made is None:
        return
    await session.execute(delete(IdentityRow).where(IdentityRow.patron_id == made))
    await session.execute(delete(PatronRow).where(PatronRow.id == made))
