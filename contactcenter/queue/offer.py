"""An offer: a ticket rings at a seat until somebody accepts, declines, or the time is over.

What stands in the line is offered (`line`); what a colleague has is passed on by them (`transfer`), or they ask in
(`consult`, see `pass_on.py`): then it stays in their hands until it is accepted.

Locks: the seat, then the ticket (law 6). While a ticket rings, `tickets.offered_to` names the seat, so that it may be
seen there, and `offers` holds one row without an outcome. Who ends the offer writes both.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.offers import OfferEnded, OfferMade, Outcome
from contactcenter.events.catalogue.tickets import TicketAssigned
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.queue import waits
from contactcenter.queue.load import IN_CONVERSATION, loads
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity, fits
from contactcenter.seats.presence import lock_seat, lock_seats, turn
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.guests import joins, no_guest
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.tables import TicketRow

NO_ANSWER = "no_answer"
"""The reason of a seat that let an offer ring in vain: it is away until its librarian says otherwise."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """This ticket is to ring at that seat, for so long."""

    ticket_id: int
    staff_id: int
    ring: timedelta


async def offer(
    session: AsyncSession, proposals: Sequence[Proposal], *, capacity: Capacity, now: datetime
) -> dict[int, int]:
    """Let tickets ring at seats, each at one. The offers' ids by ticket.

    A ticket that is missing, or its seat, was not (or no longer) what was decided on. None of them keeps back another.
    """
    wanted = {one.staff_id for one in proposals}
    seats = await lock_seats(session, wanted)
    tickets = await lock(session, *(one.ticket_id for one in proposals))
    held = await loads(session, wanted)
    taken = await ringing_at(session, wanted)
    begun: list[tuple[OfferRow, TicketRow, frozenset[str]]] = []
    for one in proposals:
        seat, ticket = seats.get(one.staff_id), tickets.get(one.ticket_id)
        if seat is None or seat.presence != "available" or seat.alive_until <= now or one.staff_id in taken:
            continue
        if ticket is None or not in_line(ticket) or not fits(held[one.staff_id], ticket.channel, capacity):
            continue
        begun.append((OfferRow(
            ticket_id=ticket.id, staff_id=one.staff_id, queue_id=ticket.queue_id, channel=ticket.channel,
            waited_since=ticket.waiting_key, offered_at=now, expires_at=now + one.ring, outcome=None, ended_at=None,
            kind="line",
        ), ticket, audience(ticket)))
        ticket.offered_to = one.staff_id
        taken.add(one.staff_id)
    session.add_all(row for row, _, _ in begun)
    await session.flush()
    for row, ticket, before in begun:
        happen(session, ticket, made(row), actor=SYSTEM, now=now, seen_before=before)
    return {row.ticket_id: row.id for row, _, _ in begun}


def made(row: OfferRow) -> OfferMade:
    """The event of a new offer."""
    return OfferMade(
        ticket_id=row.ticket_id, offer_id=row.id, staff_id=row.staff_id, channel=row.channel,
        expires_at=row.expires_at, waited_since=row.waited_since, kind=row.kind, from_staff_id=row.from_staff_id,
    )


def in_line(ticket: TicketRow) -> bool:
    """Whether it stands in the line: live, in nobody's hands, ringing nowhere."""
    return ticket.live and ticket.lane == "waiting" and ticket.offered_to is None


async def accept(
    session: AsyncSession, *, offer_id: int, staff_id: int, capacity: Capacity, actor: Actor, now: datetime
) -> int:
    """Take what rings here, or join who asks. The ticket's id. Accepted already: nothing changes.

    Raises `Conflict`: gone; no_room (what they took by hand meanwhile leaves no room for it).
    """
    seat, found, ticket = await _hold(session, offer_id, staff_id)
    if found.outcome == "accepted":
        return ticket.id
    if found.outcome is not None or not _as_offered(found, ticket):
        raise Conflict("gone", "It rings here no longer: somebody has it, or it is back in the line.",
                       ticket.version)
    if not fits((await loads(session, [staff_id]))[staff_id], ticket.channel, capacity):
        raise Conflict("no_room", "You are in another conversation that leaves no room for this one: end that first.",
                       ticket.version)
    before, owner = audience(ticket), ticket.assignee_id
    seat.idle_since = now
    if found.kind == "consult":
        ticket.guest_ids = sorted({*ticket.guest_ids, staff_id})
        # A guest before it rings no longer: nobody loses sight of it in between.
        _end(session, found, ticket, "accepted", actor=actor, now=now, seen_before=before)
        await joins(session, ticket, staff_id, actor=actor, now=now)
        return ticket.id
    await waits.over(session, ticket_ids=[ticket.id], now=now)
    await no_guest(session, ticket, staff_id)
    ticket.assignee_id = staff_id
    settle_lane(ticket)
    # Theirs before it rings no longer, likewise.
    _end(session, found, ticket, "accepted", actor=actor, now=now, seen_before=before)
    happen(session, ticket, TicketAssigned(
        ticket_id=ticket.id, from_staff_id=owner, to_staff_id=staff_id,
        reason="offer" if found.kind == "line" else "transfer",
    ), actor=actor, now=now, seen_before=before)
    return ticket.id


def _as_offered(found: OfferRow, ticket: TicketRow) -> bool:
    """Whether the ticket is still where it was when it began to ring."""
    if found.kind == "line":
        return ticket.lane == "waiting"
    if not ticket.live or ticket.lane not in ("waiting", *IN_CONVERSATION):
        return False
    # Who passes it on may have gone meanwhile: then it is nobody's, and all the more to be had here.
    gone = found.kind == "transfer" and ticket.assignee_id is None
    return gone or ticket.assignee_id == found.from_staff_id


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
    # Whoever a colleague asks for may have good reasons; only what the line offers in vain says that nobody is there.
    if found.kind == "line" and seat.presence == "available":
        turn(session, seat, "away", reason=NO_ANSWER, actor=SYSTEM, now=now)
    return ticket.id


async def withdraw(session: AsyncSession, *, ticket_id: int, now: datetime, actor: Actor = SYSTEM) -> bool:
    """It rings no longer: the ticket was taken, moved, closed, or its patron or the seat is gone. False: it did not.

    `actor`: who called it off, where somebody did.
    """
    found = (await session.execute(_RINGING.where(OfferRow.ticket_id == ticket_id))).scalar_one_or_none()
    if found is None:
        return False
    _, found, ticket = await _hold(session, found.id, found.staff_id)
    if found.outcome is not None:
        return False
    _end(session, found, ticket, "withdrawn", actor=actor, now=now)
    return True


_RINGING = select(OfferRow).where(OfferRow.outcome.is_(None))


async def ringing_at(session: AsyncSession, staff_ids: Collection[int]) -> set[int]:
    """At which of these seats something rings."""
    return set((await session.execute(
        select(OfferRow.staff_id).where(OfferRow.outcome.is_(None), OfferRow.staff_id.in_(sorted(staff_ids)))
    )).scalars())


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
        ticket_id=ticket.id, offer_id=found.id, staff_id=found.staff_id, outcome=outcome, kind=found.kind,
        from_staff_id=found.from_staff_id,
    ), actor=actor, now=now, seen_before=before)
