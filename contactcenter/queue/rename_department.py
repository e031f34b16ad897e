"""Giving a department another name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.naming import every_department, namesake, require_admin, tell
from contactcenter.queue.own import own_queue
from contactcenter.queue.rename_queue import rename_queue
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, NotFound


async def rename_department(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, department_id: int, ask: NamesAsk
) -> None:
    """Name it in both languages; a queue of it that bore its name takes the new one, too. The same: nothing changes.

    From now on the settings name it no more. Raises `Forbidden`, `NotFound`, `Conflict("name_taken")`.
    """
    require_admin(scope)
    departments = {one.id: one for one in await every_department(session)}
    department = departments.pop(department_id, None)
    if department is None:
        raise NotFound
    if namesake(departments.values(), ask) is not None:
        raise Conflict("name_taken", "Another department has that name. Choose another.")
    before = (department.name, department.name_zh)
    if before == (ask.name, ask.name_zh):
        return
    department.name, department.name_zh, department.named_at = ask.name, ask.name_zh, now
    await session.flush()
    queues = (await session.execute(
        select(QueueRow).where(QueueRow.department_id == department_id).order_by(QueueRow.id)
    )).scalars().all()
    alike = [one for one in queues if (one.name, one.name_zh) == before]
    for queue in alike:
        await rename_queue(session, scope=scope, actor=actor, now=now, queue_id=queue.id, ask=ask)
    own = await own_queue(session, department_id)
    if own is not None and all(one.id != own for one in alike):
        await tell(session, queue_id=own, what="named", actor=actor, now=now)
    await session.flush()
