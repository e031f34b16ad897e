"""What every change of the tree has in common: who may, the lock, the versions, the event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.event import Event
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.needs.tables import NeedRow
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound

STREAM = "needs"
STAFF = frozenset({"staff"})
"""Everyone of staff who belongs to a department."""
DEEPEST = 4
MOST = 1_000
"""A console loads the tree once; in a larger one nobody finds anything."""
Tree = dict[int, NeedRow]


async def held(session: AsyncSession, scope: Scope) -> Tree:
    """The whole tree, for change. Raises `Forbidden` for anyone but supervisors and admins.

    It is small and seldom changed: one lock on its first row keeps two changes of its shape apart.
    """
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins change the tree of needs.")
    await session.execute(select(NeedRow.id).order_by(NeedRow.id).limit(1).with_for_update())
    rows = (await session.execute(select(NeedRow).execution_options(populate_existing=True))).scalars()
    return {row.id: row for row in rows}


def one(tree: Tree, need_id: int) -> NeedRow:
    """The need itself. Raises `NotFound`."""
    if need_id not in tree:
        raise NotFound
    return tree[need_id]


def fresh(row: NeedRow, expected_version: int) -> None:
    """Raises `Conflict("changed")` for an edit over another one."""
    if row.version != expected_version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)


def parent_of(tree: Tree, parent_id: int | None) -> NeedRow | None:
    """Where something is put. Raises `Invalid` for what is not there or retired, or has no room below it."""
    if parent_id is None:
        return None
    parent = tree.get(parent_id)
    if parent is None or parent.retired_at is not None:
        raise Invalid("parent_id", "There is no such need: choose one from the tree.", code="unknown")
    return parent


def depth(tree: Tree, row: NeedRow | None) -> int:
    """How many steps down it stands; 1 for one at the top, 0 for the top itself."""
    steps = 0
    while row is not None:
        steps += 1
        row = tree[row.parent_id] if row.parent_id is not None else None
    return steps


def below(tree: Tree, need_id: int) -> list[NeedRow]:
    """Everything below a need, at any depth."""
    found: list[NeedRow] = []
    level = [need_id]
    while level:
        children = [row for row in tree.values() if row.parent_id in level]
        found += children
        level = [row.id for row in children]
    return found


def siblings(tree: Tree, parent_id: int | None) -> list[NeedRow]:
    """What stands below a parent (None: at the top), in order; retired ones too."""
    return sorted((row for row in tree.values() if row.parent_id == parent_id), key=lambda row: (row.place, row.id))


def in_order(rows: Sequence[NeedRow]) -> list[int]:
    """Number them by their order; the ids of those whose place changed."""
    moved = []
    for place, row in enumerate(rows):
        if row.place != place:
            row.place = place
            moved.append(row.id)
    return moved


async def tell(session: AsyncSession, event: Event, *, actor: Actor, now: datetime) -> None:
    """Record what happened to the tree."""
    version = await next_version(session, STREAM)
    record(session, event, stream=STREAM, version=version, actor=actor, at=now, seen_by=STAFF)


def ids(rows: Iterable[NeedRow]) -> tuple[int, ...]:
    """Their ids, ascending."""
    return tuple(sorted(row.id for row in rows))
