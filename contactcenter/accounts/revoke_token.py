"""Taking a bearer token back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import TokenRow


async def revoke_token(session: AsyncSession, *, token_id: int, now: datetime) -> bool:
    """Revoke a token. False when it was revoked already or never was."""
    done = await session.execute(
        update(TokenRow)
        .where(TokenRow.id == token_id, TokenRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(TokenRow.id)
    )
    return done.scalar_one_or_none() is not None
