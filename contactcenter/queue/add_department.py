"""Adding a department."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.events.record import Actor
from contactcenter.queue.naming import every_department, free_slug, namesake, require_admin, tell
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk


async def add_department(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: NamesAsk) -> int:
    """A department with its own queue under its name; its id. One of both these names already: that one.

    It has no members yet (`set_member`). Raises `Forbidden`, `Conflict("name_taken")`.
    """
    require_admin(scope)
    known = namesake(await every_department(session), ask)
    if known is not None:
        return known.id
    slug = await free_slug(session, ask.name)
    department = DepartmentRow(slug=slug, name=ask.name, name_zh=ask.name_zh, named_at=now)
    session.add(department)
    await session.flush()
    queue = QueueRow(department_id=department.id, slug=slug, name=ask.name, name_zh=ask.name_zh, named_at=now)
    session.add(queue)
    await session.flush()
    await tell(session, queue_id=queue.id, what="added", actor=actor, now=now)
    return department.id
