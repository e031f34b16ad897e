"""Patrons, for staff who belong to a department."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from contactcenter.api.query import Cursor, Limit, Paged, Query
from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import belongs, require_belonging
from contactcenter.events import tail
from contactcenter.patrons.change import change
from contactcenter.patrons.identify import NUMBERS
from contactcenter.patrons.queries import find, profile
from contactcenter.shapes.asks import PatronAsk
from contactcenter.shapes.pages import PatronPage
from contactcenter.shapes.tickets import Patron, TicketPage
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.lists.of_patron import of_patron
from contactcenter.tickets.name_patron import name_patron
from contactcenter.tickets.of_patron import with_history

routes = Routes("Patrons")


class PatronsQuery(Query):
    """Which patrons. A cursor holds one id, so a longer one is not ours."""

    limit: Limit = 50
    cursor: Annotated[Cursor, StringConstraints(max_length=22)] | None = None

    q: Annotated[
        str,
        StringConstraints(max_length=200),
        Field(description="How a name or an address begins; everyone, newest first, when empty."),
    ] = ""


@routes.get("/patrons")
async def list_patrons(call: Call, query: PatronsQuery) -> PatronPage:
    """Patrons by the beginning of their name or address."""
    if not belongs(call.scope):
        return PatronPage(items=[], next_cursor=None)
    items, cursor = await find(call.session, q=query.q, cursor=query.cursor, limit=query.limit)
    return PatronPage(items=await with_history(call.session, items), next_cursor=cursor)


@routes.get("/patrons/{patron_id}")
async def show_patron(call: Call, patron_id: int) -> Patron:
    """A patron's profile."""
    require_belonging(call.scope)
    return await _profile(call, patron_id)


@routes.patch("/patrons/{patron_id}")
async def change_patron(call: Call, patron_id: int, ask: PatronAsk) -> Patron:
    """Correct what is kept of a patron; only the fields given are written."""
    require_belonging(call.scope)
    known = await profile(call.session, patron_id=patron_id)
    if known is None or not await change(call.session, actor=call.actor, now=call.now, patron_id=patron_id, ask=ask):
        raise NotFound
    if ask.name:
        numbers = {said for one in known.identities if one.kind in NUMBERS for said in (one.value, one.shown)}
        await name_patron(call.session, actor=call.actor, now=call.now, patron_id=patron_id,
                          before={known.name, *numbers}, name=ask.name)
    await call.session.flush()
    return await _profile(call, patron_id)


@routes.get("/patrons/{patron_id}/tickets")
async def patrons_tickets(call: Call, patron_id: int, query: Paged) -> TicketPage:
    """A patron's inquiries that I may see, newest first."""
    require_belonging(call.scope)
    position = await tail.head(call.session)
    if await profile(call.session, patron_id=patron_id) is None:
        raise NotFound
    items, cursor = await of_patron(
        call.session, scope=call.scope, patron_id=patron_id, cursor=query.cursor, limit=query.limit
    )
    return TicketPage(items=items, next_cursor=cursor, position=position)


async def _profile(call: Call, patron_id: int) -> Patron:
    found = await profile(call.session, patron_id=patron_id)
    if found is None:
        raise NotFound
    return (await with_history(call.session, [found]))[0]
