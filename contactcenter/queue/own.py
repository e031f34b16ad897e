"""A department's own queue: what comes to the department joins it, whoever sends it there and by whatever way.

A patron who chooses the department in a form or a chat, who writes to its address, a colleague who hands over to it:
all mean this queue. Until a supervisor says otherwise (`set_own`), it is the department's first.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.db.prepared import Prepared, listed
from contactcenter.queue.tables import QueueRow

_FIRST = (
    select(func.min(QueueRow.id)).where(QueueRow.department_id == DepartmentRow.id)
    .correlate(DepartmentRow).scalar_subquery()
)
OWN = func.coalesce(DepartmentRow.queue_id, _FIRST)
_OWN = select(DepartmentRow.slug, OWN.label("own"))
_MEANT = Prepared(
    _OWN.where(DepartmentRow.slug.in_(listed("slugs"))),
    postgresql=_OWN.where(DepartmentRow.slug.in_(bindparam("slugs", expanding=True))),
)
# What is meant for a queue that is retired joins its department's own, which never is.
_QUEUES = (
    select(QueueRow.slug, case((QueueRow.retired_at.is_(None), QueueRow.id), else_=OWN).label("id"))
    .join(DepartmentRow, DepartmentRow.id == QueueRow.department_id)
)
_NAMED = Prepared(
    _QUEUES.where(QueueRow.slug.in_(listed("slugs"))),
    postgresql=_QUEUES.where(QueueRow.slug.in_(bindparam("slugs", expanding=True))),
)
_DESK = Prepared(select(OWN.label("own")).order_by(DepartmentRow.id).limit(1))


async def own_queue(session: AsyncSession, department_id: int) -> int | None:
    """A department's own queue; None: there is no such department, or it has no queue."""
    return (await session.execute(select(OWN).where(DepartmentRow.id == department_id))).scalar_one_or_none()


async def general_desk(session: AsyncSession) -> int | None:
    """The own queue of the first department: what is meant for nobody else joins it. None: nothing is set up yet."""
    found = await _DESK.scalar(session, {})
    return None if found is None else int(str(found))


async def meant_by(session: AsyncSession, slugs: Iterable[str]) -> dict[str, int]:
    """By short name, the queue that is meant: a department's own, else the one of this name. Unknown: left out."""
    wanted = set(slugs)
    if not wanted:
        return {}
    rows = await _MEANT.rows(session, {"slugs": sorted(wanted)})
    found = {row.slug: row.own for row in rows if row.own is not None}
    return {**(await named(session, wanted - set(found))), **found}


async def named(session: AsyncSession, slugs: Iterable[str]) -> dict[str, int]:
    """By short name, the very queue of that name; where that is retired, its department's own."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    return {row.slug: row.id for row in await _NAMED.rows(session, {"slugs": wanted})}
