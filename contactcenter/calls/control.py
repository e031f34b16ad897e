"""What a librarian does in a call: hold, mute, bring a third party in, call out, hang up; and a supervisor listens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.calls.arrange import arrange, going_on
from contactcenter.calls.begin import add_leg, make
from contactcenter.calls.beside import beside, leaves, told_beside
from contactcenter.calls.end import end
from contactcenter.calls.hear import hang_up as hang_leg_up
from contactcenter.calls.hear import listens
from contactcenter.calls.kind import tell_kind
from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand, hold, leg_changed, step
from contactcenter.calls.tables import CallRow, LegRow, Mode
from contactcenter.calls.tidy import wanted
from contactcenter.events.catalogue.calls import CallBegun
from contactcenter.events.record import Actor
from contactcenter.queue.claim import give
from contactcenter.queue.offer import ringing_at
from contactcenter.queue.one_call import one_call
from contactcenter.seats.tables import DeviceRow
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.row import happen, lock_visible, may_see, refuse_merged
from contactcenter.tickets.tables import TicketRow


async def _mine(session: AsyncSession, scope: Scope, call_id: int, *, talking: bool = True) -> InHand:
    """A call that this member of staff takes part in. Raises `NotFound`, `Forbidden`, `Conflict("over")`."""
    held = await hold(session, call_id)
    if held is None or not may_see(scope, held.ticket):
        raise NotFound
    if held.call.state == "ended":
        raise Conflict("over", "This call is over.", held.ticket.version)
    if scope.staff_id not in {held.ticket.assignee_id, held.call.staff_id, *(leg.staff_id for leg in held.librarians)}:
        raise Forbidden("Only who takes part in the call may do this: ask to join it, or take it over first.")
    if talking and held.call.state not in ("talking", "held"):
        raise Conflict("not_talking", "The patron is not connected yet.", held.ticket.version)
    return held


def _refuse_still_rung(call: InHand, staff_id: int | None) -> None:
    """Raises `Forbidden` for an owner whose telephone still rings while a colleague is with the patron."""
    if staff_id == call.ticket.assignee_id and not call.in_room(_leg_of(call, staff_id)) and call.room_ready:
        raise Forbidden("Your telephone still rings, and the patron is with a colleague: answer it first.",
                        code="rings_you")


async def put_on_hold(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int, held: bool
) -> None:
    """Let the patron hear music, or speak with them again. To be so already changes nothing."""
    call = await _mine(session, scope, call_id)
    _refuse_still_rung(call, scope.staff_id)
    caller = call.caller
    if caller is None or caller.held == held:
        return
    caller.held = held
    await order(session, kind="hold" if held else "resume", call=call.call, leg=caller, now=now,
                key=str(call.ticket.version), data={"stay": str(call.call.stay)})
    step(session, call, "held" if held else "talking", now=now, actor=actor)


async def mute(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int, muted: bool
) -> None:
    """Be not heard for a while. To be so already changes nothing."""
    call = await _mine(session, scope, call_id)
    leg = _leg_of(call, scope.staff_id)
    if leg is None or leg.muted == muted:
        return
    leg.muted = muted
    await order(session, kind="mute" if muted else "unmute", call=call.call, leg=leg, now=now,
                key=str(call.ticket.version))
    leg_changed(session, call, leg, now=now, actor=actor)


async def bring_in(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int, number: str
) -> int:
    """Ring a third party into the conversation. Their leg's id; rung already, the same."""
    call = await _mine(session, scope, call_id)
    known = next((
        leg for leg in call.legs if leg.part == "third" and leg.number == number and leg.state != "over"
    ), None)
    if known is not None:
        return known.id
    leg_id = await add_leg(session, call_id=call_id, carrier=call.call.carrier, part="third", number=number,
                           device="telephone", stay=call.call.stay, now=now)
    leg = await session.get_one(LegRow, leg_id)
    await order(session, kind="ring", call=call.call, leg=leg, now=now)
    leg_changed(session, call, leg, now=now, actor=actor)
    told_beside(session, call, leg, "asked", actor=actor, now=now)
    return leg_id


async def let_out(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int, leg_id: int
) -> None:
    """End the part of a third party or a colleague. Over already: nothing changes.

    Raises `Forbidden` for the part of the ticket's owner: nobody puts them out of their own call.
    """
    call = await _mine(session, scope, call_id)
    leg = next((one for one in call.legs if one.id == leg_id and one.part in ("third", "librarian")), None)
    if leg is None:
        raise NotFound
    _refuse_still_rung(call, scope.staff_id)
    if leg.staff_id is not None and leg.staff_id == call.ticket.assignee_id != scope.staff_id:
        raise Forbidden("It is their call. Ask them to hand it over, or leave it yourself.")
    if leg.state != "over" and not leg.hung_up:
        await hang_leg_up(session, call, leg, now=now)
        leg_changed(session, call, leg, now=now, actor=actor)
        if leg.part == "third":
            told_beside(session, call, leg, "sent_out" if leg.stays else "called_off", actor=actor, now=now)


async def hang_up(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int) -> None:
    """End the call for everybody; for a guest beside the owner, only their own part. Over already: nothing changes.

    Raises `Forbidden` while the telephone of whom it was passed on to still rings, for whoever passed it on and for
    whom it rings: the patron is not left alone.
    """
    try:
        call = await _mine(session, scope, call_id, talking=False)
    except Conflict:
        return
    if call.caller is None:
        await end(session, call, now=now, actor=actor)
        return
    mine = _leg_of(call, scope.staff_id)
    if mine is not None and await beside(session, call, mine):
        await leaves(session, call, mine, actor=actor, now=now)
        await hang_leg_up(session, call, mine, now=now)
        return
    _refuse_still_rung(call, scope.staff_id)
    owner, theirs = _leg_of(call, call.ticket.assignee_id), await wanted(session, call)
    # Whose it is may have accepted it this moment, and be rung in the next.
    unrung = bool(theirs) and all(leg.staff_id != call.ticket.assignee_id for leg in call.legs)
    if (unrung or (owner is not None and not owner.hung_up)) and scope.staff_id not in theirs:
        if not call.in_room(owner):
            raise Forbidden("They have it now: you are with the patron until their telephone is answered.",
                            code="passed_on")
        if mine is not None:
            await hang_leg_up(session, call, mine, now=now)
        return
    for leg in call.legs:
        await hang_leg_up(session, call, leg, now=now)


