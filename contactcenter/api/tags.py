"""Tags, and lists that are saved."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.api.row import row_of
from contactcenter.events import tail
from contactcenter.shapes.lists import SavedView, SavedViewAsk, SavedViews, Tag, TagAsk, Tags
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.saved_views import change_view, remove_view, save_view, saved_views, shape
from contactcenter.tickets.tag import tag_by_name, untag
from contactcenter.tickets.tags import all_tags, remove_tag, rename_tag

routes = Routes("Tags and views")


@routes.get("/tags")
async def list_tags(call: Call) -> Tags:
    """The library's tags, by name."""
    position = await tail.head(call.session)
    return Tags(items=await all_tags(call.session, scope=call.scope), position=position)


@routes.put("/tags/{tag_id}", problems=(409,))
async def call_tag(call: Call, tag_id: int, ask: TagAsk) -> Tag:
    """Call a tag otherwise, on every ticket."""
    row = await rename_tag(
        call.session, scope=call.scope, actor=call.actor, now=call.now, tag_id=tag_id, name=ask.name
    )
    return Tag.model_validate(row)


@routes.delete("/tags/{tag_id}")
async def delete_tag(call: Call, tag_id: int) -> None:
    """Take a tag out of the library: no ticket shows it any more."""
    await remove_tag(call.session, scope=call.scope, actor=call.actor, now=call.now, tag_id=tag_id)


@routes.post("/tickets/{ticket_id}/tags", problems=(409,))
async def tag_ticket(call: Call, ticket_id: int, ask: TagAsk) -> ListedTicket:
    """Put a tag on a ticket; one that nobody used before is made."""
    await tag_by_name(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, name=ask.name
    )
    return await row_of(call, ticket_id)


@routes.delete("/tickets/{ticket_id}/tags/{tag_id}", problems=(409,))
async def untag_ticket(call: Call, ticket_id: int, tag_id: int) -> ListedTicket:
    """Take a tag away from a ticket."""
    await untag(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, tag_id=tag_id)
    return await row_of(call, ticket_id)


@routes.get("/views")
async def list_views(call: Call) -> SavedViews:
    """Saved views: everybody's, my departments' and mine."""
    position = await tail.head(call.session)
    return SavedViews(items=await saved_views(call.session, scope=call.scope), position=position)


@routes.post("/views", status=201, problems=(409,))
async def create_view(call: Call, ask: SavedViewAsk) -> SavedView:
    """Give a list a name, for myself or, as a supervisor, for others; 422 says why a combination is not served."""
    return shape(await save_view(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask))


@routes.put("/views/{view_id}", problems=(409,))
async def replace_view(call: Call, view_id: int, ask: SavedViewAsk) -> SavedView:
    """Let a view be another list, have another name, or be for others."""
    return shape(await change_view(
        call.session, scope=call.scope, actor=call.actor, now=call.now, view_id=view_id, ask=ask
    ))


@routes.delete("/views/{view_id}")
async def delete_view(call: Call, view_id: int) -> None:
    """Throw a view away."""
    await remove_view(call.session, scope=call.scope, actor=call.actor, now=call.now, view_id=view_id)
