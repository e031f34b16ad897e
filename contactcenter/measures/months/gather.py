"""Count a month through: its sums by cells, and a mark of each of its facts. In the background, some rows at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.measures.answering import ABANDONED, SERVED, Cell
from contactcenter.measures.figures.cells import cells
from contactcenter.measures.figures.which import CAME, COUNTS, MODE, SPOKEN, Which, at, within
from contactcenter.measures.months.month import A_DAY, Marks, Month
from contactcenter.measures.span import QUARTER_US, Days, LocalQuarters
from contactcenter.measures.tables import PromiseFactRow as Promise
from contactcenter.measures.tables import RecordFactRow as Record
from contactcenter.measures.tables import TalkFactRow as Talk
from contactcenter.measures.tables import TicketFactRow as Ticket
from contactcenter.measures.tables import WaitFactRow as Wait

ROWS = 400
"""So many are taken in at a time, about a millisecond: whoever has something more pressing comes between."""
ALL = Which()
Found = Row[*tuple[object, ...]]


async def gather(session: AsyncSession, *, days: Days, target_s: float) -> Month:
    """A month that is over, as its facts are now."""
    span = days.span
    sums = await cells(session, span=span, which=ALL, target_s=target_s, now_us=span.until)
    made = Marks()
    local = LocalQuarters(days.zone)

    def hour(then_us: int) -> int:
        day, of_day = local.of(then_us // QUARTER_US)
        return (day - days.first).days * A_DAY + of_day

    async for row in _rows(session, select(Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.opened_us).where(
        *within(Ticket.opened_in, Ticket.opened_us, span, ALL), *COUNTS, CAME,
    )):
        made.place("arrived", Cell(row.queue_id, row.channel, row.language, None), hour(row.opened_us))
    async for row in _rows(session, select(
        Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.answered_by, Ticket.answered_us, Ticket.answer_bucket,
        Ticket.answer_open_bucket,
    ).where(*within(Ticket.answered_in, Ticket.answered_us, span, ALL), *COUNTS, CAME)):
        cell = Cell(row.queue_id, row.channel, row.language, row.answered_by)
        made.place("answered", cell, hour(row.answered_us))
        if row.channel not in SPOKEN:
            made.bucket("answer", cell, row.answer_bucket)
            made.bucket("answer_open", cell, row.answer_open_bucket)
    async for row in _rows(session, select(
        Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id, Wait.ended_us, Wait.wait_bucket,
        SERVED.label("served"),
    ).where(*at(Wait.ended_us, span), SERVED | ABANDONED)):
        cell = Cell(row.queue_id, row.channel, row.language, row.staff_id)
        made.place("served" if row.served else "abandoned", cell, hour(row.ended_us))
        if row.served:
            made.bucket("waited", cell, row.wait_bucket)
    async for row in _rows(session, select(
        Talk.queue_id, Talk.channel, Talk.language, Talk.staff_id, Talk.handle_bucket,
    ).where(*at(Talk.ended_us, span))):
        made.bucket("handled", Cell(row.queue_id, row.channel, row.language, row.staff_id), row.handle_bucket)
    async for row in _rows(session, select(
        Record.queue_id, Record.mode, Record.language, Record.staff_id, Record.need_id, Record.effort, Record.estimated,
    ).where(*within(Record.at_in, Record.at_us, span, ALL), Record.kind == "reference")):
        cell = Cell(row.queue_id, MODE + row.mode, row.language, row.staff_id)
        made.kind(cell, (row.need_id, row.effort, bool(row.estimated)))
    async for row in _rows(session, select(
        Promise.queue_id, Promise.channel, Promise.language, Promise.staff_id, Promise.kept, Promise.at_us,
    ).where(*within(Promise.at_in, Promise.at_us, span, ALL))):
        cell = Cell(row.queue_id, row.channel, row.language, row.staff_id)
        made.place("kept" if row.kept else "broken", cell, hour(row.at_us))
    return await asyncio.to_thread(Month, days, sums, made)


async def _rows(session: AsyncSession, query: Select[*tuple[object, ...]]) -> AsyncIterator[Found]:
    async for some in (await session.stream(query)).partitions(ROWS):
        for row in some:
            yield row
