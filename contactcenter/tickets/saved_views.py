"""Lists with a name: one's own, and those that a supervisor made for everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue import ViewsChanged
from contactcenter.events.record import Actor, record, staff_sees
from contactcenter.events.streams import next_version
from contactcenter.shapes import ListFilter, SavedView, SavedViewAsk
from contactcenter.tickets.combinations import require_served
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.tag_tables import SavedViewRow

STAFF = frozenset({"staff"})
MOST = 50
"""Of one person, or of everybody's."""


async def saved_views(session: AsyncSession, *, scope: Scope) -> list[SavedView]:
    """Everybody's and one's own, by name."""
    if not (scope.sees_all or scope.queue_ids):
        return []
    rows = (await session.execute(
        select(SavedViewRow).where(or_(SavedViewRow.owner_id.is_(None), SavedViewRow.owner_id == (scope.staff_id or 0)))
        .order_by(SavedViewRow.owner_id.is_not(None), SavedViewRow.name, SavedViewRow.id)
    )).scalars()
    return [shape(row) for row in rows]


def shape(row: SavedViewRow) -> SavedView:
    """A view as its people see it."""
    return SavedView(id=row.id, version=row.version, name=row.name, shared=row.owner_id is None,
                     filter=ListFilter.model_validate_json(row.filter))


async def save_view(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: SavedViewAsk
) -> SavedViewRow:
    """Give a list a name. Raises `Forbidden`, `Invalid` where no index serves it, `Conflict("view_there")`."""
    owner = _owner(scope, shared=ask.shared)
    require_served(ask.filter)
    await _require_free(session, owner, ask.name)
    many = (await session.execute(
        select(func.count()).select_from(SavedViewRow).where(SavedViewRow.owner_id.is_not_distinct_from(owner))
    )).scalar_one()
    if many >= MOST:
        raise Invalid("name", f"There are {MOST} views already: remove one first.")
    row = SavedViewRow(version=1, owner_id=owner, name=ask.name, filter=ask.filter.model_dump_json(), created_at=now,
                       changed_at=now)
    session.add(row)
    await _changed(session, row, actor=actor, now=now)
    return row


async def change_view(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, view_id: int, ask: SavedViewAsk
) -> SavedViewRow:
    """Let a view be another list, or have another name; to the same, nothing changes.

    Whose it is stays. Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("changed")`, `Conflict("view_there")`.
    """
    row = await _mine_to_change(session, scope, view_id)
    require_served(ask.filter)
    wanted = ask.filter.model_dump_json()
    if (row.name, row.filter) == (ask.name, wanted):
        return row
    if ask.expected_version != row.version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)
    if row.name != ask.name:
        await _require_free(session, row.owner_id, ask.name)
    row.name, row.filter, row.changed_at, row.version = ask.name, wanted, now, row.version + 1
    await _changed(session, row, actor=actor, now=now)
    return row


async def remove_view(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, view_id: int) -> None:
    """Throw a view away; no ticket is touched. Raises `NotFound` and `Forbidden`."""
    row = await _mine_to_change(session, scope, view_id)
    await session.delete(row)
    await _changed(session, row, actor=actor, now=now)


def _owner(scope: Scope, *, shared: bool) -> int | None:
    if not (scope.sees_all or scope.queue_ids):
        raise Forbidden("You belong to no department: ask a supervisor to add you to one.")
    if shared and not scope.sees_all:
        raise Forbidden("Only supervisors and admins make views for everybody. Save it for yourself.")
    if not shared and scope.staff_id is None:
        raise Forbidden("A program's token has no views of its own.")
    return None if shared else scope.staff_id


async def _mine_to_change(session: AsyncSession, scope: Scope, view_id: int) -> SavedViewRow:
    row = await session.get(SavedViewRow, view_id, with_for_update=True, populate_existing=True)
    if row is None or not (scope.sees_all or scope.queue_ids):
        raise NotFound
    if row.owner_id is None and not scope.sees_all:
        raise Forbidden("Only supervisors and admins change everybody's views. Save one for yourself.")
    if row.owner_id is not None and row.owner_id != scope.staff_id:
        raise NotFound
    return row


async def _require_free(session: AsyncSession, owner: int | None, name: str) -> None:
    taken = await session.execute(select(SavedViewRow.id).where(
        SavedViewRow.owner_id.is_not_distinct_from(owner), SavedViewRow.name == name,
    ))
    if taken.first() is not None:
        raise Conflict("view_there", "There is a view of this name already: choose another.")


async def _changed(session: AsyncSession, row: SavedViewRow, *, actor: Actor, now: datetime) -> None:
    await session.flush()
    owner = row.owner_id
    stream = "views" if owner is None else f"views:{owner}"
    record(session, ViewsChanged(view_id=row.id), stream=stream, version=await next_version(session, stream),
           actor=actor, at=now, seen_by=STAFF if owner is None else staff_sees(owner))
