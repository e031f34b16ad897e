"""Passing a conversation on to a colleague's seat: it rings there, and stays in the owner's hands until they answer.

Cold (`transfer`): who accepts has it. Warm (`consult`): who accepts speaks with the patron beside the owner, who then
hands over, or lets them go. What is not accepted stays with its owner; if they have gone meanwhile, it is back in the
line where it stood (`turn.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.claim import give
from contactcenter.queue.load import IN_CONVERSATION, loads
from contactcenter.queue.offer import made, ringing_at, withdraw
from contactcenter.queue.tables import OfferRow, QueueRow
from contactcenter.queue.waits import over
from contactcenter.seats.capacity import Capacity, fits
from contactcenter.seats.presence import lock_seat
from contactcenter.tickets.errors import Conflict, Invalid, NotFound
from contactcenter.tickets.guests import joined_by, no_guest
from contactcenter.tickets.row import audience, happen, lock_visible, refuse_merged
from contactcenter.tickets.tables import TicketRow

Way = Literal["transfer", "consult"]
READY: dict[Way, tuple[str, ...]] = {"transfer": ("available",), "consult": ("available", "busy", "wrap_up")}
"""What a seat must be so that it rings there; a colleague's advice may be asked for at any time that they sit there."""


async def ring_at(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int, way: Way,
    capacity: Capacity,
) -> int:
    """Let a live ticket that somebody has ring at a colleague's seat. The offer's id.

    Raises `Conflict`: not_live, rings_already (somewhere), rings (something else there), wrap_up (of their last
    conversation), not_there, full.
    """
    try:
        seat = await lock_seat(session, staff_id)
    except LookupError:
        raise Conflict("not_there", "They do not sit at the console: choose somebody who is there.") from None
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if not ticket.live or ticket.lane not in IN_CONVERSATION or ticket.assignee_id is None:
        raise Conflict("not_live", "There is no conversation to pass on: nobody is at the other end, or nobody has it.",
                       ticket.version)
    if ticket.assignee_id == staff_id:
        raise Invalid("staff_id", "They have it already.", code="theirs_already")
    if ticket.offered_to is not None:
        raise Conflict("rings_already", "It rings at somebody already: wait for their answer, or call it off.",
                       ticket.version)
    if await ringing_at(session, [staff_id]):
        raise Conflict("rings", "Something else rings there: try again when it is over.", ticket.version)
    if seat.presence == "wrap_up" and way == "transfer" and seat.alive_until > now:
        raise Conflict("wrap_up", "They have notes to write after a conversation: wait a moment, ask them in, or "
                       "choose somebody else.", ticket.version)
    if seat.presence not in READY[way] or seat.alive_until <= now:
        raise Conflict("not_there", "They are not available: choose somebody who is, or hand it to a queue.",
                       ticket.version)
    if not fits((await loads(session, [staff_id]))[staff_id], ticket.channel, capacity):
        raise Conflict("full", "They have as many conversations as they can hold.", ticket.version)
    queue = await session.get_one(QueueRow, ticket.queue_id)
    row = OfferRow(
        ticket_id=ticket.id, staff_id=staff_id, queue_id=ticket.queue_id, kind=way, from_staff_id=ticket.assignee_id,
        channel=ticket.channel, waited_since=now, offered_at=now, expires_at=now + timedelta(seconds=queue.ring_s),
        outcome=None, ended_at=None,
    )
    session.add(row)
    await session.flush()
    before = audience(ticket)
    ticket.offered_to = staff_id
    happen(session, ticket, made(row), actor=actor, now=now, seen_before=before)
    return row.id


async def call_off(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """It rings at the colleague no longer. What the line offers cannot be called off. Twice is once."""
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None or not scope.hears(audience(ticket)):
        raise NotFound
    if ticket.assignee_id is not None and ticket.offered_to is not None:
        await withdraw(session, ticket_id=ticket_id, now=now, actor=actor)


async def hand_over(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Make who joined the conversation its owner; whoever had it is out of it. Theirs already: nothing changes."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if ticket.assignee_id == staff_id:
        return
    if staff_id not in await joined_by(session, ticket_id):
        raise Conflict("not_joined", "They are not in this conversation (any more): ask them in first.", ticket.version)
    await over(session, ticket_ids=[ticket_id], now=now)
    before = audience(ticket)
    await no_guest(session, ticket, staff_id)
    give(session, ticket, staff_id, actor=actor, now=now, reason="handed_over", seen_before=before)
