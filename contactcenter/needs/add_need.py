"""A new branch of the tree."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.needs import NeedAdded
from contactcenter.events.record import Actor
from contactcenter.needs.tables import NeedRow
from contactcenter.needs.tree import DEEPEST, MOST, Tree, depth, held, parent_of, siblings, tell
from contactcenter.shapes.needs import NeedAsk
from contactcenter.tickets.errors import Invalid

SLUG_CHARS = 56


async def add_need(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: NeedAsk) -> NeedRow:
    """Put a need behind its siblings; the same `client_id` again is the same need. Raises `Forbidden`, `Invalid`."""
    tree = await held(session, scope)
    known = next((row for row in tree.values() if row.client_id == ask.client_id), None)
    if known is not None:
        return known
    parent = parent_of(tree, ask.parent_id)
    if depth(tree, parent) >= DEEPEST:
        raise Invalid("parent_id", f"The tree is at most {DEEPEST} steps deep.", code="too_deep")
    if len(tree) >= MOST:
        raise Invalid("name", f"The tree has at most {MOST} needs.", code="too_many")
    row = NeedRow(
        parent_id=ask.parent_id, slug=_slug(tree, ask.name), name=ask.name, name_zh=ask.name_zh,
        place=len(siblings(tree, ask.parent_id)), version=1, client_id=ask.client_id,
    )
    session.add(row)
    await session.flush()
    await tell(session, NeedAdded(need_ids=(row.id,)), actor=actor, now=now)
    return row


def _slug(tree: Tree, name: str) -> str:
    """A name for programs, which stays when people call it otherwise."""
    taken = {row.slug for row in tree.values()}
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:SLUG_CHARS].strip("-") or "need"
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
