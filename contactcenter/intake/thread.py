"""Which ticket an inquiry belongs to. Proof threads; a mention only links (law 10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Inbound
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.conversations import Ends, Going, claim
from contactcenter.tickets.in_hand import TicketInHand, lock_roots_in_hand
from contactcenter.tickets.tables import MessageRow, TicketRow


@dataclass(frozen=True, slots=True)
class Found:
    """`ticket`, locked: append there. `by_id`: the number it came by, which may have been merged since.

    `related`, locked: only mentioned, link the new ticket to it.
    """

    ticket: TicketInHand | None = None
    by_id: int | None = None
    related: TicketInHand | None = None


async def find_threads(session: AsyncSession, inbounds: Sequence[Inbound], *, now: datetime) -> list[Found]:
    """Where each belongs: strongest first, our own signed replies, signed addresses, then numbers that somebody typed.

    Where there are no threads, it goes on with what those two ends spoke of before (`envelope.Conversation`).
    Every ticket that is named is locked, all in the order of their ids; two that name the same share it.
    """
    stands = await _of_deliveries(session, {one for inbound in inbounds for one in inbound.thread.deliveries})
    proofs = [
        _numbers([*(stands[one] for one in inbound.thread.deliveries if one in stands), *inbound.thread.signed])
        for inbound in inbounds
    ]
    mentions = [_numbers(inbound.thread.mentioned) for inbound in inbounds]
    talks = await claim(session, {one for one in map(ends_of, inbounds) if one is not None})
    spoken = [one.ticket_id for one in talks.values() if one.ticket_id is not None]
    named = sorted({number for numbers in (*proofs, *mentions, spoken) for number in numbers})
    roots = await lock_roots_in_hand(session, named)
    written: set[tuple[int, str]] = set()
    found = []
    for proof, mentioned, inbound in zip(proofs, mentions, inbounds, strict=True):
        one = await _choose(session, roots, proof, mentioned, inbound=inbound, written=written)
        if one.ticket is None:
            one = _goes_on(talks, roots, inbound, now=now) or one
        if one.ticket is not None:
            written.add((one.ticket.id, inbound.sender.value.lower()))
        found.append(one)
    return found


async def _choose(
    session: AsyncSession, roots: Mapping[int, TicketInHand], proof: Sequence[int], mentioned: Sequence[int],
    *, inbound: Inbound, written: Collection[tuple[int, str]],
) -> Found:
    """`written`: who writes to which ticket earlier in the same set."""
    for number in proof:
        if number in roots:
            return Found(ticket=roots[number], by_id=number)
    for number in mentioned:
        if number in roots:
            root = roots[number]
            if (root.id, inbound.sender.value.lower()) in written or await takes_part(session, root.id, inbound):
                return Found(ticket=root, by_id=number)
            return Found(related=root)
    return Found()


def ends_of(inbound: Inbound) -> Ends | None:
    """The two ends between which it came, where that alone threads it."""
    talk = inbound.thread.conversation
    return None if talk is None else (inbound.channel, talk.theirs, talk.ours)


def _goes_on(
    talks: Mapping[Ends, Going], roots: Mapping[int, TicketInHand], inbound: Inbound, *, now: datetime
) -> Found | None:
    """With the ticket of before, unless that was closed and it is too long ago, or is junk.

    More junk joins it, and so do STOP, START and HELP.
    """
    ends, talk = ends_of(inbound), inbound.thread.conversation
    going = None if ends is None else talks[ends]
    root = None if going is None else roots.get(going.ticket_id or 0)
    if talk is None or going is None or root is None:
        return None
    if root.state == "junk" and not inbound.automatic and inbound.opt is None:
        return None
    if root.state == "closed" and now - (going.last_at or root.updated_at) > timedelta(seconds=talk.window_s):
        return None
    return Found(ticket=root, by_id=going.ticket_id)


def _numbers(numbers: Sequence[int]) -> list[int]:
    """Those that can be a ticket's."""
    return [one for one in numbers if 0 < one < 2**63]


async def _of_deliveries(session: AsyncSession, deliveries: Collection[int]) -> dict[int, int]:
    """The tickets in which the replies that left under these deliveries stand today."""
    known = _numbers(sorted(deliveries))
    if not known:
        return {}
    rows = (await session.execute(
        select(DeliveryRow.id, DeliveryRow.ticket_id, MessageRow.ticket_id)
        .outerjoin(MessageRow, MessageRow.id == DeliveryRow.message_id)
        .where(DeliveryRow.id.in_(known))
    )).all()
    return {delivery: stands or began for delivery, began, stands in rows}


async def takes_part(session: AsyncSession, root_id: int, inbound: Inbound) -> bool:
    """Whether the very address that wrote takes part: in this ticket or in one that was merged into it."""
    address = inbound.sender.value.lower()
    if not address:
        return False
    family = (await session.execute(
        select(TicketRow.id, TicketRow.reply_value).where(TicketRow.root_id == root_id)
    )).all()
    if any((member.reply_value or "").lower() == address for member in family):
        return True
    wrote = select(MessageRow.id).where(
        MessageRow.ticket_id.in_([member.id for member in family]), MessageRow.kind == "patron",
        func.lower(MessageRow.address) == address,
    ).limit(1)
    return (await session.execute(wrote)).scalar_one_or_none() is not None
