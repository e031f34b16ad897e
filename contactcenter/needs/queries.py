"""Reading the tree and the records."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.needs.record import flags
from contactcenter.needs.tables import NeedRow, TicketNeedRow, TransactionRow
from contactcenter.shapes.needs import Need, TicketRecord, Transaction
from contactcenter.tickets.row import see


async def needs(session: AsyncSession, *, scope: Scope) -> list[Need]:
    """The whole tree, retired needs too, for those who belong to a department; parents and siblings in order."""
    if not scope.sees_all and not scope.queue_ids:
        return []
    rows = await session.execute(select(NeedRow).order_by(NeedRow.parent_id.nulls_first(), NeedRow.place, NeedRow.id))
    return [Need.model_validate(row) for row in rows.scalars()]


async def needs_by_id(session: AsyncSession, ids: Sequence[int]) -> dict[int, Need]:
    """Some needs, for whoever was told of them."""
    if not ids:
        return {}
    rows = await session.execute(select(NeedRow).where(NeedRow.id.in_(ids)))
    return {row.id: Need.model_validate(row) for row in rows.scalars()}


async def record_of(session: AsyncSession, *, scope: Scope, ticket_id: int) -> TicketRecord:
    """A ticket's record. Raises `NotFound`."""
    await see(session, scope=scope, ticket_id=ticket_id)
    return (await records_for_all(session, [ticket_id]))[ticket_id]


async def records_for_all(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, TicketRecord]:
    """Tickets' records, the same for everyone who may see them."""
    if not ticket_ids:
        return {}
    chosen = {row.ticket_id: row.need_id for row in await session.execute(
        select(TicketNeedRow.ticket_id, TicketNeedRow.need_id).where(TicketNeedRow.ticket_id.in_(ticket_ids))
    )}
    records = {one: TicketRecord(ticket_id=one, need_id=chosen.get(one), transactions=[]) for one in ticket_ids}
    rows = await session.execute(
        select(TransactionRow)
        .where(TransactionRow.ticket_id.in_(ticket_ids), TransactionRow.removed_at.is_(None))
        .order_by(TransactionRow.id)
    )
    for row in rows.scalars():
        records[row.ticket_id or 0].transactions.append(shape(row))
    return records


def shape(row: TransactionRow) -> Transaction:
    """A transaction as it is shown."""
    return Transaction.model_validate({
        **{name: getattr(row, name) for name in Transaction.model_fields if name != "estimated"},
        "estimated": [value for value, estimated in flags(row).items() if estimated],
    })
