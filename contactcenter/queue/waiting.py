"""Who waits, read from the tickets: what the line in memory is filled from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import MembershipRow
from contactcenter.db.prepared import Found
from contactcenter.queue.line import Kind, Waiting
from contactcenter.queue.load import IS_LIVE
from contactcenter.queue.tables import OfferRow, QueueRow
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.tables import TicketRow

REFUSES_FOR = timedelta(seconds=60)
"""Who declined is not asked for the same again within this, so that others are."""
_COLUMNS = (
    TicketRow.id, TicketRow.queue_id, TicketRow.channel, TicketRow.locale, TicketRow.priority, TicketRow.waiting_key,
    TicketRow.patron_id, QueueRow.priority.label("of_queue"), QueueRow.knows_first, QueueRow.by_language,
)
_WAITING = (
    select(*_COLUMNS).join(QueueRow, QueueRow.id == TicketRow.queue_id)
    .where(IS_LIVE, TicketRow.lane == "waiting", TicketRow.offered_to.is_(None))
)
MANY = 500


async def everybody(session: AsyncSession, *, now: datetime) -> list[Waiting]:
    """All who wait for a librarian now."""
    rows = (await session.execute(_WAITING)).all()
    found: list[Waiting] = []
    for begin in range(0, len(rows), MANY):
        found += await _dressed(session, rows[begin:begin + MANY], now)
    return found


async def these(session: AsyncSession, ticket_ids: Sequence[int], *, now: datetime) -> list[Waiting]:
    """Those of these tickets that wait."""
    rows = (await session.execute(_WAITING.where(TicketRow.id.in_(ticket_ids)))).all() if ticket_ids else ()
    return await _dressed(session, rows, now)


async def _dressed(session: AsyncSession, rows: Sequence[Found], now: datetime) -> list[Waiting]:
    if not rows:
        return []
    declined = await refused(session, [row.id for row in rows], now)
    known = await _known(session, sorted({
        row.patron_id for row in rows if row.patron_id is not None and row.knows_first
    }))
    return [
        Waiting(
            row.id,
            Kind(row.queue_id, row.channel, row.locale if row.by_language else "", row.priority + row.of_queue),
            row.waiting_key, known.get(row.patron_id), declined.get(row.id, {}),
        )
        for row in rows
    ]


async def refused(session: AsyncSession, ticket_ids: Sequence[int], now: datetime) -> dict[int, dict[int, datetime]]:
    """By ticket: who declined it lately, and until when each is not asked again; and who gave it away just now.

    What somebody had and let go is offered to others first, as long as any of the queue are available.
    """
    found: dict[int, dict[int, datetime]] = {}
    for ticket_id, staff_id, ended_at in await session.execute(
        select(OfferRow.ticket_id, OfferRow.staff_id, OfferRow.ended_at)
        .where(OfferRow.ticket_id.in_(ticket_ids), OfferRow.outcome == "declined")
        .where(OfferRow.ended_at > now - REFUSES_FOR)
    ):
        found.setdefault(ticket_id, {})[staff_id] = (ended_at or now) + REFUSES_FOR
    for ticket_id, staff_id in await session.execute(_had(ticket_ids)):
        if (await session.execute(_another(ticket_id, staff_id, now))).first() is not None:
            found.setdefault(ticket_id, {}).setdefault(staff_id, now + REFUSES_FOR)
    return found


def _had(ticket_ids: Sequence[int]) -> Select[int, int]:
    """Of these tickets, whoever accepted one last: in the line again before it was over, it was let go by them."""
    last = (
        select(func.max(OfferRow.id))
        .where(OfferRow.ticket_id.in_(ticket_ids), OfferRow.outcome == "accepted", OfferRow.kind != "consult",
               OfferRow.over_at.is_(None))
        .group_by(OfferRow.ticket_id)
    )
    return select(OfferRow.ticket_id, OfferRow.staff_id).where(OfferRow.id.in_(last))


def _another(ticket_id: int, staff_id: int, now: datetime) -> Select[int]:
    """Somebody else who is available in the ticket's queue."""
    return (
        select(SeatRow.staff_id)
        .join(MembershipRow, MembershipRow.staff_id == SeatRow.staff_id)
        .join(QueueRow, QueueRow.department_id == MembershipRow.department_id)
        .join(TicketRow, TicketRow.queue_id == QueueRow.id)
        .where(TicketRow.id == ticket_id, SeatRow.staff_id != staff_id)
        .where(SeatRow.presence == "available", SeatRow.alive_until > now).limit(1)
    )


async def _known(session: AsyncSession, patron_ids: Sequence[int]) -> dict[int | None, int]:
    """Who had each patron's newest inquiry that somebody had."""
    if not patron_ids:
        return {}
    newest = (
        select(TicketRow.patron_id, func.max(TicketRow.id).label("id"))
        .where(TicketRow.patron_id.in_(patron_ids), TicketRow.assignee_id.is_not(None))
        .group_by(TicketRow.patron_id).subquery()
    )
    rows = await session.execute(
        select(TicketRow.patron_id, TicketRow.assignee_id).join(newest, and_(newest.c.id == TicketRow.id))
    )
    return {row.patron_id: row.assignee_id for row in rows}
