"""Taking a queue out of use, and back into it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.naming import every_department, require_admin, tell
from contactcenter.queue.own import own_queue
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.tables import TicketRow

OVER = ("closed", "junk", "merged")
"""Lanes of what nobody has to do anything about."""


async def retire_queue(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int) -> None:
    """It takes nothing new from now on and is offered nowhere; its tickets, reports and name stay. Twice is once.

    What comes to its addresses joins its department's own queue. Raises `Forbidden`, `NotFound`;
    `Conflict("own_queue")` for a department's own, `Conflict("queue_not_empty")`, whose detail begins with how many.
    """
    queue = await _of_an_admin(session, scope, queue_id)
    if queue.retired_at is not None:
        return
    own = await own_queue(session, queue.department_id)
    if own == queue_id:
        raise Conflict("own_queue", "What comes to its department joins this queue: choose another one for that first.")
    left = (await session.execute(
        select(func.count()).select_from(TicketRow).where(TicketRow.queue_id == queue_id, TicketRow.lane.not_in(OVER))
    )).scalar_one()
    if left:
        raise Conflict("queue_not_empty", f"{left} inquiries are open in it: close them, or hand them over, first.")
    queue.retired_at = now
    await session.execute(
        update(QueueAddressRow).where(QueueAddressRow.queue_id == queue_id).values(queue_id=own)
        .execution_options(synchronize_session=False)
    )
    await tell(session, queue_id=queue_id, what="retired", actor=actor, now=now)
    await session.flush()


async def restore_queue(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int) -> None:
    """It is in use again; in use already, nothing changes.

    Its addresses of the settings lead to it from the next start. Raises `Forbidden`, `NotFound`.
    """
    queue = await _of_an_admin(session, scope, queue_id)
    if queue.retired_at is None:
        return
    queue.retired_at = None
    await tell(session, queue_id=queue_id, what="restored", actor=actor, now=now)
    await session.flush()


async def _of_an_admin(session: AsyncSession, scope: Scope, queue_id: int) -> QueueRow:
    require_admin(scope)
    await every_department(session)
    queue = await session.get(QueueRow, queue_id, with_for_update=True, populate_existing=True)
    if queue is None:
        raise NotFound
    return queue
