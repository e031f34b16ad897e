"""The lists: every page a merge of short index scans, whatever the number of tickets.

A page asks each (queue, lane) it covers for its next rows, each answered from one index that starts
with queue and lane and ends with the sort key; the database merges these and stops. Nothing is counted
over more than a thousand rows, nothing is sorted that is not already in order.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, bindparam, exists, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.db.prepared import Found, Prepared
from contactcenter.shapes.base import Lane
from contactcenter.shapes.me import Counts
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.shapes.tickets import TicketRow as TicketShape
from contactcenter.tickets.combinations import OWNED, require_served
from contactcenter.tickets.errors import Invalid, NotFound
from contactcenter.tickets.in_hand import TicketInHand
from contactcenter.tickets.row import audience, may_see
from contactcenter.tickets.states import ACTIVE, LISTED, WAKES
from contactcenter.tickets.tables import NOT_WAITING, GuestRow, ReadRow, TicketRow
from contactcenter.tickets.tag_tables import TicketTagRow

COUNT_STOPS = 1000
LANES: dict[str, tuple[str, ...]] = {
    "mine": ACTIVE[1:], "waiting": ("waiting",), "all": LISTED, "set_aside": ("junk", *sorted(WAKES)), "asked": LISTED,
}
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
        edge = _read_cursor(cursor, sort)
        here = tuple_(key, source.id)
        there = tuple_(literal(edge[0], key.type), literal(edge[1], source.id.type))
        if sort == "waiting" and edge[0] == NOT_WAITING:
            # All of them share this key, and SQLite seeks a pair by its first column alone: it would read
            # every closed ticket up to the cursor.
            common += [key == literal(edge[0], key.type), source.id > edge[1]]
        else:
            common.append(here < there if descending else here > there)
    if source is _TAGGED:
        scans = [[TicketTagRow.tag_id == tag, source.queue_id == queue, source.lane == one]
                 for queue in queues for one in lanes]
    elif owner is not None:
        scans = [[TicketRow.assignee_id == owner, TicketRow.lane == one, TicketRow.queue_id.in_(queues)]
                 for one in lanes]
    else:
        scans = _scans(scope, view, queues=queues, lanes=lanes, queue_id=queue_id)
    if tag is not None and little:
        common.append(exists().where(TicketTagRow.tag_id == tag, TicketTagRow.ticket_id == TicketRow.id))
    if rule is not None:
        scans = [_set_aside(queue, rule) for queue in queues] if view == "set_aside" and lanes else []
    order = (key.desc(), source.id.desc()) if descending else (key, source.id)
    parts = [
        select(source.id.label("id"), key.label("key")).where(*scan, *common).order_by(*order).limit(limit + 1)
        .subquery()
        for scan in scans
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


def _scans(
    scope: Scope, view: str, *, queues: Sequence[int], lanes: Sequence[str], queue_id: int | None
) -> list[list[ColumnElement[bool]]]:
    if view in ("mine", "asked"):
        if scope.staff_id is None or (queue_id is not None and queue_id not in queues and view == "mine"):
            return []
        if view == "mine":
            # What one person has open is bounded by what a person can do: one scan a lane, sorted there.
            own: list[ColumnElement[bool]] = [] if queue_id is None else [TicketRow.queue_id == queue_id]
            return [[TicketRow.assignee_id == scope.staff_id, TicketRow.lane == one, *own] for one in lanes]
        asked = select(GuestRow.ticket_id).where(GuestRow.staff_id == scope.staff_id)
        there: list[ColumnElement[bool]] = [] if queue_id is None else [TicketRow.queue_id == queue_id]
        return [[TicketRow.id.in_(asked), TicketRow.lane.in_(lanes), *there]] if lanes else []
    if view == "set_aside":
        return [_set_aside(queue) for queue in queues] if lanes else []
    return [[TicketRow.queue_id == queue, TicketRow.lane == one] for queue in queues for one in lanes]


def _set_aside(queue: int, rule: str | None = None) -> list[ColumnElement[bool]]:
    """What is set aside in a queue, or what one rule keeps set aside there."""
    by = TicketRow.set_aside_by.is_not(None) if rule is None else TicketRow.set_aside_by == rule
    return [TicketRow.queue_id == queue, by, TicketRow.merged_into.is_(None)]


def write_cursor(key: datetime, ticket_id: int, sort: str) -> str:
    """Where a page ended: opaque to clients, and only for the sort it was made under."""
    packed = orjson.dumps([sort, (key - EPOCH) // MICROSECOND, ticket_id])
    return urlsafe_b64encode(packed).decode().rstrip("=")


def _read_cursor(cursor: str, sort: str) -> tuple[datetime, int]:
    try:
        name, micros, ticket_id = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name == sort and isinstance(micros, int) and isinstance(ticket_id, int) and abs(ticket_id) < 2**63:
            return EPOCH + MICROSECOND * micros, ticket_id
    except (ValueError, TypeError, OverflowError):
        pass
    raise Invalid("cursor", "This cursor is not one of ours for this sort: begin again without one.")


# Columns, not entities: a list only shows them, and the unit of work would cost as much as the query.
_ROWS = (
    select(*TicketRow.__table__.c, StaffRow.name.label("assignee_name"))
    .outerjoin(StaffRow, StaffRow.id == TicketRow.assignee_id)
    .where(TicketRow.id.in_(bindparam("ids", expanding=True)))
)
_ROW = Prepared(
    select(*TicketRow.__table__.c, StaffRow.name.label("assignee_name"))
    .outerjoin(StaffRow, StaffRow.id == TicketRow.assignee_id)
    .where(TicketRow.id == bindparam("id"))
)


def shape(ticket: Found | TicketInHand) -> TicketShape:
    """A ticket as everyone who may see it sees it."""
    return TicketShape.model_construct(
        id=ticket.id, version=ticket.version, subject=ticket.subject, channel=ticket.channel,
        queue_id=ticket.queue_id, state=ticket.state, lane=ticket.lane, assignee_id=ticket.assignee_id,
        assignee_name=ticket.assignee_name, patron_id=ticket.patron_id, patron_name=ticket.patron_name,
        locale=ticket.locale, preview=ticket.preview, preview_by=ticket.preview_by, created_at=ticket.created_at,
        updated_at=ticket.updated_at, waiting_since=None if ticket.waiting_key == NOT_WAITING else ticket.waiting_key,
        snoozed_until=ticket.snoozed_until, last_patron_version=ticket.last_patron_version,
        message_count=ticket.message_count, merged_into=ticket.merged_into,
        live=ticket.live, priority=ticket.priority, due_kind=ticket.due_kind, due_at=ticket.due_at,
        due_near_at=ticket.due_near_at, pushed_until=ticket.pushed_until,
        offered_to=ticket.offered_to, trouble=ticket.trouble, tags=ticket.tag_ids, set_aside_by=ticket.set_aside_by,
    )


async def _rows(session: AsyncSession, ids: Sequence[int]) -> Sequence[Found]:
    return (await session.execute(_ROWS, {"ids": list(ids)})).all()


async def rows(session: AsyncSession, ids: Sequence[int]) -> dict[int, TicketShape]:
    """Tickets by id, without asking who looks: the caller has."""
    found = await session.execute(_ROWS, {"ids": list(ids)})
    return {ticket.id: shape(ticket) for ticket in found}


async def rows_for_all(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[TicketShape, frozenset[str]]]:
    """Tickets by id, each with the audience that may see it now."""
    found = await (_ROW.rows(session, {"id": ids[0]}) if len(ids) == 1 else _rows(session, ids))
    return {ticket.id: (shape(ticket), audience(ticket)) for ticket in found}


_AUDIENCES = select(
    TicketRow.id, TicketRow.queue_id, TicketRow.assignee_id, TicketRow.guest_ids, TicketRow.offered_to
).where(TicketRow.id.in_(bindparam("ids", expanding=True)))


async def audiences(session: AsyncSession, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Who may see each of these tickets now; those that there are."""
    return {ticket.id: audience(ticket) for ticket in await session.execute(_AUDIENCES, {"ids": list(ids)})}