async def call_out(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, number: str, sender: str,
    carrier: str,
) -> int:
    """Call a patron from their ticket: my own telephone or browser first, then theirs. The call's id.

    A ticket that is nobody's is mine by that; a colleague's stays theirs, and the call is mine (`tidy.wanted`).
    Raises `Invalid` without a number, `Conflict`: no_telephone, calls_already, on_a_call, answer_first.
    """
    if scope.staff_id is not None:
        await one_call(session, staff_id=scope.staff_id, ticket_id=ticket_id, calls=True)
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if scope.staff_id is None:
        raise Forbidden("Only a person can call.")
    if not number:
        raise Invalid("number", "Say whom to call: no number is known here.", code="whom_to_call")
    if not sender:
        raise Conflict("no_number", "The house has no number to call from: an admin sets it in carrier.numbers.")
    if await session.get(DeviceRow, scope.staff_id) is None:
        raise Conflict("no_telephone", "Say first where you take calls: Settings, You and your screen.", ticket.version)
    if await going_on(session, [ticket.id]):
        raise Conflict("calls_already", "A call of this inquiry goes on already.", ticket.version)
    if await ringing_at(session, [scope.staff_id]):
        raise Conflict("answer_first", "Somebody waits for you there: answer what rings, or decline it, and call then.",
                       ticket.version)
    if ticket.assignee_id is None:
        # Whoever talks with the patron has the inquiry: else it stood in the line meanwhile, and rang elsewhere.
        give(session, ticket, scope.staff_id, actor=actor, now=now)
    call_id = await make(session, ticket_id=ticket.id, way="out", carrier=carrier, number=number, ours=sender,
                         staff_id=scope.staff_id, at=now,
                         out_of=ticket.assignee_id if ticket.assignee_id != scope.staff_id else None)
    # It stands among what goes on from the first ring on, also in a list of a thousand.
    ticket.updated_at = now
    await tell_kind(session, ticket, of=ticket.id)
    happen(session, ticket, CallBegun(ticket_id=ticket.id, call_id=call_id, way="out"), actor=actor, now=now)
    await session.flush()
    await arrange(session, call_id=call_id, now=now)
    return call_id


async def supervise(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, call_id: int, mode: Mode | None
) -> None:
    """Listen to a colleague's call, whisper to them, speak with both; None: no longer. Twice is once.

    Whispering, the librarian alone hears it. The history, which staff see, tells of it once they are in (`hear`).
    Raises `Conflict`: not_live, no_telephone, on_a_call.
    """
    if scope.staff_id is not None and mode is not None:
        # The seat before its ticket (law 6); which ticket that is never changes.
        of = (await session.execute(select(TicketRow.root_id).join(CallRow, CallRow.ticket_id == TicketRow.id)
                                    .where(CallRow.id == call_id))).scalar_one_or_none()
        await one_call(session, staff_id=scope.staff_id, ticket_id=of or 0, calls=True)
    call = await hold(session, call_id)
    if call is None or not may_see(scope, call.ticket):
        raise NotFound
    if not scope.sees_all or scope.staff_id is None:
        raise Forbidden("Only supervisors and admins listen in.")
    leg = next((one for one in call.legs if one.part == "supervisor" and one.staff_id == scope.staff_id
                and one.state != "over" and not one.hung_up), None)
    if mode is None:
        if leg is not None:
            await hang_leg_up(session, call, leg, now=now)
            if leg.stays and call.call.state != "ended":
                told_beside(session, call, leg, "left", actor=actor, now=now)
        return
    if call.call.state not in ("talking", "held") or call.ticket.assignee_id is None:
        raise Conflict("not_live", "Nobody talks there any more.", call.ticket.version)
    if leg is not None:
        if leg.mode != mode:
            leg.mode = mode
            await order(session, kind="mode", call=call.call, leg=leg, key=str(call.ticket.version), now=now,
                        data={"mode": mode, "coach": _coached(call) or ""})
            leg_changed(session, call, leg, now=now, actor=actor)
            # That they heard it is told already; that they were heard is not.
            if leg.stays and mode != "listen":
                listens(session, call, leg, now=now)
        return
    device = await session.get(DeviceRow, scope.staff_id)
    if device is None:
        raise Conflict("no_telephone", "Say first where you take calls: Settings, You and your screen.",
                       call.ticket.version)
    leg_id = await add_leg(session, call_id=call_id, carrier=call.call.carrier, part="supervisor", mode=mode,
                           staff_id=scope.staff_id, device=device.device, number=device.number, stay=call.call.stay,
                           now=now)
    await order(session, kind="ring", call=call.call, leg=await session.get_one(LegRow, leg_id), now=now,
                data={"of": "staff"})


def _coached(call: InHand) -> str | None:
    """The carrier's id of the leg that alone hears who whispers."""
    return next((leg.remote_id for leg in call.librarians if call.in_room(leg)), None)


def _leg_of(call: InHand, staff_id: int | None) -> LegRow | None:
    return next((leg for leg in call.librarians if leg.staff_id == staff_id), None)
