"""A ticket is not closed under somebody who is on the telephone, unless that is what was meant."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.calls.states import ENDED_BY_CLOSING
from contactcenter.calls.tables import CallRow
from contactcenter.envelope import CallState
from contactcenter.tickets.errors import Conflict
from contactcenter.tickets.tables import TicketRow


async def refuse_talking(session: AsyncSession, *, ticket_id: int) -> None:
    """Raises `Conflict("talking")` where the patron of this ticket talks: closing it would cut them off."""
    if await _stands(session, ticket_id, ("talking", "held")):
        raise Conflict("talking", "The patron is on the telephone. Closing this ticket ends the call: hang up first.")


async def ends_a_call(session: AsyncSession, *, ticket_id: int) -> bool:
    """Whether closing it would end a call, in whichever state, or break the promise of one."""
    return await _stands(session, ticket_id, sorted(ENDED_BY_CLOSING))


async def _stands(session: AsyncSession, ticket_id: int, states: Collection[CallState]) -> bool:
    own = aliased(TicketRow)
    query = (
        select(CallRow.id).join(own, own.id == CallRow.ticket_id)
        .where(own.root_id == ticket_id, CallRow.state.in_(states)).limit(1)
    )
    return (await session.execute(query)).first() is not None
