"""Rewriting a saved answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.knowledge.snippet_rules import changed, keep, may_read, require_free, require_writable
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.shapes.pages import SnippetAsk
from contactcenter.tickets.errors import NotFound


async def change_snippet(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, snippet_id: int, ask: SnippetAsk
) -> SnippetRow:
    """Replace a snippet whole; to the same words, nothing changes.

    Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("shortcut_taken")`.
    """
    row = await session.get(SnippetRow, snippet_id, with_for_update=True)
    if row is None or not may_read(scope, row.department_id):
        raise NotFound
    require_writable(scope, row.department_id)
    require_writable(scope, ask.department_id)
    wanted = ask.model_dump()
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    await require_free(session, ask, but=row.id)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.changed_at = now
    await keep(session, ask)
    await changed(session, snippet_id=row.id, actor=actor, now=now)
    return row
