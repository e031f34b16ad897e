"""Saved answers."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.knowledge.add_snippet import add_snippet
from contactcenter.knowledge.change_snippet import change_snippet
from contactcenter.knowledge.queries import snippets
from contactcenter.knowledge.remove_snippet import remove_snippet
from contactcenter.shapes.pages import Snippet, SnippetAsk, Snippets

routes = Routes("Snippets")


@routes.get("/snippets")
async def list_snippets(call: Call) -> Snippets:
    """My departments' snippets and everyone's, by shortcut."""
    rows = await snippets(call.session, scope=call.scope)
    return Snippets(items=[Snippet.model_validate(row) for row in rows])


@routes.post("/snippets", status=201, problems=(409,))
async def create_snippet(call: Call, ask: SnippetAsk) -> Snippet:
    """Save an answer for my department, or, as a supervisor, for everyone."""
    row = await add_snippet(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)
    return Snippet.model_validate(row)


@routes.put("/snippets/{snippet_id}", problems=(409,))
async def replace_snippet(call: Call, snippet_id: int, ask: SnippetAsk) -> Snippet:
    """Rewrite a saved answer."""
    row = await change_snippet(
        call.session, scope=call.scope, actor=call.actor, now=call.now, snippet_id=snippet_id, ask=ask
    )
    return Snippet.model_validate(row)


@routes.delete("/snippets/{snippet_id}")
async def delete_snippet(call: Call, snippet_id: int) -> None:
    """Throw a saved answer away."""
    await remove_snippet(
        call.session, scope=call.scope, actor=call.actor, now=call.now, snippet_id=snippet_id
    )
