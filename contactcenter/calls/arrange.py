"""Connecting whoever has the ticket: what is ordered follows from how it stands, whichever way it came to stand so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.calls.begin import add_leg
from contactcenter.calls.end import end
from contactcenter.calls.hear import hang_up
from contactcenter.calls.line import NO_TELEPHONE, PASSED_ON, back_to_line, release
from contactcenter.calls.orders import order
from contactcenter.calls.row import InHand, hold, leg_changed, step
from contactcenter.calls.states import ENDED_BY_CLOSING, IN_LINE
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.calls.tidy import tidy, wanted
from contactcenter.events.catalogue.calls import CallTroubled
from contactcenter.events.record import SYSTEM
from contactcenter.seats.tables import DeviceRow
from contactcenter.tickets.row import happen
from contactcenter.tickets.tables import TicketRow


async def going_on(session: AsyncSession, ticket_ids: Iterable[int] | None = None) -> list[int]:
    """The calls that go on, of these tickets (or those merged into them) or of all."""
    query = select(CallRow.id).where(CallRow.state != "ended").order_by(CallRow.id)
    if ticket_ids is not None:
        own = aliased(TicketRow)
        query = query.join(own, own.id == CallRow.ticket_id).where(own.root_id.in_(sorted(set(ticket_ids))))
    return list((await session.execute(query)).scalars())


async def arrange(session: AsyncSession, *, call_id: int, now: datetime) -> None:
    """Order what is missing. Asked again, nothing changes."""
    held = await hold(session, call_id)
    if held is None or held.call.asked_back_at is not None:
        return
    call, ticket = held.call, held.ticket
    if ticket.state in ("closed", "junk") and call.state in ENDED_BY_CLOSING:
        await _closed(session, held, now=now)
        return
    if call.state not in IN_LINE:
        return
    staff = await wanted(session, held)
    if not staff:
        await _nobody(session, held, now=now)
        return
    there = {leg.staff_id for leg in held.librarians if not leg.hung_up}
    for staff_id in staff:
        if staff_id not in there:
            await _ring(session, held, staff_id, owner=staff_id == staff[0], now=now)
    if call.state in ("waiting", "promised") and any(leg.staff_id == staff[0] for leg in held.librarians):
        call.staff_id = staff[0]
        step(session, held, "ringing", now=now)
    await tidy(session, held, now=now)


async def _ring(session: AsyncSession, held: InHand, staff_id: int, *, owner: bool, now: datetime) -> None:
    """Ring somebody of staff, where they take calls."""
    call = held.call
    device = await session.get(DeviceRow, staff_id)
    if device is None:
        happen(session, held.ticket, CallTroubled(
            ticket_id=held.ticket.id, call_id=call.id, order="ring", code=NO_TELEPHONE,
        ), actor=SYSTEM, now=now)
        if owner and call.state in ("waiting", "promised"):
            await release(session, held, reason=NO_TELEPHONE, now=now)
        return
    leg_id = await add_leg(session, call_id=call.id, carrier=call.carrier, part="librarian", staff_id=staff_id,
                           device=device.device, number=device.number, stay=call.stay, now=now)
    leg = await session.get_one(LegRow, leg_id)
    held.legs.append(leg)
    await order(session, kind="ring", call=call, leg=leg, now=now, data={"of": "staff"})
    leg_changed(session, held, leg, now=now)


async def _nobody(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """It was passed to a queue, or let go: back into the line with the caller."""
    for leg in held.librarians:
        await hang_up(session, held, leg, now=now)
    call = held.call
    if call.state == "ringing" and call.way == "back" and call.talked_at is None and held.caller is None:
        call.stay += 1
        step(session, held, "promised", now=now)
    elif call.state in ("ringing", "talking", "held"):
        await back_to_line(session, held, reason=PASSED_ON, now=now)


async def _closed(session: AsyncSession, held: InHand, *, now: datetime) -> None:
    """Whoever closes the ticket ends the call."""
    if held.caller is None:
        await end(session, held, now=now)
        return
    for leg in held.legs:
        await hang_up(session, held, leg, now=now)
