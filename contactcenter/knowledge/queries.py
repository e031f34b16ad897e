"""Reading snippets."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.knowledge.tables import SnippetRow

MOST = 2000
"""A console loads them once and filters as one types; more than this nobody finds anything in."""


async def snippets(session: AsyncSession, *, scope: Scope) -> list[SnippetRow]:
    """The snippets that a viewer may use, by shortcut."""
    query = select(SnippetRow).order_by(SnippetRow.shortcut, SnippetRow.locale, SnippetRow.id).limit(MOST)
    if not scope.sees_all:
        if not scope.queue_ids:
            return []
        query = query.where(or_(
            SnippetRow.department_id.is_(None), SnippetRow.department_id.in_(scope.department_ids)
        ))
    return list((await session.execute(query)).scalars())
