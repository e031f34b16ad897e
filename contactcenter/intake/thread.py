"""Which ticket an inquiry belongs to. Proof threads; a mention only links (law 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Inbound
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.in_hand import TicketInHand, lock_root_in_hand
from contactcenter.tickets.tables import MessageRow, TicketRow


@dataclass(frozen=True, slots=True)
class Found:
    """`ticket`, locked: append there. `by_id`: the number it came by, which may have been merged since.

    `related_id`: only mentioned, link the new ticket to it.
    """

    ticket: TicketInHand | None = None
    by_id: int | None = None
    related_id: int | None = None


async def find_thread(session: AsyncSession, *, inbound: Inbound) -> Found:
    """Strongest first: our own signed replies, signed addresses, then numbers that somebody typed."""
    for ticket_id in (*await _of_deliveries(session, inbound.thread.deliveries), *inbound.thread.signed):
        root = await _root(session, ticket_id)
        if root is not None:
            return Found(ticket=root, by_id=ticket_id)
    for number in inbound.thread.mentioned:
        root = await _root(session, number)
        if root is None:
            continue
        if await _takes_part(session, root, inbound):
            return Found(ticket=root, by_id=number)
        return Found(related_id=root.id)
    return Found()


async def _root(session: AsyncSession, ticket_id: int) -> TicketInHand | None:
    """The ticket that answers for this one today, locked."""
    return await lock_root_in_hand(session, ticket_id) if 0 < ticket_id < 2**63 else None


async def _of_deliveries(session: AsyncSession, deliveries: Sequence[int]) -> list[int]:
    """Tickets in which the replies that left under these deliveries stand today."""
    known = [one for one in deliveries if 0 < one < 2**63]
    if not known:
        return []
    rows = (await session.execute(
        select(DeliveryRow.id, DeliveryRow.ticket_id, MessageRow.ticket_id)
        .outerjoin(MessageRow, MessageRow.id == DeliveryRow.message_id)
        .where(DeliveryRow.id.in_(known))
    )).all()
    by_id = {delivery: stands or began for delivery, began, stands in rows}
    return [by_id[one] for one in known if one in by_id]


async def _takes_part(session: AsyncSession, ticket: TicketInHand, inbound: Inbound) -> bool:
    """Whether the very address that wrote takes part: in this ticket or in one that was merged into it."""
    address = inbound.sender.value.lower()
    if not address:
        return False
    family = (await session.execute(
        select(TicketRow.id, TicketRow.reply_value).where(TicketRow.root_id == ticket.id)
    )).all()
    if any((member.reply_value or "").lower() == address for member in family):
        return True
    wrote = select(MessageRow.id).where(
        MessageRow.ticket_id.in_([member.id for member in family]), MessageRow.kind == "patron",
        func.lower(MessageRow.address) == address,
    ).limit(1)
    return (await session.execute(wrote)).scalar_one_or_none() is not None
