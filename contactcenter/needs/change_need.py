"""Calling a need by other names, and putting it elsewhere in the tree."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.needs import NeedChanged, NeedMoved
from contactcenter.events.record import Actor
from contactcenter.needs.tables import NeedRow
from contactcenter.needs.tree import DEEPEST, Tree, below, depth, fresh, held, in_order, one, parent_of, siblings, tell
from contactcenter.shapes.needs import NeedChangeAsk, NeedMoveAsk
from contactcenter.tickets.errors import Invalid


async def change_need(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, need_id: int, ask: NeedChangeAsk
) -> NeedRow:
    """Give a need its names; to the same names, nothing changes.

    Raises `Forbidden`, `NotFound`, `Conflict("changed")` when somebody edited it after `expected_version`.
    """
    row = one(await held(session, scope), need_id)
    if (row.name, row.name_zh) == (ask.name, ask.name_zh):
        return row
    fresh(row, ask.expected_version)
    row.name, row.name_zh = ask.name, ask.name_zh
    row.version += 1
    await tell(session, NeedChanged(need_ids=(row.id,)), actor=actor, now=now)
    return row


async def move_need(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, need_id: int, ask: NeedMoveAsk
) -> NeedRow:
    """Put a need below another one, at a place among its siblings there (from 0; beyond the last: behind it).

    What stands below it comes along. Where it stands already nothing changes. Raises `Forbidden`, `NotFound`,
    `Conflict("changed")`; `Invalid` for a place below itself or too deep.
    """
    tree = await held(session, scope)
    row = one(tree, need_id)
    parent = parent_of(tree, ask.parent_id)
    beside = [each for each in siblings(tree, ask.parent_id) if each.id != row.id]
    place = min(ask.place, len(beside))
    if row.parent_id == ask.parent_id and siblings(tree, row.parent_id).index(row) == place:
        return row
    fresh(row, ask.expected_version)
    _may_stand_there(tree, row, parent)
    left = row.parent_id
    row.parent_id = ask.parent_id
    row.version += 1
    beside.insert(place, row)
    moved = {row.id, *in_order(beside)}
    if left != ask.parent_id:
        moved.update(in_order(siblings(tree, left)))
    await tell(session, NeedMoved(need_ids=tuple(sorted(moved))), actor=actor, now=now)
    return row


def _may_stand_there(tree: Tree, row: NeedRow, parent: NeedRow | None) -> None:
    under = below(tree, row.id)
    if parent is not None and (parent.id == row.id or parent in under):
        raise Invalid("parent_id", "A need cannot stand below itself.", code="below_itself")
    height = max((depth(tree, each) for each in under), default=depth(tree, row)) - depth(tree, row) + 1
    if depth(tree, parent) + height > DEEPEST:
        raise Invalid("parent_id", f"The tree is at most {DEEPEST} steps deep.", code="too_deep")
