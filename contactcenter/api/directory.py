"""The house's own people and queues, as far as a viewer may know them.

Whoever belongs to a department knows every department and queue by name, for that is where they
hand inquiries over to; it does not let them look inside. Who belongs nowhere knows only themselves.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow, MembershipRow, StaffRow
from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import belongs
from contactcenter.queue.own import OWN
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.shapes.base import Shape
from contactcenter.shapes.me import Colleague, Department, Queue

routes = Routes("House")


class Queues(Shape):
    """The queues one may hand an inquiry over to."""

    items: list[Queue]


class Colleagues(Shape):
    """Everyone of staff, those who left too: their names stand in old threads."""

    items: list[Colleague]


@routes.get("/queues")
async def list_queues(call: Call) -> Queues:
    """Every queue, with the department that owns it."""
    return Queues(items=await queues(call.session, scope=call.scope))


@routes.get("/colleagues")
async def list_colleagues(call: Call) -> Colleagues:
    """Everyone of staff."""
    return Colleagues(items=await colleagues(call.session, scope=call.scope))


async def queues(session: AsyncSession, *, scope: Scope) -> list[Queue]:
    """Every queue for those who belong somewhere."""
    if not belongs(scope):
        return []
    addresses: dict[int, list[str]] = {}
    for row in (await session.execute(select(QueueAddressRow).order_by(QueueAddressRow.address))).scalars():
        addresses.setdefault(row.queue_id, []).append(row.address)
    return [
        Queue(
            id=row.id, department_id=row.department_id, slug=row.slug, name=row.name,
            name_zh=row.name_zh, addresses=addresses.get(row.id, []), push=row.push, push_recall_s=row.push_recall_s,
            retired=row.retired_at is not None,
        )
        for row in (await session.execute(select(QueueRow).order_by(QueueRow.id))).scalars()
    ]


async def departments(session: AsyncSession, *, scope: Scope) -> list[Department]:
    """Every department for those who belong to one."""
    if not belongs(scope):
        return []
    rows = await session.execute(select(DepartmentRow, OWN.label("own")).order_by(DepartmentRow.id))
    return [
        Department(id=row.id, slug=row.slug, name=row.name, name_zh=row.name_zh, queue_id=own) for row, own in rows
    ]


async def colleagues(session: AsyncSession, *, scope: Scope) -> list[Colleague]:
    """Everyone of staff for those who belong somewhere; else only oneself."""
    query = select(StaffRow).order_by(StaffRow.name, StaffRow.id)
    if not belongs(scope):
        query = query.where(StaffRow.id == (scope.staff_id or 0))
    of: dict[int, list[int]] = {}
    for membership in (await session.execute(
        select(MembershipRow).order_by(MembershipRow.department_id)
    )).scalars():
        of.setdefault(membership.staff_id, []).append(membership.department_id)
    return [
        Colleague.model_validate({
            "id": row.id, "name": row.name, "role": row.role, "active": row.disabled_at is None,
            "department_ids": of.get(row.id, []),
        })
        for row in (await session.execute(query)).scalars()
    ]
