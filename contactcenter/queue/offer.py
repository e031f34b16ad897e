"""An offer: a ticket rings at a seat until somebody accepts, declines, or the time is over.

Locks: the seat, then the ticket (law 6). While a ticket rings, `tickets.offered_to` names the seat, so that it may be
seen there, and `offers` holds one row without an outcome. Who ends the offer writes both.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue import OfferEnded, OfferMade, Outcome, TicketAssigned
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.queue.load import loads
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity, fits
from contactcenter.seats.presence import lock_seat, turn
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.tables import TicketRow

NO_ANSWER = "no_answer"
"""The reason of a seat that let an offer ring in vain: it is away until its librarian says otherwise."""


async def offer(
    session: AsyncSession, *, ticket_id: int, staff_id: int, ring: timedelta, capacity: Capacity, now: datetime
) -> int | None:
    """Let a ticket ring at a seat. The offer's id; None when either is not (or no longer) what was decided on."""
    seat = await lock_seat(session, staff_id)
    if seat.presence != "available" or seat.alive_until <= now:
        return None
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    if ticket is None or not waits(ticket):
        return None
    held = (await loads(session, [staff_id]))[staff_id]
    if await _rings(session, staff_id) or not fits(held, ticket.channel, capacity):
        return None
    row = OfferRow(
        ticket_id=ticket_id, staff_id=staff_id, queue_id=ticket.queue_id, channel=ticket.channel,
        waited_since=ticket.waiting_key, offered_at=now, expires_at=now + ring, outcome=None, ended_at=None,
    )
    session.add(row)
    await session.flush()
    before = audience(ticket)
    ticket.offered_to = staff_id
    happen(session, ticket, OfferMade(
        ticket_id=ticket_id, offer_id=row.id, staff_id=staff_id, channel=ticket.channel, expires_at=row.expires_at,
        waited_since=row.waited_since,
    ), actor=SYSTEM, now=now, seen_before=before)
    return row.id


def waits(ticket: TicketRow) -> bool:
    """Whether it stands in the line: live, in nobody's hands, ringing nowhere."""
    return ticket.live and ticket.lane == "waiting" and ticket.offered_to is None


async def accept(session: AsyncSession, *, offer_id: int, staff_id: int, actor: Actor, now: datetime) -> int:
    """Take what rings here. The ticket's id. Accepted already: nothing changes. Raises `Conflict("gone")`."""
    seat, found, ticket = await _hold(session, offer_id, staff_id)
    if found.outcome == "accepted":
        return ticket.id
    if found.outcome is not None or ticket.lane != "waiting":
        raise Conflict("gone", "It rings here no longer: somebody has it, or it is back in the line.",
                       ticket.version)
    before = audience(ticket)
    ticket.assignee_id = staff_id
    settle_lane(ticket)
    # Theirs before it rings no longer: nobody loses sight of it in between.
    _end(session, found, ticket, "accepted", actor=actor, now=now, seen_before=before)
    happen(session, ticket, TicketAssigned(
        ticket_id=ticket.id, from_staff_id=None, to_staff_id=staff_id, reason="offer",
    ), actor=actor, now=now)
    seat.idle_since = now
    return ticket.id


async def decline(session: AsyncSession, *, offer_id: int, staff_id: int, actor: Actor, now: datetime) -> int:
    """Leave it to somebody else: it is at the head of the line again. Ended already: nothing changes."""
    _, found, ticket = await _hold(session, offer_id, staff_id)
    _end(session, found, ticket, "declined", actor=actor, now=now)
    return ticket.id


async def miss(session: AsyncSession, *, offer_id: int, now: datetime) -> int | None:
    """Nobody answered in time: it is at the head of the line again, and the seat is away. The ticket's id."""
    found = await session.get(OfferRow, offer_id)
    if found is None or found.outcome is not None or found.expires_at > now:
        return None
    seat, found, ticket = await _hold(session, offer_id, found.staff_id)
    if found.outcome is not None:
        return None
    _end(session, found, ticket, "missed", actor=SYSTEM, now=now)
    if seat.presence == "available":
        turn(session, seat, "away", reason=NO_ANSWER, actor=SYSTEM, now=now)
    return ticket.id


async def withdraw(session: AsyncSession, *, ticket_id: int, now: datetime) -> bool:
    """It rings no longer: the ticket was taken, moved, closed, or its patron or the seat is gone. False: it did not."""
    found = (await session.execute(_RINGING.where(OfferRow.ticket_id == ticket_id))).scalar_one_or_none()
    if found is None:
        return False
    _, found, ticket = await _hold(session, found.id, found.staff_id)
    if found.outcome is not None:
        return False
    _end(session, found, ticket, "withdrawn", actor=SYSTEM, now=now)
    return True


_RINGING = select(OfferRow).where(OfferRow.outcome.is_(None))


async def _rings(session: AsyncSession, staff_id: int) -> bool:
    return (await session.execute(_RINGING.where(OfferRow.staff_id == staff_id).limit(1))).first() is not None


async def _hold(session: AsyncSession, offer_id: int, staff_id: int) -> tuple[SeatRow, OfferRow, TicketRow]:
    """Seat, offer and ticket, locked in this order. Raises `NotFound` where it is not this seat's."""
    try:
        seat = await lock_seat(session, staff_id)
    except LookupError:
        raise NotFound from None
    found = (await session.execute(
        select(OfferRow).where(OfferRow.id == offer_id, OfferRow.staff_id == staff_id)
        .execution_options(populate_existing=True)
    )).scalar_one_or_none()
    if found is None:
        raise NotFound
    ticket = (await lock(session, found.ticket_id))[found.ticket_id]
    await session.refresh(found)
    return seat, found, ticket


def _end(
    session: AsyncSession, found: OfferRow, ticket: TicketRow, outcome: Outcome, *, actor: Actor, now: datetime,
    seen_before: frozenset[str] | None = None,
) -> None:
    if found.outcome is not None:
        return
    found.outcome, found.ended_at = outcome, now
    before = seen_before or audience(ticket)
    ticket.offered_to = None
    happen(session, ticket, OfferEnded(
        ticket_id=ticket.id, offer_id=found.id, staff_id=found.staff_id, outcome=outcome,
    ), actor=actor, now=now, seen_before=before)
