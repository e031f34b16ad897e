"""Adding a queue to a department."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import MembershipRow
from contactcenter.events.record import Actor
from contactcenter.queue.naming import every_department, free_slug, namesake, require_admin, tell
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, NotFound


async def add_queue(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, department_id: int, ask: NamesAsk
) -> int:
    """One more queue of a department, with the usual rules and the house's hours; its id.

    The department's members work in it at once. Its own of both these names already: that one.
    Raises `Forbidden`, `NotFound`, `Conflict("name_taken")`.
    """
    require_admin(scope)
    if all(one.id != department_id for one in await every_department(session)):
        raise NotFound
    known = namesake((await session.execute(select(QueueRow).order_by(QueueRow.id))).scalars(), ask)
    if isinstance(known, QueueRow):
        if known.department_id != department_id:
            raise Conflict("name_taken", "Another department has a queue of that name. Choose another.")
        return known.id
    queue = QueueRow(department_id=department_id, slug=await free_slug(session, ask.name), name=ask.name,
                     name_zh=ask.name_zh, named_at=now)
    session.add(queue)
    await session.flush()
    await tell(session, queue_id=queue.id, what="added", actor=actor, now=now)
    members = (await session.execute(
        select(MembershipRow.staff_id).where(MembershipRow.department_id == department_id)
        .order_by(MembershipRow.staff_id)
    )).scalars().all()
    # What they may see has grown: their screens and sockets begin anew with it.
    for staff_id in members:
        await changed(session, staff_id=staff_id, actor=actor, now=now)
    return queue.id
