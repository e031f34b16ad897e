"""What stands behind a number of the board: the tickets that it counts, in the order in which they matter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import Utc
from contactcenter.queue.line import STEP
from contactcenter.queue.load import BESIDE, IN_CONVERSATION, IS_LIVE
from contactcenter.tickets.tables import GuestRow, TicketRow

SHOWN = 200
"""So many are shown; who wants more looks at the list."""


def _lanes(*lanes: str) -> ColumnElement[bool]:
    """One of these; not by IN, whose list a prepared statement cannot hold."""
    return or_(*(TicketRow.lane == one for one in lanes))


WAITS = (IS_LIVE, TicketRow.lane == "waiting")
"""A patron at the other end whom nobody has answered."""
TALKS = (IS_LIVE, TicketRow.assignee_id.is_not(None), _lanes(*IN_CONVERSATION))
"""A conversation that somebody has at their seat."""
FAILED: tuple[ColumnElement[bool], ...] = (TicketRow.trouble.is_not(None), _lanes("waiting", "open"))
"""What we sent was not delivered, and nobody has dealt with it."""
SET_ASIDE: tuple[ColumnElement[bool], ...] = (TicketRow.set_aside_by.is_not(None), TicketRow.lane == "junk")

_NOW = bindparam("now", type_=Utc())
BROKEN: tuple[ColumnElement[bool], ...] = (TicketRow.due_at.is_not(None), TicketRow.due_at <= _NOW)
"""Something that was promised is overdue `now`."""
NEAR: tuple[ColumnElement[bool], ...] = (
    TicketRow.due_at.is_not(None), TicketRow.due_at > _NOW, TicketRow.due_near_at <= _NOW,
)
"""Something that was promised is due soon."""


async def what_is_due(session: AsyncSession, *, now: datetime) -> list[int]:
    """Tickets of which something is overdue or due soon, the longest overdue first."""
    rows = await session.execute(
        select(TicketRow.id).where(TicketRow.due_at.is_not(None), TicketRow.due_near_at <= now)
        .order_by(TicketRow.due_at, TicketRow.id).limit(SHOWN)
    )
    return list(rows.scalars())


async def who_waits(session: AsyncSession, *, queue_id: int) -> list[int]:
    """The line of a queue, by turns (`queue.line`): whose turn is next comes first."""
    rows = await session.execute(
        select(TicketRow.id, TicketRow.waiting_key, TicketRow.priority).where(*WAITS, TicketRow.queue_id == queue_id)
    )
    return [row.id for row in sorted(rows, key=lambda row: (row.waiting_key - STEP * row.priority, row.id))][:SHOWN]


async def who_talks(session: AsyncSession, *, staff_id: int) -> list[int]:
    """The conversations at a seat, the oldest first: its own, and those joined beside their owner."""
    joined = select(GuestRow.ticket_id).where(*BESIDE, GuestRow.staff_id == staff_id)
    rows = await session.execute(
        select(TicketRow.id).where(IS_LIVE, or_(
            and_(*TALKS[1:], TicketRow.assignee_id == staff_id), TicketRow.id.in_(joined),
        )).order_by(TicketRow.id).limit(SHOWN)
    )
    return list(rows.scalars())


async def what_failed(session: AsyncSession) -> list[int]:
    """Tickets with a failed delivery, the one that changed last first."""
    rows = await session.execute(
        select(TicketRow.id).where(*FAILED).order_by(TicketRow.updated_at.desc(), TicketRow.id.desc()).limit(SHOWN)
    )
    return list(rows.scalars())
