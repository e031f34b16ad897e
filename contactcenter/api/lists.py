"""The lists of tickets, their counts, and what a search finds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from contactcenter.api.query import IdNumber, Paged, Words
from contactcenter.api.route import Call, Routes
from contactcenter.events import tail
from contactcenter.events.catalogue.event import Code
from contactcenter.measures import rules
from contactcenter.shapes.base import Channel, Lane, Sort, View
from contactcenter.shapes.me import Counts, RuleCount, RuleCounts
from contactcenter.shapes.pages import SearchPage
from contactcenter.shapes.tickets import TicketPage
from contactcenter.tickets.lists.counts import counts, set_aside_here
from contactcenter.tickets.lists.page import page
from contactcenter.tickets.search import search
from contactcenter.tickets.state import STAFF

routes = Routes("Tickets")


class TicketsQuery(Paged):
    """Which tickets, in which order."""

    view: View = "all"
    queue: Annotated[IdNumber | None, Field(description="The id of one queue.")] = None
    channel: Channel | None = None
    lane: Lane | None = None
    rule: Annotated[Code | None, Field(description="Only what this rule has set aside (`staff`: by hand).")] = None
    tag: Annotated[IdNumber | None, Field(description="The id of a tag; not with a channel.")] = None
    owner: Annotated[IdNumber | None, Field(description="A colleague whose open work it is; with `all` only.")] = None
    sort: Sort = "updated"


class SearchQuery(Paged):
    """What to look for."""

    q: Annotated[Words, Field(description="Words in Chinese or English, or `#1042`.")]
    view: Annotated[Literal["set_aside"] | None, Field(description="Only among what is set aside.")] = None
    queue: Annotated[IdNumber | None, Field(description="Only in this queue.")] = None
    tag: Annotated[IdNumber | None, Field(description="Only what has this tag.")] = None


@routes.get("/tickets")
async def list_tickets(call: Call, query: TicketsQuery) -> TicketPage:
    """A page of the tickets that I may see."""
    position = await tail.head(call.session)
    items, cursor = await page(
        call.session, scope=call.scope, view=query.view, queue_id=query.queue, channel=query.channel,
        lane=query.lane, rule=query.rule, tag=query.tag, owner=query.owner, sort=query.sort, cursor=query.cursor,
        limit=query.limit,
    )
    return TicketPage(items=items, next_cursor=cursor, position=position)


@routes.get("/tickets/counts")
async def count_tickets(call: Call) -> Counts:
    """How many tickets each view has; counts stop at 1000."""
    position = await tail.head(call.session)
    found = await counts(call.session, scope=call.scope)
    return found.model_copy(update={"position": position})


@routes.get("/rules")
async def count_rules(call: Call) -> RuleCounts:
    """What each rule has set aside, and how often a librarian said that it was a question."""
    if not call.scope.queue_ids:
        return RuleCounts(items=[])
    lately = await rules.counts(call.session)
    here = await set_aside_here(call.session, scope=call.scope, rules=[*lately, STAFF])
    found = [
        RuleCount(rule=rule, here=number, set_aside=lately[rule].set_aside if rule in lately else 0,
                  rescued=lately[rule].rescued if rule in lately else 0)
        for rule, number in here.items()
    ]
    return RuleCounts(items=sorted(found, key=lambda one: (-one.here, -one.set_aside, one.rule)))


@routes.get("/search")
async def search_tickets(call: Call, query: SearchQuery) -> SearchPage:
    """Tickets whose messages have every word, newest first."""
    items, cursor = await search(
        call.session, scope=call.scope, q=query.q, cursor=query.cursor, limit=query.limit,
        set_aside=query.view == "set_aside", queue_id=query.queue, tag=query.tag,
    )
    return SearchPage(items=items, next_cursor=cursor)
