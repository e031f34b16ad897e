"""A ticket is not closed under somebody who is on the telephone, unless that is what was meant."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.calls.tables import CallRow
from contactcenter.tickets.errors import Conflict
from contactcenter.tickets.tables import TicketRow


async def refuse_talking(session: AsyncSession, *, ticket_id: int) -> None:
    """Raises `Conflict("talking")` where the patron of this ticket talks: closing it would cut them off."""
    own = aliased(TicketRow)
    talking = (
        select(CallRow.id).join(own, own.id == CallRow.ticket_id)
        .where(own.root_id == ticket_id, CallRow.state.in_(("talking", "held"))).limit(1)
    )
    if (await session.execute(talking)).first() is not None:
        raise Conflict("talking", "The patron is on the telephone. Closing this ticket ends the call: hang up first.")
