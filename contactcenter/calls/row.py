"""One call inside a transaction: its ticket, itself and its legs under their locks, in this order (law 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.states import LEGAL
from contactcenter.calls.tables import CallRow, LegRow
from contactcenter.db.held import flush
from contactcenter.envelope import CallState
from contactcenter.events.catalogue.calls import CallLegChanged, CallStepped
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.tickets.row import happen, lock_root
from contactcenter.tickets.tables import TicketRow


class IllegalStep(Exception):
    """The table of legal changes says no: a bug of ours, for what a carrier says is never a step by itself."""


@dataclass(slots=True)
class InHand:
    """A locked call with those who take part."""

    ticket: TicketRow
    call: CallRow
    legs: list[LegRow]

    @property
    def caller(self) -> LegRow | None:
        """The patron's leg; the newest, where we tried twice."""
        return next((leg for leg in reversed(self.legs) if leg.part == "caller"), None)

    @property
    def librarians(self) -> list[LegRow]:
        """Those of staff who talk with the patron and are not over."""
        return [leg for leg in self.legs if leg.part == "librarian" and leg.state != "over"]

    def in_room(self, leg: LegRow | None) -> bool:
        """Whether they are in the call's room now."""
        return leg is not None and leg.state == "joined" and leg.stay == self.call.stay

    @property
    def room_ready(self) -> bool:
        return any(self.in_room(leg) for leg in self.librarians)


async def hold(session: AsyncSession, call_id: int) -> InHand | None:
    """Take a call in hand; None where there is none, or its ticket is gone (erased)."""
    ticket_id = (await session.execute(select(CallRow.ticket_id).where(CallRow.id == call_id))).scalar_one_or_none()
    ticket = None if ticket_id is None else await lock_root(session, ticket_id)
    if ticket is None:
        return None
    await flush(session)
    call = (await session.execute(
        select(CallRow).where(CallRow.id == call_id).with_for_update().execution_options(populate_existing=True)
    )).scalar_one()
    legs = (await session.execute(
        select(LegRow).where(LegRow.call_id == call_id).order_by(LegRow.id)
        .execution_options(populate_existing=True)
    )).scalars()
    return InHand(ticket, call, list(legs))


def step(
    session: AsyncSession, held: InHand, state: CallState, *, now: datetime, actor: Actor = SYSTEM,
) -> None:
    """The step itself; to be so already changes nothing. Raises `IllegalStep`."""
    call = held.call
    if call.state == state:
        return
    if state not in LEGAL[call.state]:
        raise IllegalStep(f"{call.state} to {state}")
    before, call.state = call.state, state
    happen(session, held.ticket, CallStepped(
        ticket_id=held.ticket.id, call_id=call.id, from_state=before, to_state=state, staff_id=call.staff_id,
    ), actor=actor, now=now)


def leg_changed(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime, actor: Actor = SYSTEM) -> None:
    """Tell how somebody takes part now."""
    happen(session, held.ticket, CallLegChanged(
        ticket_id=held.ticket.id, call_id=held.call.id, leg_id=leg.id, part=leg.part, state=leg.state,
        staff_id=leg.staff_id, held=leg.held, muted=leg.muted,
    ), actor=actor, now=now)
