"""Taking a need out of use, and back into it. It is never deleted: what was recorded under it stays readable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.needs import NeedRestored, NeedRetired
from contactcenter.events.record import Actor
from contactcenter.needs.tables import NeedRow
from contactcenter.needs.tree import below, fresh, held, ids, one, tell
from contactcenter.tickets.errors import Conflict


async def retire_need(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, need_id: int, expected_version: int
) -> NeedRow:
    """Retire a need with all below it; a retired one stays as it is.

    Raises `Forbidden`, `NotFound`, `Conflict("changed")`.
    """
    tree = await held(session, scope)
    row = one(tree, need_id)
    if row.retired_at is not None:
        return row
    fresh(row, expected_version)
    going = [each for each in (row, *below(tree, row.id)) if each.retired_at is None]
    for each in going:
        each.retired_at = now
        each.version += 1
    await tell(session, NeedRetired(need_ids=ids(going)), actor=actor, now=now)
    return row


async def restore_need(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, need_id: int, expected_version: int
) -> NeedRow:
    """Take a need back into use, with what was retired along with it.

    Raises `Forbidden`, `NotFound`, `Conflict("changed")`, `Conflict("parent_retired")`.
    """
    tree = await held(session, scope)
    row = one(tree, need_id)
    if row.retired_at is None:
        return row
    fresh(row, expected_version)
    if row.parent_id is not None and tree[row.parent_id].retired_at is not None:
        raise Conflict("parent_retired", "What it stands below is retired: take that back into use first.", row.version)
    since = row.retired_at
    coming = [each for each in (row, *below(tree, row.id)) if each.retired_at == since]
    for each in coming:
        each.retired_at = None
        each.version += 1
    await tell(session, NeedRestored(need_ids=ids(coming)), actor=actor, now=now)
    return row
