"""Making sure that every department of the configuration has its queues and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.ensure_departments import configured_names
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.db.insert import insert_into
from contactcenter.queue.own import named, own_queue
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.settings import Department, DepartmentQueue


async def ensure_queues(session: AsyncSession, *, departments: Sequence[Department], desk_address: str) -> None:
    """A queue per department, and those that it has beside; the first department is the general desk.

    A department's addresses lead to its own queue, whichever that is by now.
    """
    for place, department in enumerate(departments):
        department_id = (await session.execute(
            select(DepartmentRow.id).where(DepartmentRow.slug == department.slug)
        )).scalar_one()
        first = await _ensure(session, department_id, department)
        for queue in department.queues:
            made = await _ensure(session, department_id, queue)
            # One that is retired stays so, and takes nothing new.
            await _lead(session, queue.addresses, (await named(session, [queue.slug])).get(queue.slug, made))
        addresses = [*department.addresses, *([desk_address] if place == 0 else [])]
        await _lead(session, addresses, await own_queue(session, department_id) or first)


async def _ensure(session: AsyncSession, department_id: int, wanted: Department | DepartmentQueue) -> int:
    names = {"name": wanted.name, "name_zh": wanted.name_zh}
    made = await session.execute(
        insert_into(session, QueueRow)
        .values(department_id=department_id, slug=wanted.slug, **names)
        .on_conflict_do_update(index_elements=[QueueRow.slug], set_=configured_names(QueueRow, **names))
        .returning(QueueRow.id)
    )
    return int(made.scalar_one())


async def _lead(session: AsyncSession, addresses: Iterable[str], queue_id: int) -> None:
    for address in addresses:
        await session.execute(
            insert_into(session, QueueAddressRow)
            .values(address=address.lower(), queue_id=queue_id)
            .on_conflict_do_update(index_elements=[QueueAddressRow.address], set_={"queue_id": queue_id})
        )
