"""Throwing a saved answer away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.knowledge.snippet_rules import changed, may_read, require_writable
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.tickets.errors import NotFound


async def remove_snippet(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, snippet_id: int
) -> None:
    """Delete a snippet. Raises `NotFound` and `Forbidden`."""
    row = await session.get(SnippetRow, snippet_id, with_for_update=True)
    if row is None or not may_read(scope, row.department_id):
        raise NotFound
    require_writable(scope, row.department_id)
    await session.delete(row)
    await changed(session, snippet_id=snippet_id, actor=actor, now=now)
