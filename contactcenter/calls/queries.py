"""Calls as screens and channels see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.row import InHand
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.envelope import CallStanding, LegStanding
from contactcenter.envelope.numbers import readable
from contactcenter.events.catalogue.calls import CallStepped
from contactcenter.events.tables import EventRow
from contactcenter.shapes.calls import Call, CallLeg
from contactcenter.tickets.row import stream
from contactcenter.tickets.tables import TicketRow


async def of_ticket(session: AsyncSession, *, ticket_id: int) -> list[Call]:
    """The calls of a ticket and of those merged into it, oldest first. The caller has seen to who may see it."""
    rows = (await session.execute(
        select(CallRow).join(TicketRow, TicketRow.id == CallRow.ticket_id)
        .where(TicketRow.root_id == ticket_id).order_by(CallRow.id)
    )).scalars().all()
    legs = await _legs(session, [row.id for row in rows])
    stepped = await _stepped(session, ticket_id) if rows else {}
    return [
        Call(id=row.id, ticket_id=row.ticket_id, way=row.way, number=row.number, shown=readable(row.number),
             state=row.state, state_since=stepped.get(row.id, row.began_at), how=row.how, staff_id=row.staff_id,
             began_at=row.began_at, talked_at=row.talked_at, ended_at=row.ended_at,
             legs=[_shape(leg) for leg in legs.get(row.id, ())])
        for row in rows
    ]


async def _stepped(session: AsyncSession, ticket_id: int) -> dict[int, datetime]:
    """When each call of a ticket last took a step, as the log tells: they stand so since then."""
    family = (await session.execute(select(TicketRow.id).where(TicketRow.root_id == ticket_id))).scalars()
    steps = await session.execute(
        select(EventRow.data, EventRow.at)
        .where(EventRow.stream.in_([stream(one) for one in family]), EventRow.type == CallStepped.type)
        .order_by(EventRow.position)
    )
    return {int(str(row.data["call_id"])): row.at for row in steps}


def _shape(leg: LegRow) -> CallLeg:
    return CallLeg(
        id=leg.id, part=leg.part, staff_id=leg.staff_id, number=leg.number, shown=readable(leg.number),
        device=leg.device, state=leg.state, held=leg.held, muted=leg.muted, mode=leg.mode, code=leg.code,
        joined_at=leg.joined_at,
    )


async def _legs(session: AsyncSession, call_ids: Sequence[int]) -> dict[int, list[LegRow]]:
    found: dict[int, list[LegRow]] = {}
    for leg in (await session.execute(
        select(LegRow).where(LegRow.call_id.in_(call_ids)).order_by(LegRow.id)
    )).scalars():
        found.setdefault(leg.call_id, []).append(leg)
    return found


def standing(held: InHand) -> CallStanding:
    """How a call stands, for whoever instructs its caller."""
    call, caller = held.call, held.caller
    return CallStanding(
        call_id=call.id, ticket_id=held.ticket.id, state=call.state, way=call.way, locale=held.ticket.locale,
        queue_id=held.ticket.queue_id, stay=call.stay, room_ready=held.room_ready,
        leg_id=caller.id if caller is not None else None, held=caller is not None and caller.held,
        asked_back=call.asked_back_at is not None, withheld=not call.number, recorded=call.consent,
    )


async def call_standing(session: AsyncSession, call_id: int) -> CallStanding | None:
    """The same, only read."""
    held = await _read(session, call_id)
    return None if held is None else standing(held)


async def leg_standing(session: AsyncSession, leg_id: int) -> LegStanding | None:
    """How somebody who is rung stands."""
    leg = await session.get(LegRow, leg_id)
    held = None if leg is None else await _read(session, leg.call_id)
    if leg is None or held is None:
        return None
    first = not any(leg.stay in one.stays for one in held.legs if one.id != leg.id)
    coached = next((one.remote_id for one in held.librarians if held.in_room(one)), None)
    return LegStanding(
        leg_id=leg.id, call_id=leg.call_id, part=leg.part, locale=held.ticket.locale, device=leg.device,
        stay=held.call.stay if leg.part == "caller" else leg.stay,
        over=leg.state == "over" or leg.hung_up or held.call.state == "ended", mode=leg.mode or "",
        coach=coached if leg.mode == "whisper" else None, recorded=held.call.consent and first,
        asked_for=held.call.way == "back",
    )


async def _read(session: AsyncSession, call_id: int) -> InHand | None:
    call = await session.get(CallRow, call_id)
    if call is None:
        return None
    root = select(TicketRow.root_id).where(TicketRow.id == call.ticket_id).scalar_subquery()
    ticket = (await session.execute(select(TicketRow).where(TicketRow.id == root))).scalar_one_or_none()
    legs = (await session.execute(select(LegRow).where(LegRow.call_id == call_id).order_by(LegRow.id))).scalars()
    return None if ticket is None else InHand(ticket, call, list(legs))
