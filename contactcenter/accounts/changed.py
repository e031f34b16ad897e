"""Recording that an account changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.library import StaffChanged
from contactcenter.events.record import SUPERVISORS, Actor, record, staff_sees
from contactcenter.events.streams import next_version


async def changed(session: AsyncSession, *, staff_id: int, actor: Actor, now: datetime) -> None:
    """Tell the member of staff and the supervisors; their screens load the scope anew."""
    stream = f"staff:{staff_id}"
    record(
        session,
        StaffChanged(staff_id=staff_id),
        stream=stream,
        version=await next_version(session, stream),
        actor=actor,
        at=now,
        seen_by=staff_sees(staff_id) | SUPERVISORS,
    )
