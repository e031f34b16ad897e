"""A call begins: it is a ticket's from its first second."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.states import BEGINS
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.envelope import CallArrived, CallWay, Signal
from contactcenter.events.catalogue.calls import CallBegun
from contactcenter.events.record import Actor
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.row import happen

_LEG = table_of(LegRow)
_BY_REMOTE_ID = Prepared(select(_LEG.c.call_id).where(
    _LEG.c.carrier == bindparam("of"), _LEG.c.remote_id == bindparam("named"), _LEG.c.remote_id.is_not(None),
))


async def begin(session: AsyncSession, *, ticket: TicketInHand, call: CallArrived, now: datetime) -> int:
    """The patron calls us: the call's id. Told again, that of the call that began then."""
    known = await called(session, carrier=call.carrier, remote_id=call.remote_id)
    if known is not None:
        return known
    call_id = await make(
        session, ticket_id=ticket.id, way="in", carrier=call.carrier, number=call.number, ours=call.ours,
        staff_id=None, at=call.at,
    )
    await add_leg(session, call_id=call_id, carrier=call.carrier, part="caller", remote_id=call.remote_id,
                  number=call.number, state="answered", answered_at=call.at, now=call.at)
    happen(session, ticket, CallBegun(ticket_id=ticket.id, call_id=call_id, way="in"),
           actor=Actor("patron", ticket.patron_id), now=now)
    await save(session, [ticket])
    return call_id


async def make(
    session: AsyncSession, *, ticket_id: int, way: CallWay, carrier: str, number: str, ours: str, staff_id: int | None,
    at: datetime, out_of: int | None = None,
) -> int:
    """The row itself; its id."""
    made = await session.execute(insert(CallRow).values(
        ticket_id=ticket_id, carrier=carrier, way=way, number=number[:40], our_number=ours[:40], state=BEGINS[way],
        how=None, stay=1, staff_id=staff_id, out_of=out_of, began_at=at, lost=False, recorded=False, consent=False,
    ).returning(CallRow.id))
    return made.scalar_one()


async def add_leg(
    session: AsyncSession, *, call_id: int, carrier: str, part: str, now: datetime, **columns: object
) -> int:
    """Somebody more takes part; their leg's id."""
    values: dict[str, object] = {
        "staff_id": None, "number": "", "device": "", "remote_id": None, "state": "ordered", "stay": 0, "stays": [],
        "held": False, "muted": False, "mode": None, "hung_up": False, "code": "", **columns,
    }
    made = await session.execute(insert(LegRow).values(
        call_id=call_id, carrier=carrier, part=part, made_at=now, heard_at=now, **values,
    ).returning(LegRow.id))
    return made.scalar_one()


async def call_of(session: AsyncSession, signal: Signal) -> int | None:
    """Which call a signal tells of: by the leg that its address names, else by the carrier's id."""
    query = select(LegRow.call_id)
    if signal.leg_id is not None:
        found = (await session.execute(
            query.where(LegRow.id == signal.leg_id, LegRow.carrier == signal.carrier)
        )).scalar_one_or_none()
        if found is not None:
            return found
    return await called(session, carrier=signal.carrier, remote_id=signal.remote_id)


async def called(session: AsyncSession, *, carrier: str, remote_id: str) -> int | None:
    """The call in which somebody takes part whom the carrier calls so."""
    found = await _BY_REMOTE_ID.scalar(session, {"of": carrier, "named": remote_id})
    return None if found is None else int(str(found))
