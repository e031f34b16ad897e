"""Taking an exception away: these days are as the week says again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.hours_rules import changed, lock_hours, require_version
from contactcenter.queue.tables import QueueExceptionRow
from contactcenter.tickets.errors import NotFound


async def remove_exception(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, exception_id: int, version: int
) -> None:
    """Remove an exception.

    Raises `NotFound` (also when it is gone already), `Forbidden`, `Conflict("hours_changed")`.
    """
    row = await lock_hours(session, scope=scope, queue_id=queue_id, now=now)
    one = await session.get(QueueExceptionRow, exception_id)
    if one is None or one.queue_id != queue_id:
        raise NotFound
    require_version(row, version)
    await session.delete(one)
    await changed(session, row, what="exceptions", actor=actor, now=now)
