"""Giving a queue another name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.naming import every_department, namesake, require_admin, tell
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, NotFound


async def rename_queue(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: NamesAsk
) -> None:
    """Name it in both languages; the same names: nothing changes. From now on the settings name it no more.

    Its short name stays, and so does all that refers to it. Raises `Forbidden`, `NotFound`, `Conflict("name_taken")`.
    """
    require_admin(scope)
    await every_department(session)
    queues = {one.id: one for one in (await session.execute(
        select(QueueRow).order_by(QueueRow.id).execution_options(populate_existing=True)
    )).scalars()}
    queue = queues.pop(queue_id, None)
    if queue is None:
        raise NotFound
    if namesake(queues.values(), ask) is not None:
        raise Conflict("name_taken", "Another queue has that name. Choose another.")
    if (queue.name, queue.name_zh) == (ask.name, ask.name_zh):
        return
    queue.name, queue.name_zh, queue.named_at = ask.name, ask.name_zh, now
    await tell(session, queue_id=queue_id, what="named", actor=actor, now=now)
    await session.flush()
