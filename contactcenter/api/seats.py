"""Seats, and what rings at mine."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from contactcenter.api.route import Call, Routes
from contactcenter.api.row import row_of
from contactcenter.events import tail
from contactcenter.queue.load import loads
from contactcenter.queue.next import take_next
from contactcenter.queue.offer import accept, decline
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity, has_room
from contactcenter.seats.presence import choose
from contactcenter.seats.tables import SeatRow
from contactcenter.shapes.me import Seat, SeatAsk, Seats
from contactcenter.shapes.tickets import ListedTicket, Offer, Offers
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid
from contactcenter.tickets.listed import listed_many

routes = Routes("Seats")


@routes.get("/seats")
async def list_seats(call: Call) -> Seats:
    """Who sits where, and what they are ready for."""
    position = await tail.head(call.session)
    rows = (await call.session.execute(select(SeatRow).order_by(SeatRow.staff_id))).scalars().all()
    if not call.scope.queue_ids:
        rows = [row for row in rows if row.staff_id == call.scope.staff_id]
    return Seats(items=await _seats(call, rows), now=call.now, position=position)


@routes.put("/me/seat", problems=(403,))
async def choose_presence(call: Call, ask: SeatAsk) -> Seat:
    """Say what I am ready for: available, busy, away, wrap_up or offline."""
    staff_id = _mine(call)
    reasons = {one.code for one in call.house.settings.seats.away_reasons}
    if ask.presence == "away" and ask.reason is not None and ask.reason not in reasons:
        raise Invalid("reason", f"No such reason: one of {', '.join(sorted(reasons))}.", code="unknown")
    row = await choose(call.session, staff_id=staff_id, presence=ask.presence, reason=ask.reason, now=call.now)
    return (await _seats(call, [row]))[0]


@routes.get("/me/offers", problems=(403,))
async def my_offers(call: Call) -> Offers:
    """What rings at my seat now."""
    position = await tail.head(call.session)
    rows = (await call.session.execute(
        select(OfferRow).where(OfferRow.staff_id == _mine(call), OfferRow.outcome.is_(None)).order_by(OfferRow.id)
    )).scalars().all()
    tickets = {one.id: one for one in await listed_many(
        call.session, scope=call.scope, ids=[row.ticket_id for row in rows]
    )}
    return Offers(items=[
        Offer(id=row.id, kind=row.kind, from_staff_id=row.from_staff_id, ticket=tickets[row.ticket_id],
              waited_since=row.waited_since, offered_at=row.offered_at, expires_at=row.expires_at)
        for row in rows if row.ticket_id in tickets
    ], now=call.now, position=position)


@routes.post("/offers/{offer_id}/accept", problems=(403, 409))
async def accept_offer(call: Call, offer_id: int) -> ListedTicket:
    """Take what rings; 409 `gone` when it rings here no longer, `no_room` when there is no room for it any more."""
    ticket_id = await accept(
        call.session, offer_id=offer_id, staff_id=_mine(call),
        capacity=Capacity.of(call.house.settings.seats), actor=call.actor, now=call.now,
    )
    return await row_of(call, ticket_id)


@routes.post("/offers/{offer_id}/decline", problems=(403,))
async def decline_offer(call: Call, offer_id: int) -> None:
    """Leave it to somebody else: it comes back to the head of the line."""
    await decline(call.session, offer_id=offer_id, staff_id=_mine(call), actor=call.actor, now=call.now)


@routes.post("/me/next", problems=(403, 409))
async def take_next_ticket(call: Call) -> ListedTicket:
    """Take the inquiry of my lists whose turn it is; 409 `nothing_waits` when there is none that I may serve."""
    ticket_id = await take_next(
        call.session, scope=call.scope, actor=call.actor, now=call.now,
        capacity=Capacity.of(call.house.settings.seats),
    )
    if ticket_id is None:
        raise Conflict("nothing_waits", "Nothing waits in your queues' lists that you may take.")
    return await row_of(call, ticket_id)


def _mine(call: Call) -> int:
    if call.scope.staff_id is None:
        raise Forbidden("A program's token has no seat: this is for people who signed in.")
    return call.scope.staff_id


async def _seats(call: Call, rows: Sequence[SeatRow]) -> list[Seat]:
    staff_ids = [row.staff_id for row in rows]
    held, capacity = await loads(call.session, staff_ids), Capacity.of(call.house.settings.seats)
    rung = set((await call.session.execute(
        select(OfferRow.staff_id).where(OfferRow.staff_id.in_(staff_ids), OfferRow.outcome.is_(None))
    )).scalars())
    return [
        Seat(staff_id=row.staff_id, presence=row.presence, reason=row.reason, since=row.since, until=row.until,
             chats=held[row.staff_id].chats, calls=held[row.staff_id].calls,
             has_room=has_room(held[row.staff_id], capacity), rings=row.staff_id in rung)
        for row in rows
    ]
