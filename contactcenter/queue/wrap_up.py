"""After a conversation: the seat has a moment for its notes before the next one rings."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.record import SYSTEM
from contactcenter.queue.load import loads
from contactcenter.seats.presence import lock_seat, turn


async def wrap_up(session: AsyncSession, *, staff_id: int, lasts: timedelta, now: datetime) -> bool:
    """A live inquiry of this seat was closed. Whether wrap-up begins: not while another conversation goes on."""
    try:
        seat = await lock_seat(session, staff_id)
    except LookupError:
        return False
    seat.idle_since = now
    if not lasts or seat.presence != "available" or (await loads(session, [staff_id]))[staff_id].live:
        return False
    turn(session, seat, "wrap_up", until=now + lasts, actor=SYSTEM, now=now)
    return True
