"""A caller in the line: joining it, coming back to it, and what becomes of a ring that nobody answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.end import end
from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand, hold, leg_changed, step
from contactcenter.calls.tables import LegRow
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.queue.claim import give
from contactcenter.queue.offer import NO_ANSWER
from contactcenter.queue.turn import back_to_its_turn
from contactcenter.seats.presence import turn
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.presence import come
from contactcenter.tickets.tables import NOT_WAITING

NO_TELEPHONE = "no_telephone"
PASSED_ON = "passed_on"


async def line_up(session: AsyncSession, *, call_id: int, now: datetime) -> InHand | None:
    """The caller waits for a librarian from now on. In line already, or over: nothing changes."""
    held = await hold(session, call_id)
    if held is None or held.call.state not in ("arriving", "choosing"):
        return held
    # The wait begins here, on every clock: what they heard and chose before was none.
    held.call.lined_up_at = now
    if held.ticket.waiting_key != NOT_WAITING:
        held.ticket.waiting_key = now
    step(session, held, "waiting", now=now, actor=Actor("patron", held.ticket.patron_id))
    await come(session, ticket_id=held.ticket.id, now=now)
    return held


async def back_to_line(session: AsyncSession, held: InHand, *, reason: str, now: datetime) -> None:
    """Nobody of ours is there any more: the caller hears the music again, at the head of the line."""
    call, caller = held.call, held.caller
    if call.talked_at is not None and reason == "lost":
        call.lost = True
    call.stay += 1
    step(session, held, "waiting", now=now)
    await release(session, held, reason=reason, now=now)
    if caller is not None and caller.state != "over":
        if caller.state == "joined":
            caller.state = "answered"
        caller.held = False
        await order(session, kind="line", call=call, leg=caller, key=str(call.stay), now=now,
                    # Whoever was passed on is told first where that is closed now; whom we lost is not.
                    data={"then": "moved"} if reason == PASSED_ON else None)
        leg_changed(session, held, caller, now=now)


async def release(session: AsyncSession, held: InHand, *, reason: str, now: datetime) -> None:
    """The ticket goes back to where it stood in the line; in nobody's hands already, nothing changes."""
    ticket = held.ticket
    if ticket.assignee_id is None:
        return
    await back_to_its_turn(session, ticket, reason=reason, actor=SYSTEM, now=now)
    give(session, ticket, None, actor=SYSTEM, now=now, reason=reason)


async def not_answered(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime) -> None:
    """A librarian's telephone or browser was rung in vain: the next one's is; a call that they began is called off."""
    call = held.call
    if call.state != "ringing":
        return
    if call.way == "out" and call.talked_at is None:
        caller = held.caller
        if caller is None:
            await end(session, held, now=now)
        return
    if call.talked_at is not None or (held.caller is not None and held.in_room(held.caller)):
        await back_to_line(session, held, reason="lost", now=now)
        return
    call.stay += 1
    step(session, held, "promised" if call.way == "back" else "waiting", now=now)
    mine = held.ticket.assignee_id == leg.staff_id
    if mine:
        await release(session, held, reason=NO_ANSWER, now=now)
    if leg.code == "no_answer" and leg.staff_id is not None:
        seat = await session.get(SeatRow, leg.staff_id)
        if seat is not None and seat.presence == "available":
            turn(session, seat, "away", reason=NO_ANSWER, actor=SYSTEM, now=now)
