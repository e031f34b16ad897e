"""What carriers told and were told goes when its time is over: both hold numbers, and nobody asks for them again.

What failed and stands in quarantine stays until somebody has replayed or dismissed it. Sets are small, and each is
found by the oldest rows alone: no index is kept for it on what callers wait for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.tables import CallRow, OrderRow, SignalRow

AT_ONCE = 500


async def forget_signals(session: AsyncSession, *, keep: timedelta, now: datetime) -> bool:
    """Remove the oldest set of signals that came before. Whether there may be more."""
    oldest = (await session.execute(
        select(SignalRow.id, SignalRow.received_at).where(SignalRow.state.in_(("done", "unknown")))
        .order_by(SignalRow.id).limit(AT_ONCE)
    )).all()
    old = [one.id for one in oldest if one.received_at <= now - keep]
    await session.execute(delete(SignalRow).where(SignalRow.id.in_(old), SignalRow.state.in_(("done", "unknown"))))
    return len(old) == AT_ONCE


async def forget_orders(session: AsyncSession, *, keep: timedelta, now: datetime) -> bool:
    """Remove the oldest set of orders that were settled before, of calls that are over. Whether there may be more."""
    oldest = (await session.execute(
        select(OrderRow.id, OrderRow.changed_at).join(CallRow, CallRow.id == OrderRow.call_id)
        .where(OrderRow.due_at.is_(None), CallRow.state == "ended").order_by(OrderRow.id).limit(AT_ONCE)
    )).all()
    old = [one.id for one in oldest if one.changed_at <= now - keep]
    await session.execute(delete(OrderRow).where(OrderRow.id.in_(old), OrderRow.due_at.is_(None)))
    return len(old) == AT_ONCE
