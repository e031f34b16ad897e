"""Saying which queue is a department's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.events.catalogue.library import QueueChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.queue.own import own_queue
from contactcenter.queue.supervised import require_supervisor
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.tickets.errors import Invalid, NotFound


async def set_own(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, department_id: int, queue_id: int
) -> None:
    """What comes to the department joins this queue from now on, its addresses with it; to the same, nothing changes.

    What waits elsewhere stays where it is. Raises `NotFound`, `Forbidden`; `Invalid` for another department's queue.
    """
    require_supervisor(scope, sees=department_id in scope.department_ids, only="say which queue is a department's own")
    department = await session.get(DepartmentRow, department_id, with_for_update=True, populate_existing=True)
    if department is None:
        raise NotFound
    queue = await session.get(QueueRow, queue_id)
    if queue is None or queue.department_id != department_id:
        raise Invalid("queue_id", "That is no queue of this department: choose one of its own.",
                      code="not_of_department")
    before = await own_queue(session, department_id)
    if before == queue_id:
        return
    if queue.retired_at is not None:
        raise Invalid("queue_id", "That queue is retired: take it back into use first, or choose another.",
                      code="queue_retired")
    department.queue_id = queue_id
    await session.execute(
        update(QueueAddressRow).where(QueueAddressRow.queue_id == before).values(queue_id=queue_id)
        .execution_options(synchronize_session=False)
    )
    stream = f"queue:{queue_id}"
    record(session, QueueChanged(queue_id=queue_id, what="own"), stream=stream,
           version=await next_version(session, stream), actor=actor, at=now, seen_by=EVERYBODY)
    await session.flush()