async def listed_many(session: AsyncSession, *, scope: Scope, ids: Sequence[int]) -> list[ListedTicket]:
    """Rows for one viewer, in the order of the ids. The caller has made sure they may see them."""
    if not ids:
        return []
    read = select(ReadRow.ticket_id, ReadRow.version).where(
        ReadRow.staff_id == (scope.staff_id or 0), ReadRow.ticket_id.in_(ids)
    )
    versions = {row.ticket_id: row.version for row in await session.execute(read)}
    found = await rows(session, ids)
    return [
        ListedTicket.model_construct(**found[one].__dict__, read_version=versions.get(one, 0))
        for one in ids if one in found
    ]


async def listed(session: AsyncSession, *, scope: Scope, ticket_id: int) -> ListedTicket:
    """One row. Raises `NotFound` when it is not the viewer's to see."""
    await see(session, scope=scope, ticket_id=ticket_id)
    return (await listed_many(session, scope=scope, ids=[ticket_id]))[0]


async def see(session: AsyncSession, *, scope: Scope, ticket_id: int) -> TicketRow:
    """The ticket, if the viewer may see it. Raises `NotFound`."""
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None or not may_see(scope, ticket):
        raise NotFound
    return ticket


async def of_patron(
    session: AsyncSession, *, scope: Scope, patron_id: int, cursor: str | None, limit: int
) -> tuple[list[ListedTicket], str | None]:
    """A patron's inquiries that the viewer may see, newest first."""
    query = select(TicketRow.id, TicketRow.created_at).where(TicketRow.patron_id == patron_id)
    if not scope.sees_all:
        query = query.where(TicketRow.queue_id.in_(scope.queue_ids))
    if cursor is not None:
        at, ticket_id = _read_cursor(cursor, "created")
        query = query.where(tuple_(TicketRow.created_at, TicketRow.id) < tuple_(
            literal(at, TicketRow.created_at.type), literal(ticket_id, TicketRow.id.type)
        ))
    found = (await session.execute(
        query.order_by(TicketRow.created_at.desc(), TicketRow.id.desc()).limit(limit + 1)
    )).all()
    items = await listed_many(session, scope=scope, ids=[row.id for row in found[:limit]])
    more = len(found) > limit
    return items, write_cursor(found[limit - 1].created_at, found[limit - 1].id, "created") if more else None


