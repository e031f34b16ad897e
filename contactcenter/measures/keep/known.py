"""What the next events are, and the facts that they may change, as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events import tail
from contactcenter.events.tables import EventRow
from contactcenter.measures.facts import SeatFact, TalkFact, TicketFact, WaitFact
from contactcenter.measures.keep.rows import COLUMNS
from contactcenter.measures.project import TELLING, Known, Told
from contactcenter.measures.tables import SeatFactRow, TalkFactRow, TicketFactRow, WaitFactRow
from contactcenter.tickets.tables import TicketRow

SET = 400
"""Events a transaction: some milliseconds of the one writer of SQLite."""
STRETCH = 20_000
"""Positions a round, where most of them tell nothing."""


async def told(session: AsyncSession, begun: int) -> tuple[list[Told], int]:
    """The next events that tell something, and the position up to which none of them is missing."""
    newest = min(await tail.head(session), begun + STRETCH)
    rows = (await session.execute(
        select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
        .where(EventRow.position > begun, EventRow.position <= newest, EventRow.type.in_(sorted(TELLING)))
        .order_by(EventRow.position).limit(SET)
    )).all()
    found = [Told(*row) for row in rows]
    return found, found[-1].position if len(found) == SET else newest


async def known(session: AsyncSession, told: Sequence[Told]) -> Known:
    """What these events may change, as it stands."""
    found = Known()
    numbers = sorted({one for event in told if (one := event.number("ticket_id")) is not None})
    if numbers:
        rows = await session.execute(select(*COLUMNS[TicketFactRow]).where(TicketFactRow.ticket_id.in_(numbers)))
        found.tickets = {row.ticket_id: TicketFact(*row) for row in rows}
        for wait in await session.execute(
            select(*COLUMNS[WaitFactRow]).where(WaitFactRow.ticket_id.in_(numbers), WaitFactRow.ended_us.is_(None))
        ):
            found.waits[wait.ticket_id] = WaitFact(*wait)
        for talk in await session.execute(
            select(*COLUMNS[TalkFactRow]).where(TalkFactRow.ticket_id.in_(numbers), TalkFactRow.ended_us.is_(None))
        ):
            found.talks[talk.ticket_id] = TalkFact(*talk)
    fresh = [event.number("ticket_id") for event in told if event.type == "ticket.opened"]
    if fresh:
        # It never changes, and stays where it stands, whatever is erased.
        found.languages = {row.id: row.locale for row in await session.execute(
            select(TicketRow.id, TicketRow.locale).where(TicketRow.id.in_(fresh))
        )}
    people = {one for event in told for name in ("staff_id", "to_staff_id") if (one := event.number(name)) is not None}
    people |= {ticket.assignee_id for ticket in found.tickets.values() if ticket.assignee_id is not None}
    people |= {talk.staff_id for talk in found.talks.values()}
    if people:
        await _know_seats(session, found, sorted(people))
    return found


async def _know_seats(session: AsyncSession, known: Known, people: Sequence[int]) -> None:
    for seat in await session.execute(
        select(*COLUMNS[SeatFactRow]).where(SeatFactRow.staff_id.in_(people), SeatFactRow.ended_us.is_(None))
    ):
        known.seats[seat.staff_id] = SeatFact(*seat)
    holding = await session.execute(
        select(TalkFactRow.staff_id, func.count().label("held"))
        .where(TalkFactRow.staff_id.in_(people), TalkFactRow.ended_us.is_(None)).group_by(TalkFactRow.staff_id)
    )
    known.holding = {row.staff_id: row.held for row in holding}
    newest = (
        select(TalkFactRow.staff_id, func.max(TalkFactRow.ended_us).label("at"))
        .where(TalkFactRow.staff_id.in_(people)).group_by(TalkFactRow.staff_id).subquery()
    )
    for last in await session.execute(
        select(*COLUMNS[TalkFactRow])
        .join(newest, (newest.c.staff_id == TalkFactRow.staff_id) & (newest.c.at == TalkFactRow.ended_us))
        .order_by(TalkFactRow.position)
    ):
        known.last[last.staff_id] = TalkFact(*last)
