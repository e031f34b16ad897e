"""What seats hold, derived from the work itself: never a counter (law 6).

A seat holds the conversations that it owns, and those that its librarian has joined beside the owner: whoever speaks
with a patron is as busy with it as who has it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.seats.capacity import Load
from contactcenter.tickets.tables import GuestRow, TicketRow

IN_CONVERSATION = ("open", "waiting_patron")
"""Lanes of a live ticket that somebody holds: waiting for the patron's next line is still a conversation."""
IS_LIVE = text("live")
"""As the partial index says it, word for word, or SQLite would not use it."""
BESIDE: tuple[ColumnElement[bool], ...] = (
    GuestRow.joined_at.is_not(None), TicketRow.id == GuestRow.ticket_id, TicketRow.live.is_(True),
    or_(*(TicketRow.lane == one for one in ("waiting", *IN_CONVERSATION))),
    or_(TicketRow.assignee_id.is_(None), TicketRow.assignee_id != GuestRow.staff_id),
)
"""Of guests and tickets: somebody speaks with the patron without being the owner, whether or not anybody else is."""


async def loads(session: AsyncSession, staff_ids: Iterable[int]) -> dict[int, Load]:
    """What each of these seats holds. What rings there is no part of it: nothing else rings meanwhile."""
    wanted = sorted(set(staff_ids))
    live: dict[int, dict[str, int]] = {one: {} for one in wanted}
    if not wanted:
        return {}
    for staff_id, channel, count in await session.execute(
        select(TicketRow.assignee_id, TicketRow.channel, func.count())
        .where(IS_LIVE, TicketRow.assignee_id.in_(wanted), TicketRow.lane.in_(IN_CONVERSATION))
        .group_by(TicketRow.assignee_id, TicketRow.channel)
    ):
        live[int(str(staff_id))][channel] = count
    for staff_id, channel, count in await session.execute(
        select(GuestRow.staff_id, TicketRow.channel, func.count())
        .where(*BESIDE, GuestRow.staff_id.in_(wanted)).group_by(GuestRow.staff_id, TicketRow.channel)
    ):
        live[staff_id][channel] = live[staff_id].get(channel, 0) + count
    return {one: Load(live[one]) for one in wanted}
