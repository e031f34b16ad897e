"""Lists with a name: one's own, and those that a supervisor made for a department or for everybody."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.events.catalogue.library import ViewsChanged
from contactcenter.events.record import Actor, record, staff_sees
from contactcenter.events.streams import next_version
from contactcenter.shapes.lists import ListFilter, SavedView, SavedViewAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.lists.combinations import require_served
from contactcenter.tickets.tag_tables import SavedViewRow

STAFF = frozenset({"staff"})
MOST = 50
"""Of one person, of a department's, or of everybody's."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a view is for: one person, a department, or (neither) everybody."""

    owner_id: int | None = None
    department_id: int | None = None


async def saved_views(session: AsyncSession, *, scope: Scope) -> list[SavedView]:
    """Everybody's, one's departments' (supervisors: all departments') and one's own, by name."""
    if not (scope.sees_all or scope.queue_ids):
        return []
    view = SavedViewRow
    of_department = true() if scope.sees_all else or_(
        view.department_id.is_(None), view.department_id.in_(sorted(scope.department_ids))
    )
    rows = (await session.execute(
        select(view)
        .where(or_(and_(view.owner_id.is_(None), of_department), view.owner_id == (scope.staff_id or 0)))
        .order_by(view.owner_id.is_not(None), view.department_id.is_not(None), view.department_id, view.name, view.id)
    )).scalars()
    return [shape(row) for row in rows]


def shape(row: SavedViewRow) -> SavedView:
    """A view as its people see it."""
    return SavedView(id=row.id, version=row.version, name=row.name, department_id=row.department_id,
                     shared=row.owner_id is None and row.department_id is None,
                     filter=ListFilter.model_validate_json(row.filter))


async def save_view(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: SavedViewAsk
) -> SavedViewRow:
    """Give a list a name. Raises `Forbidden`, `Invalid` where no index serves it, `Conflict("view_there")`."""
    whose = await _whose(session, scope, ask)
    require_served(ask.filter)
    await _require_room(session, whose, ask.name)
    row = SavedViewRow(version=1, owner_id=whose.owner_id, department_id=whose.department_id, name=ask.name,
                       filter=ask.filter.model_dump_json(), created_at=now, changed_at=now)
    session.add(row)
    await session.flush()
    await _changed(session, row.id, {whose}, actor=actor, now=now)
    return row


async def change_view(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, view_id: int, ask: SavedViewAsk
) -> SavedViewRow:
    """Let a view be another list, have another name, or be for others; to the same, nothing changes.

    Who has it no longer hears of it, too. Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("changed")`,
    `Conflict("view_there")`.
    """
    row = await _mine_to_change(session, scope, view_id)
    whose, before = await _whose(session, scope, ask), Whose(row.owner_id, row.department_id)
    require_served(ask.filter)
    wanted = ask.filter.model_dump_json()
    if (row.name, row.filter, before) == (ask.name, wanted, whose):
        return row
    if ask.expected_version != row.version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)
    if (row.name, before) != (ask.name, whose):
        await _require_room(session, whose, ask.name, moved=before != whose)
    row.name, row.filter, row.changed_at, row.version = ask.name, wanted, now, row.version + 1
    row.owner_id, row.department_id = whose.owner_id, whose.department_id
    await _changed(session, row.id, {before, whose}, actor=actor, now=now)
    return row


async def remove_view(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, view_id: int) -> None:
    """Throw a view away; no ticket is touched. Raises `NotFound` and `Forbidden`."""
    row = await _mine_to_change(session, scope, view_id)
    await session.delete(row)
    await _changed(session, view_id, {Whose(row.owner_id, row.department_id)}, actor=actor, now=now)


async def _whose(session: AsyncSession, scope: Scope, ask: SavedViewAsk) -> Whose:
    if not (scope.sees_all or scope.queue_ids):
        raise Forbidden("You belong to no department: ask a supervisor to add you to one.")
    if (ask.shared or ask.department_id is not None) and not scope.sees_all:
        raise Forbidden("Only supervisors and admins make views for others. Save it for yourself.")
    if ask.department_id is not None:
        if ask.shared:
            raise Invalid("department_id", "A view is for a department or for everybody: choose one.",
                          code="one_audience")
        if await session.get(DepartmentRow, ask.department_id) is None:
            raise Invalid("department_id", "There is no such department: choose one from the list.", code="unknown")
        return Whose(department_id=ask.department_id)
    if not ask.shared and scope.staff_id is None:
        raise Forbidden("A program's token has no views of its own.")
    return Whose() if ask.shared else Whose(owner_id=scope.staff_id)


async def _mine_to_change(session: AsyncSession, scope: Scope, view_id: int) -> SavedViewRow:
    row = await session.get(SavedViewRow, view_id, with_for_update=True, populate_existing=True)
    if row is None or not (scope.sees_all or scope.queue_ids):
        raise NotFound
    if row.owner_id is None and not scope.sees_all:
        if row.department_id is not None and row.department_id not in scope.department_ids:
            raise NotFound
        raise Forbidden("Only supervisors and admins change views that are for others. Save one for yourself.")
    if row.owner_id is not None and row.owner_id != scope.staff_id:
        raise NotFound
    return row


async def _require_room(session: AsyncSession, whose: Whose, name: str, *, moved: bool = True) -> None:
    """Their views have no other of this name, and (where it is one more of theirs) are not too many."""
    names = list((await session.execute(select(SavedViewRow.name).where(
        SavedViewRow.owner_id.is_not_distinct_from(whose.owner_id),
        SavedViewRow.department_id.is_not_distinct_from(whose.department_id),
    ))).scalars())
    if name in names:
        raise Conflict("view_there", "There is a view of this name already: choose another.")
    if moved and len(names) >= MOST:
        raise Invalid("name", f"There are {MOST} views already: remove one first.", code="too_many")


async def _changed(
    session: AsyncSession, view_id: int, whose: AbstractSet[Whose], *, actor: Actor, now: datetime
) -> None:
    """Told to all who had it and all who have it; it tells nothing but that there is something to load."""
    await session.flush()
    owners = {one.owner_id for one in whose}
    owner = None if None in owners else owners.pop()
    stream = "views" if owner is None else f"views:{owner}"
    record(session, ViewsChanged(view_id=view_id), stream=stream, version=await next_version(session, stream),
           actor=actor, at=now, seen_by=STAFF if owner is None else staff_sees(owner))
