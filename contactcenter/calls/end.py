"""A call is over: how, worked out from everything that is known; and corrected by what comes late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.kind import tell_kind
from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand, step
from contactcenter.calls.states import GOES_ON, Known, ended_how
from contactcenter.calls.tables import CallRow
from contactcenter.envelope import CallEnd
from contactcenter.events.catalogue.calls import CallEnded
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.tickets.presence import leave
from contactcenter.tickets.row import happen


def how(held: InHand, *, now: datetime) -> CallEnd:
    """How it ended, as far as is known."""
    call, caller = held.call, held.caller
    heard = set(caller.stays) if caller is not None else set()
    talked = any(heard & set(leg.stays) for leg in held.legs if leg.part == "librarian")
    return ended_how(Known(
        way=call.way, code=caller.code if caller is not None else "canceled", began_at=call.began_at,
        over_at=(caller.over_at if caller is not None else None) or now,
        reached=call.way == "in" or (caller is not None and caller.answered_at is not None), talked=talked,
        lost=call.lost, asked_back=call.asked_back_at is not None, recorded=call.recorded,
    ))


async def end(session: AsyncSession, held: InHand, *, now: datetime, actor: Actor = SYSTEM) -> None:
    """It is over for everybody. Ended already: nothing changes."""
    call, caller = held.call, held.caller
    if call.state == "ended":
        return
    over_at = (caller.over_at if caller is not None else None) or now
    if call.talked_at is not None:
        over_at = max(over_at, call.talked_at)  # the carrier's clock may be behind ours
    call.how, call.ended_at = how(held, now=now), over_at
    stood = call.state
    step(session, held, "ended", now=now, actor=actor)
    await tell_kind(session, held.ticket, of=call.ticket_id)
    _tell(session, held, corrected=False, from_state=stood, now=now)
    for leg in held.legs:
        if leg.state != "over" and not leg.hung_up:
            leg.hung_up = True
            await order(session, kind="hang_up", call=call, leg=leg, now=now)
    if call.asked_back_at is None and not await _another(session, held):
        await leave(session, ticket_id=held.ticket.id, now=now,
                    # Whom we could not reach for a callback has not gone away.
                    abandoned=call.how in ("abandoned", "short_abandoned", *(["failed"] if call.way == "in" else [])))


async def correct(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """What came after the end may show that it ended otherwise."""
    call = held.call
    if held.caller is None or held.caller.state != "over":
        return
    truth = how(held, now=now)
    if truth != call.how:
        call.how = truth
        await tell_kind(session, held.ticket, of=call.ticket_id)
        _tell(session, held, corrected=True, from_state=None, now=now)


def _tell(session: AsyncSession, held: InHand, *, corrected: bool, from_state: str | None, now: datetime) -> None:
    call, caller = held.call, held.caller
    happen(session, held.ticket, CallEnded(
        ticket_id=held.ticket.id, call_id=call.id, how=call.how or "failed",
        staff_id=call.staff_id if call.talked_at is not None or call.way != "in" else None,
        talked_since=call.talked_at, over_at=call.ended_at or now, corrected=corrected,
        way=call.way, from_state=from_state, by_us=caller is None or caller.hung_up,
        rung_staff_id=call.staff_id if from_state == "ringing" and call.way == "in" and not call.talked_at else None,
        lined_up=call.lined_up_at is not None,
    ), actor=SYSTEM, now=now)


async def _another(session: AsyncSession, held: InHand) -> bool:
    """Whether another call of the ticket goes on: then its patron is still to be reached."""
    query = select(exists().where(
        CallRow.ticket_id == held.call.ticket_id, CallRow.id != held.call.id, CallRow.state.in_(GOES_ON),
    ))
    return bool((await session.execute(query)).scalar_one())
