"""Making sure that every department of the configuration has its queue and addresses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow
from contactcenter.db.insert import insert_into
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.settings import Department


async def ensure_queues(session: AsyncSession, *, departments: Sequence[Department], desk_address: str) -> None:
    """One shared queue per department; the first department is the general desk."""
    for place, department in enumerate(departments):
        department_id = (await session.execute(
            select(DepartmentRow.id).where(DepartmentRow.slug == department.slug)
        )).scalar_one()
        names = {"name": department.name, "name_zh": department.name_zh}
        queue_id = (await session.execute(
            insert_into(session, QueueRow)
            .values(department_id=department_id, slug=department.slug, **names)
            .on_conflict_do_update(index_elements=[QueueRow.slug], set_=names)
            .returning(QueueRow.id)
        )).scalar_one()
        addresses = [*department.addresses, *([desk_address] if place == 0 else [])]
        for address in addresses:
            await session.execute(
                insert_into(session, QueueAddressRow)
                .values(address=address.lower(), queue_id=queue_id)
                .on_conflict_do_update(index_elements=[QueueAddressRow.address], set_={"queue_id": queue_id})
            )
