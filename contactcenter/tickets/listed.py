"""Tickets as rows: as all who may see one see it, and as one viewer does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.db.prepared import Found, Prepared
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.shapes.tickets import TicketRow as TicketShape
from contactcenter.tickets.in_hand import TicketInHand
from contactcenter.tickets.row import audience
from contactcenter.tickets.tables import NOT_WAITING, ReadRow, TicketRow

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
        live=ticket.live, call_kind=ticket.call_kind, priority=ticket.priority, due_kind=ticket.due_kind,
        due_at=ticket.due_at, due_near_at=ticket.due_near_at, pushed_until=ticket.pushed_until,
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
