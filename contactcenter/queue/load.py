"""What seats hold, derived from the work itself: never a counter (law 6)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.seats.capacity import Load
from contactcenter.tickets.tables import TicketRow

IN_CONVERSATION = ("open", "waiting_patron")
"""Lanes of a live ticket that somebody holds: waiting for the patron's next line is still a conversation."""
IS_LIVE = text("live")
"""As the partial index says it, word for word, or SQLite would not use it."""


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
    return {one: Load(live[one]) for one in wanted}
