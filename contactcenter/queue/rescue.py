"""The work of who is not there any more goes back to its queue."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.tickets import TicketAssigned
from contactcenter.events.record import SYSTEM
from contactcenter.queue.claim import give
from contactcenter.queue.load import IN_CONVERSATION, IS_LIVE
from contactcenter.queue.turn import back_to_its_turn
from contactcenter.seats.capacity import CALLS
from contactcenter.seats.presence import lock_seat
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.guests import joined_by, no_guest
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.tables import TicketRow

OFF_SHIFT = "off_shift"
BESIDE = "beside"
"""The reason of what went to who was in the conversation already."""
AT_ONCE = 100


async def return_live(session: AsyncSession, *, staff_id: int, now: datetime) -> int:
    """Conversations of an empty seat ring elsewhere. How many; none where somebody sits there (again)."""
    seat = await lock_seat(session, staff_id)
    if seat.presence != "offline":
        return 0
    held = (await session.execute(
        select(TicketRow.id).where(
            IS_LIVE, TicketRow.assignee_id == staff_id, TicketRow.lane.in_(IN_CONVERSATION),
            # Whether somebody is on the telephone the carrier knows, not their browser (`calls`).
            TicketRow.channel.not_in(sorted(CALLS)), TicketRow.call_kind.is_distinct_from("out"),
        )
    )).scalars().all()
    return await _give_back(session, list(held), staff_id, now)


async def return_others(session: AsyncSession, *, after: timedelta, now: datetime) -> int:
    """Open inquiries of seats that have been empty for so long: somebody else may answer them. How many."""
    rows = (await session.execute(_left(after, now).limit(AT_ONCE))).all()
    back = 0
    for staff_id in sorted({row.assignee_id for row in rows}):
        if (await lock_seat(session, staff_id)).presence == "offline":
            back += await _give_back(session, [row.id for row in rows if row.assignee_id == staff_id], staff_id, now)
    return back


async def anything_left(session: AsyncSession, *, after: timedelta, now: datetime) -> bool:
    """Whether a look by `return_others` is worth a transaction."""
    return (await session.execute(_left(after, now).limit(1))).first() is not None


def _left(after: timedelta, now: datetime) -> Select[int, int | None]:
    return (
        select(TicketRow.id, TicketRow.assignee_id).join(SeatRow, SeatRow.staff_id == TicketRow.assignee_id)
        .where(SeatRow.presence == "offline", SeatRow.since <= now - after, TicketRow.lane == "open",
               TicketRow.waiting_key <= now - after)
    )


async def _give_back(session: AsyncSession, ticket_ids: list[int], staff_id: int, now: datetime) -> int:
    back = 0
    for ticket in (await lock(session, *ticket_ids)).values():
        if ticket.assignee_id != staff_id or ticket.lane not in IN_CONVERSATION:
            continue
        heir = await _beside(session, ticket, now)
        if heir is not None:
            before = audience(ticket)
            await no_guest(session, ticket, heir)
            give(session, ticket, heir, actor=SYSTEM, now=now, reason=BESIDE, seen_before=before)
            continue
        await back_to_its_turn(session, ticket, reason=OFF_SHIFT, actor=SYSTEM, now=now)
        before = audience(ticket)
        ticket.assignee_id = ticket.pushed_until = None
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(
            ticket_id=ticket.id, from_staff_id=staff_id, to_staff_id=None, reason=OFF_SHIFT,
        ), actor=SYSTEM, now=now, seen_before=before)
        back += 1
    return back


async def _beside(session: AsyncSession, ticket: TicketRow, now: datetime) -> int | None:
    """Who speaks with the patron of a conversation already, and is there: it stays with them."""
    joined = await joined_by(session, ticket.id) if ticket.live and ticket.guest_ids else []
    there = set((await session.execute(
        select(SeatRow.staff_id)
        .where(SeatRow.staff_id.in_(joined), SeatRow.presence != "offline", SeatRow.alive_until > now)
    )).scalars()) if joined else set()
    return next((one for one in joined if one in there), None)
