"""A page of a view: the next rows of every scan it covers, merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.accounts.scope import Scope
from contactcenter.shapes.base import Lane
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.lists.combinations import OWNED, require_served
from contactcenter.tickets.lists.cursor import read_cursor, write_cursor
from contactcenter.tickets.lists.scans import LANES, scans, set_aside
from contactcenter.tickets.tables import NOT_WAITING, TicketRow
from contactcenter.tickets.tag_tables import TicketTagRow

DESCENDING = {"updated": True, "created": True, "waiting": False}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page asks for."""

    view: str
    channel: str | None
    lane: str | None
    owner: int | None
    tag: int | None
    rule: str | None
    sort: str
    q: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """The table that a page is read from: the tickets, or their tags, which hold what a list by tag is made of."""

    id: InstrumentedAttribute[int]
    queue_id: InstrumentedAttribute[int]
    lane: InstrumentedAttribute[Lane]
    sorts: Mapping[str, InstrumentedAttribute[datetime]]


_TICKETS = _Source(TicketRow.id, TicketRow.queue_id, TicketRow.lane, {
    "updated": TicketRow.updated_at, "created": TicketRow.created_at, "waiting": TicketRow.waiting_key,
})
_TAGGED = _Source(TicketTagRow.ticket_id, TicketTagRow.queue_id, TicketTagRow.lane, {
    "updated": TicketTagRow.updated_at, "created": TicketTagRow.created_at, "waiting": TicketTagRow.waiting_key,
})


async def page(
    session: AsyncSession,
    *,
    scope: Scope,
    view: str,
    queue_id: int | None = None,
    channel: str | None = None,
    lane: str | None = None,
    rule: str | None = None,
    tag: int | None = None,
    owner: int | None = None,
    sort: str = "updated",
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[ListedTicket], str | None]:
    """A page of one view and the cursor of the next (None at the end). Raises `Invalid` for a bad cursor.

    `rule`: only what it has set aside. `owner`: only what this colleague has open. Filters that no index serves
    together are refused, too (`combinations`).
    """
    require_served(_Asked(view, channel, lane, owner, tag, rule, sort))
    little = view in ("mine", "asked") or owner is not None
    source = _TAGGED if tag is not None and not little else _TICKETS
    key, descending = source.sorts[sort], DESCENDING[sort]
    covered = OWNED if owner is not None else LANES[view]
    lanes = covered if lane is None else tuple(one for one in covered if one == lane)
    queues = sorted(scope.queue_ids if queue_id is None else scope.queue_ids & {queue_id})
    common: list[ColumnElement[bool]] = [] if channel is None else [TicketRow.channel == channel]
    if view == "set_aside" and lane is not None:
        common.append(TicketRow.lane == lane)
    if cursor is not None:
        common += _beyond(cursor, source=source, sort=sort)
    if tag is not None and little:
        common.append(exists().where(TicketTagRow.tag_id == tag, TicketTagRow.ticket_id == TicketRow.id))
    if rule is not None:
        asked = [set_aside(queue, rule) for queue in queues] if lanes else []
    elif source is _TAGGED:
        asked = [[TicketTagRow.tag_id == tag, source.queue_id == queue, source.lane == one]
                 for queue in queues for one in lanes]
    elif owner is not None:
        asked = [[TicketRow.assignee_id == owner, TicketRow.lane == one, TicketRow.queue_id.in_(queues)]
                 for one in lanes]
    else:
        asked = scans(scope, view, queues=queues, lanes=lanes, queue_id=queue_id)
    order = (key.desc(), source.id.desc()) if descending else (key, source.id)
    parts = [
        select(source.id.label("id"), key.label("key")).where(*scan, *common).order_by(*order).limit(limit + 1)
        .subquery()
        for scan in asked
    ]
    if not parts:
        return [], None
    merged = union_all(*(select(part.c.id, part.c.key) for part in parts)).subquery()
    ends = (merged.c.key.desc(), merged.c.id.desc()) if descending else (merged.c.key, merged.c.id)
    found = (await session.execute(select(merged.c.id, merged.c.key).order_by(*ends).limit(limit + 1))).all()
    ids = [row.id for row in found[:limit]]
    items = await listed_many(session, scope=scope, ids=ids)
    last = found[limit - 1] if len(found) > limit else None
    return items, None if last is None else write_cursor(last.key, last.id, sort)


def _beyond(cursor: str, *, source: _Source, sort: str) -> list[ColumnElement[bool]]:
    """What comes after the end of the page before. Raises `Invalid` for a bad cursor."""
    key = source.sorts[sort]
    at, ticket_id = read_cursor(cursor, sort)
    if sort == "waiting" and at == NOT_WAITING:
        # All of them share this key, and SQLite seeks a pair by its first column alone: it would read
        # every closed ticket up to the cursor.
        return [key == literal(at, key.type), source.id > ticket_id]
    here = tuple_(key, source.id)
    there = tuple_(literal(at, key.type), literal(ticket_id, source.id.type))
    return [here < there if DESCENDING[sort] else here > there]
