"""Saving an answer for the next time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.knowledge.snippet_rules import changed, keep, require_free, require_writable
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.shapes.pages import SnippetAsk


async def add_snippet(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: SnippetAsk
) -> SnippetRow:
    """Make a snippet. Raises `Forbidden`, `Invalid`, `Conflict("shortcut_taken")`."""
    require_writable(scope, ask.department_id)
    await require_free(session, ask)
    row = SnippetRow(**ask.model_dump(), created_at=now, changed_at=now)
    session.add(row)
    await keep(session, ask)
    await changed(session, snippet_id=row.id, actor=actor, now=now)
    return row
