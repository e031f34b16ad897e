"""A call begins: it is a ticket's from its first second."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.row import InHand, hold
from contactcenter.calls.states import BEGINS
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.envelope import CallWay, Signal
from contactcenter.events.catalogue.calls import CallBegun
from contactcenter.events.record import Actor
from contactcenter.tickets.row import happen


async def begin(session: AsyncSession, *, ticket_id: int, signal: Signal, now: datetime) -> InHand:
    """The patron calls us. Told again, the call that began then."""
    known = await call_of(session, signal)
    if known is None:
        at = signal.at or now
        known = await make(
            session, ticket_id=ticket_id, way="in", carrier=signal.carrier, number=signal.number, ours=signal.ours,
            staff_id=None, at=at,
        )
        await add_leg(session, call_id=known, carrier=signal.carrier, part="caller", remote_id=signal.remote_id,
                      number=signal.number, state="answered", now=at)
        held = await hold(session, known)
        assert held is not None  # noqa: S101  # made just now
        happen(session, held.ticket, CallBegun(ticket_id=held.ticket.id, call_id=known, way="in"),
               actor=Actor("patron", held.ticket.patron_id), now=now)
        return held
    held = await hold(session, known)
    if held is None:
        raise LookupError(f"the ticket of call {known} is gone")
    return held


async def make(
    session: AsyncSession, *, ticket_id: int, way: CallWay, carrier: str, number: str, ours: str, staff_id: int | None,
    at: datetime,
) -> int:
    """The row itself; its id."""
    made = await session.execute(insert(CallRow).values(
        ticket_id=ticket_id, carrier=carrier, way=way, number=number[:40], our_number=ours[:40], state=BEGINS[way],
        how=None, stay=1, staff_id=staff_id, began_at=at, lost=False, recorded=False, consent=False,
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
    return (await session.execute(
        query.where(LegRow.carrier == signal.carrier, LegRow.remote_id == signal.remote_id)
    )).scalar_one_or_none()
