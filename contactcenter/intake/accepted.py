"""What is kept and not understood yet, found again by what the wire said beside it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.intake.tables import InboundRow


async def waiting(session: AsyncSession, *, channel: str, meta: Mapping[str, str]) -> int | None:
    """The oldest arrival of a channel that nobody has understood yet and of which the wire said this; its id."""
    rows = await session.execute(
        select(InboundRow.id, InboundRow.meta).where(InboundRow.state == "received", InboundRow.channel == channel)
        .order_by(InboundRow.id)
    )
    return next((row.id for row in rows if meta.items() <= row.meta.items()), None)
