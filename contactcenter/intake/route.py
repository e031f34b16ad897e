"""Which queue a new ticket joins."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared, listed
from contactcenter.envelope import Inbound
from contactcenter.intake.work import Work, inquiries
from contactcenter.queue.own import general_desk, meant_by, named
from contactcenter.queue.tables import QueueAddressRow

BY_QUEUE = frozenset({"walk_in", "api"})
"""Ways by which staff and programs name a queue itself; by all others a department is meant."""
_BY_ADDRESS = select(QueueAddressRow.address, QueueAddressRow.queue_id)
_QUEUES = Prepared(
    _BY_ADDRESS.where(QueueAddressRow.address.in_(listed("addresses"))),
    postgresql=_BY_ADDRESS.where(QueueAddressRow.address.in_(bindparam("addresses", expanding=True))),
)


async def route(session: AsyncSession, works: Sequence[Work]) -> None:
    """Which queue a new ticket joins: that of the department the patron chose or wrote to, else the general desk."""
    fresh = [work for work in inquiries(works) if work.ticket is None]
    if not fresh:
        return
    wanted = {(work.inbound.channel in BY_QUEUE, work.inbound.queue) for work in fresh if work.inbound.queue}
    chosen = await meant_by(session, [slug for by_queue, slug in wanted if not by_queue and slug])
    said = await named(session, [slug for by_queue, slug in wanted if by_queue and slug])
    written_to = {address for work in fresh for address in _addresses(work.inbound)}
    by_address: dict[str, int] = {
        row.address: row.queue_id for row in await _QUEUES.rows(session, {"addresses": sorted(written_to)})
    } if written_to else {}
    for work in fresh:
        # The desk's own address came first: any other is more exactly meant.
        work.queue_id = (said if work.inbound.channel in BY_QUEUE else chosen).get(work.inbound.queue or "") or max(
            (by_address[one] for one in _addresses(work.inbound) if one in by_address), default=None
        )
    homeless = [work for work in fresh if work.queue_id is None]
    if homeless:
        desk = await general_desk(session)
        for work in homeless:
            work.queue_id = desk


def _addresses(inbound: Inbound) -> list[str]:
    return [one.value.lower() for one in inbound.to if one.kind == "email"]
