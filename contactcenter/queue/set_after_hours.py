"""What a queue does with inquiries while it is closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.hours_rules import changed, lock_hours, require_version
from contactcenter.shapes.hours import AfterHoursAsk


async def set_after_hours(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: AfterHoursAsk
) -> None:
    """Set what a chat does and whether acknowledgements say when somebody will read; to the same, nothing changes.

    Raises `NotFound`, `Forbidden`, `Conflict("hours_changed")`.
    """
    row = await lock_hours(session, scope=scope, queue_id=queue_id, now=now)
    if (row.chat, row.tells_when) == (ask.chat, ask.tells_when):
        return
    require_version(row, ask.version)
    row.chat, row.tells_when = ask.chat, ask.tells_when
    await changed(session, row, what="after_hours", actor=actor, now=now)
