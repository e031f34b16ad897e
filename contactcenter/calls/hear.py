"""Taking in what a carrier tells: facts that only grow, and what follows of them, in whichever order they come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.begin import add_leg
from contactcenter.calls.beside import beside, heard_beside, leaves
from contactcenter.calls.end import correct, end
from contactcenter.calls.line import back_to_line, not_answered
from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand, hold, leg_changed, step
from contactcenter.calls.tables import LegRow, LegState
from contactcenter.calls.tidy import tidy
from contactcenter.envelope import Signal
from contactcenter.events.catalogue.calls import CallAnswered
from contactcenter.events.catalogue.colleagues import TicketListened
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.seats.presence import lock_seat
from contactcenter.tickets.presence import come
from contactcenter.tickets.row import happen
from contactcenter.tickets.tables import NOT_WAITING

RANK: dict[LegState, int] = {"ordered": 0, "ringing": 1, "answered": 2, "joined": 3, "over": 4}
GRAVE = ("", "completed", "canceled", "no_answer", "busy", "failed")
"""Ends of a leg, the gravest last: told differently twice, the graver one counts, whichever came first."""


async def hear(session: AsyncSession, *, call_id: int, signal: Signal, now: datetime) -> InHand | None:
    """Take a signal of a call in. Told twice, or late, it changes nothing that is so already."""
    await _lock_seats(session, call_id, signal)
    held = await hold(session, call_id)
    leg = None if held is None else leg_of(held, signal)
    if held is None or leg is None or signal.kind == "transcribed":
        return held  # what was said is no fact of the call
    gone = _take_in(session, held, leg, signal, now=now)
    if signal.kind == "recorded" and signal.recording:
        await order(session, kind="fetch", call=held.call, leg=leg, key=signal.recording_id[:40], now=now, data={
            "url": signal.recording, "recording_id": signal.recording_id, "what": "talk" if signal.talk else "message",
            "seconds": "" if signal.seconds is None else str(signal.seconds),
        })
    await settle(session, held, now=now)
    if gone and held.call.state != "ended" and leg.part == "librarian":
        await _side_gone(session, held, leg, now=now)
    return held


async def looked(session: AsyncSession, *, call_id: int, leg_id: int, now: datetime) -> None:
    """The carrier was asked and says that this leg goes on: what was put off until that was known is done now."""
    await _lock_seats(session, call_id, None)
    held = await hold(session, call_id)
    leg = None if held is None else next((one for one in held.legs if one.id == leg_id), None)
    if held is None or leg is None or leg.state == "over":
        return
    leg.heard_at = now
    if leg.part != "caller" or held.call.state not in ("talking", "held", "ringing") or held.librarians:
        return
    last = next((one for one in reversed(held.legs) if one.part == "librarian"), None)
    if last is not None and last.stays:
        if last.device == "browser" and not last.hung_up:
            await back_to_line(session, held, reason="lost", now=now)
        else:
            await hang_up(session, held, leg, now=now)


async def hang_up(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime) -> None:
    """Tell the carrier to end somebody's leg; told already, nothing changes."""
    if leg.state == "over" or leg.hung_up:
        return
    leg.hung_up = True
    await order(session, kind="hang_up", call=held.call, leg=leg, now=now)


