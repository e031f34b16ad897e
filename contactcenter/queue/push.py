"""Giving what waits in a list to a librarian who has room, unasked, and taking it back if they do not open it.

Locks: the seat, then the ticket (law 6). Whatever its owner does with a ticket is opening it (`tickets.row.happen`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.tickets import TicketAssigned
from contactcenter.events.record import SYSTEM
from contactcenter.queue.claim import give
from contactcenter.queue.tables import PushRow, QueueRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import lock_seat
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.tables import TicketRow

NOT_OPENED = "not_opened"
AT_ONCE = 100


async def push(session: AsyncSession, *, ticket_id: int, staff_id: int, capacity: Capacity, now: datetime) -> bool:
    """Give it to them. False when either is not (or no longer) what was decided on."""
    try:
        seat = await lock_seat(session, staff_id)
    except LookupError:
        return False
    if seat.presence != "available" or seat.alive_until <= now:
        return False
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    if ticket is None or ticket.live or ticket.lane != "waiting":
        return False
    queue = await session.get_one(QueueRow, ticket.queue_id)
    if not queue.push or (await mails_held(session, [staff_id]))[staff_id] >= capacity.mails:
        return False
    if staff_id in (await recalled_from(session, [ticket_id])).get(ticket_id, ()):
        return False  # they did not open it since that was decided
    before = audience(ticket)
    ticket.assignee_id, ticket.pushed_until = staff_id, now + timedelta(seconds=queue.push_recall_s)
    settle_lane(ticket)
    session.add(PushRow(ticket_id=ticket_id, staff_id=staff_id, queue_id=queue.id, pushed_at=now, recalled_at=None))
    happen(session, ticket, TicketAssigned(
        ticket_id=ticket_id, from_staff_id=None, to_staff_id=staff_id, reason="push",
    ), actor=SYSTEM, now=now, seen_before=before)
    # The next one goes to who was given nothing for longer.
    seat.idle_since = now
    return True


async def recall(session: AsyncSession, *, ticket_id: int, now: datetime) -> bool:
    """Its time is over and nobody has opened it: it waits in the list again. False: that is not so (any more)."""
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    if ticket is None or ticket.pushed_until is None or ticket.pushed_until > now:
        return False
    if ticket.assignee_id is None or ticket.lane != "open":
        ticket.pushed_until = None  # it was merged, or closed, by somebody else
        return False
    await session.execute(
        update(PushRow).where(PushRow.ticket_id == ticket_id, PushRow.staff_id == ticket.assignee_id)
        .where(PushRow.recalled_at.is_(None)).values(recalled_at=now)
    )
    give(session, ticket, None, actor=SYSTEM, now=now, reason=NOT_OPENED)
    return True


async def late(session: AsyncSession, *, now: datetime) -> list[int]:
    """What is to be recalled."""
    return list((await session.execute(
        # The index's own condition, word for word, or SQLite would not use it.
        select(TicketRow.id).where(text("pushed_until IS NOT NULL"), TicketRow.pushed_until <= now)
        .order_by(TicketRow.id).limit(AT_ONCE)
    )).scalars())


async def mails_held(session: AsyncSession, staff_ids: Iterable[int]) -> dict[int, int]:
    """How many open inquiries that nobody waits for at the other end each of them holds."""
    held = dict.fromkeys(sorted(set(staff_ids)), 0)
    for staff_id, count in await session.execute(
        select(TicketRow.assignee_id, func.count())
        .where(TicketRow.assignee_id.in_(held), TicketRow.lane == "open", TicketRow.live.is_(False))
        .group_by(TicketRow.assignee_id)
    ):
        held[int(str(staff_id))] = count
    return held


async def recalled_from(session: AsyncSession, ticket_ids: Iterable[int]) -> dict[int, set[int]]:
    """By ticket: who did not open it, and is not given it again."""
    found: dict[int, set[int]] = {}
    for ticket_id, staff_id in await session.execute(
        select(PushRow.ticket_id, PushRow.staff_id)
        .where(PushRow.ticket_id.in_(sorted(ticket_ids)), PushRow.recalled_at.is_not(None))
    ):
        found.setdefault(ticket_id, set()).add(staff_id)
    return found
