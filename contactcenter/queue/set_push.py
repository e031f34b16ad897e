"""Whether a queue gives what waits in its list away by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.library import QueueChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.queue.supervised import require_supervisor
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import PushAsk
from contactcenter.tickets.errors import NotFound


async def set_push(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: PushAsk
) -> None:
    """Set whether, and after how long what was not opened comes back; to the same, nothing changes.

    Raises `NotFound`, `Forbidden`.
    """
    require_supervisor(scope, sees=queue_id in scope.queue_ids, only="change how a queue gives work away")
    row = await session.get(QueueRow, queue_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if (row.push, row.push_recall_s) == (ask.push, ask.recall_s):
        return
    row.push, row.push_recall_s = ask.push, ask.recall_s
    stream = f"queue:{queue_id}"
    record(session, QueueChanged(queue_id=queue_id, what="push"), stream=stream,
           version=await next_version(session, stream), actor=actor, at=now, seen_by=EVERYBODY)
