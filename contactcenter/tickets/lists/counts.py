"""How many a view has; nothing is counted further than a thousand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.shapes.me import Counts
from contactcenter.tickets.lists.scans import LANES, scans, set_aside, sits_in
from contactcenter.tickets.tables import ReadRow, TicketRow

COUNT_STOPS = 1000


async def counts(session: AsyncSession, *, scope: Scope) -> Counts:
    """How many rows each view has, up to `COUNT_STOPS`. `position` is for the caller to fill."""
    queues = sorted(scope.queue_ids)
    numbers: dict[str, int] = {}
    for view in ("mine", "waiting", "all", "set_aside", "asked"):
        asked = scans(scope, view, queues=queues, lanes=LANES[view], queue_id=None)
        if view == "mine" and asked:
            asked.append(sits_in(scope))  # the console shows them there
        numbers[view] = await _count(session, asked)
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
        rule: await _count(session, [set_aside(queue, rule) for queue in queues]) for rule in rules
    }


async def _count(session: AsyncSession, asked: list[list[ColumnElement[bool]]]) -> int:
    if not asked:
        return 0
    parts = [select(TicketRow.id).where(*scan).limit(COUNT_STOPS).subquery() for scan in asked]
    capped = union_all(*(select(part.c.id) for part in parts)).limit(COUNT_STOPS).subquery()
    return int((await session.execute(select(func.count()).select_from(capped))).scalar_one())