async def settle(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """Bring the call's state in line with what is known."""
    call, caller = held.call, held.caller
    if call.state == "ended":
        await correct(session, held, now=now)
        return
    if caller is not None and caller.state == "over":
        await end(session, held, now=now)
        return
    if held.in_room(caller) and held.room_ready:
        await _talk(session, held, now=now)
    elif held.room_ready and caller is not None and _hears_the_music(held, caller):
        await order(session, kind="connect", call=call, leg=caller, key=str(call.stay), now=now,
                    data={"stay": str(call.stay)})
    elif held.room_ready and caller is None and call.state == "ringing":
        await _dial(session, held, now=now)
    await tidy(session, held, now=now)


def _hears_the_music(held: InHand, caller: LegRow) -> bool:
    """Whether the caller is to be taken from the line. Whom we ring goes into the room by answering."""
    return held.call.state == "ringing" and caller.state == "answered" and (held.call.way == "in" or bool(caller.stays))


def leg_of(held: InHand, signal: Signal) -> LegRow | None:
    """Whose leg a signal tells of: the one its address names, else by the carrier's id."""
    for leg in held.legs:
        if signal.leg_id == leg.id or (signal.leg_id is None and leg.remote_id == signal.remote_id):
            return leg
    return held.caller if signal.kind == "recorded" else None


def _take_in(session: AsyncSession, held: InHand, leg: LegRow, signal: Signal, *, now: datetime) -> bool:
    """Keep the fact. Whether the leg is over by it."""
    at, before = signal.at or now, leg.state
    if signal.remote_id and signal.remote_id[:64] != leg.remote_id:
        if leg.remote_id is not None and signal.kind in ("over", "left"):
            # The order's answer was lost, and they were rung twice: that the other ring is over says nothing.
            return False
        if leg.remote_id is None or (signal.kind in ("answered", "joined") and RANK[leg.state] < RANK["answered"]):
            leg.remote_id = signal.remote_id[:64]
    leg.heard_at = max(leg.heard_at, now)
    if signal.kind == "recorded":
        held.call.recorded = held.call.recorded or (bool(signal.recording) and not signal.talk)
    elif signal.kind == "joined":
        if leg.part == "supervisor" and not leg.stays:
            listens(session, held, leg, now=now)
        leg.stays = sorted({*leg.stays, signal.stay})
        leg.answered_at = leg.answered_at or at
        if leg.state != "over" and signal.stay == held.call.stay:
            leg.state, leg.stay, leg.joined_at = "joined", signal.stay, leg.joined_at or at
    elif signal.kind == "answered":
        leg.answered_at = leg.answered_at or at
        _rise(leg, "answered")
    elif signal.kind == "over" or (signal.kind == "left" and leg.part != "caller" and signal.stay == leg.stay):
        code = signal.code if signal.kind == "over" else "completed"
        leg.code = max(leg.code, code if code in GRAVE else "failed", key=GRAVE.index)
        leg.over_at = min(leg.over_at or at, at)
        _rise(leg, "over")
    if leg.state != before:
        leg_changed(session, held, leg, now=now)
        heard_beside(session, held, leg, now=now)
    return leg.state == "over" != before


def listens(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime) -> None:
    """A supervisor is in the conversation, or does more than listen: now the history says so, not when they asked."""
    whom = held.ticket.assignee_id or held.call.staff_id
    if whom is not None and leg.staff_id is not None:
        happen(session, held.ticket, TicketListened(ticket_id=held.ticket.id, staff_id=whom, mode=leg.mode or "listen"),
               actor=Actor("staff", leg.staff_id), now=now)


def _rise(leg: LegRow, state: LegState) -> None:
    """A leg goes forwards only."""
    if RANK[state] > RANK[leg.state]:
        leg.state = state


async def _talk(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    call, ticket, caller = held.call, held.ticket, held.caller
    there = [leg.staff_id for leg in held.librarians if held.in_room(leg)]
    call.staff_id = ticket.assignee_id if ticket.assignee_id in there else there[0]
    call.lost = False
    if call.state in ("talking", "held"):
        return
    first, call.talked_at = call.talked_at is None, call.talked_at or now
    step(session, held, "talking", now=now)
    if caller is not None and caller.held:
        caller.held = False
    if not first or call.staff_id is None:
        return
    waited_since = None if ticket.waiting_key == NOT_WAITING else ticket.waiting_key
    # They have spoken with somebody: nobody owes them a first word any more.
    ticket.waiting_key, ticket.last_reply_version = NOT_WAITING, ticket.version + 1
    happen(session, ticket, CallAnswered(
        ticket_id=ticket.id, call_id=call.id, staff_id=call.staff_id, waited_since=waited_since,
    ), actor=Actor("staff", call.staff_id), now=now)
    if call.way != "in":
        await come(session, ticket_id=ticket.id, now=now)


async def _dial(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """The librarian is there: now the patron is rung."""
    call = held.call
    leg_id = await add_leg(session, call_id=call.id, carrier=call.carrier, part="caller", number=call.number,
                           device="telephone", stay=call.stay, now=now)
    leg = await session.get_one(LegRow, leg_id)
    held.legs.append(leg)
    await order(session, kind="ring", call=call, leg=leg, now=now)
    # Reports count it for who calls (`measures.project`).
    leg_changed(session, held, leg, now=now, actor=SYSTEM if call.staff_id is None else Actor("staff", call.staff_id))


async def _side_gone(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime) -> None:
    """A librarian's leg is over while the call goes on."""
    call = held.call
    if held.librarians:
        if await beside(session, held, leg):
            # On their own telephone, too, who was asked in hangs up for themselves.
            await leaves(session, held, leg, actor=Actor("staff", leg.staff_id), now=now)
        return
    if not leg.stays or call.state == "ringing":
        await not_answered(session, held, leg, now=now)
        return
    if call.state in ("talking", "held") and held.caller is not None:
        # The caller may have hung up first, and this be told before that: only the carrier knows.
        await order(session, kind="look", call=call, leg=held.caller, key=f"gone-{leg.id}", now=now)


async def _lock_seats(session: AsyncSession, call_id: int, signal: Signal | None) -> None:
    """A seat is locked before its ticket (law 6): whoever does not answer is away."""
    if signal is None or signal.kind != "over":
        return
    query = select(LegRow.staff_id).where(LegRow.call_id == call_id, LegRow.part == "librarian")
    for staff_id in sorted(one for one in (await session.execute(query)).scalars() if one is not None):
        try:
            await lock_seat(session, staff_id)
        except LookupError:
            continue
