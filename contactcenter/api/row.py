"""The ticket's row with which a route answers what was done to it."""

from __future__ import annotations

from contactcenter.api.route import Call
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.listed import listed_many


async def row_of(call: Call, ticket_id: int) -> ListedTicket:
    """The row as the verb left it. The verb made sure that the viewer saw it; now they may not any more."""
    await call.session.flush()
    return (await listed_many(call.session, scope=call.scope, ids=[ticket_id]))[0]