async def counts(session: AsyncSession, *, scope: Scope) -> Counts:
    """How many rows each view has, up to `COUNT_STOPS`. `position` is for the caller to fill."""
    queues = sorted(scope.queue_ids)
    numbers: dict[str, int] = {}
    for view in ("mine", "waiting", "all", "set_aside", "asked"):
        scans = _scans(scope, view, queues=queues, lanes=LANES[view], queue_id=None)
        numbers[view] = await _count(session, scans)
    unread = 0
    if scope.staff_id is not None:
        unread = (await session.execute(
            select(func.count())
            .select_from(TicketRow)
            .outerjoin(ReadRow, (ReadRow.ticket_id == TicketRow.id) & (ReadRow.staff_id == scope.staff_id))
            .where(
                TicketRow.assignee_id == scope.staff_id, TicketRow.lane.in_(LANES["mine"]),
                TicketRow.last_patron_version > func.coalesce(ReadRow.version, 0),
            )
        )).scalar_one()
    return Counts(**numbers, unread_mine=min(unread, COUNT_STOPS), position=0)


async def set_aside_here(session: AsyncSession, *, scope: Scope, rules: Sequence[str]) -> dict[str, int]:
    """How many tickets each rule keeps set aside in the viewer's queues, up to `COUNT_STOPS`."""
    queues = sorted(scope.queue_ids)
    return {
        rule: await _count(session, [_set_aside(queue, rule) for queue in queues]) for rule in rules
    }


async def _count(session: AsyncSession, scans: list[list[ColumnElement[bool]]]) -> int:
    if not scans:
        return 0
    parts = [select(TicketRow.id).where(*scan).limit(COUNT_STOPS).subquery() for scan in scans]
    capped = union_all(*(select(part.c.id) for part in parts)).limit(COUNT_STOPS).subquery()
    return int((await session.execute(select(func.count()).select_from(capped))).scalar_one())
