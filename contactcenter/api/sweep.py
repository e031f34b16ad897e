"""Forgetting what the API keeps for a day: idempotency keys, and uploads that no message named."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.api.idempotency import forget_old
from contactcenter.db.blobs import Blobs
from contactcenter.tickets.tables import UploadRow

UPLOADS_KEPT = timedelta(days=1)


async def sweep(session: AsyncSession, *, blobs: Blobs, now: datetime) -> None:
    """Remove what is older than a day. Run it now and then, at any interval."""
    await forget_old(session, now=now)
    gone = await session.execute(
        delete(UploadRow).where(UploadRow.created_at < now - UPLOADS_KEPT).returning(UploadRow.digest)
    )
    await blobs.release(session, list(gone.scalars()))
