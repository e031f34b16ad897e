"""Sum the facts of some days up."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.measures.figures.cells import cells
from contactcenter.measures.figures.made import Figures
from contactcenter.measures.figures.times import by_hour, histograms
from contactcenter.measures.figures.which import Which, within
from contactcenter.measures.span import Days, Span
from contactcenter.measures.tables import RecordFactRow as Record

Reference = dict[tuple[int | None, int | None, bool], int]


async def figures(
    session: AsyncSession, *, days: Days, which: Which, target_s: float, now_us: int, brief: bool = False
) -> Figures:
    """All figures of these days. A seat's time is counted up to `now_us`. `brief`: no parts, nothing by the hour."""
    made, span = Figures(), days.span
    found = await cells(session, span=span, which=which, target_s=target_s, now_us=now_us, brief=brief)
    made.take([(cell, sums.values) for cell, sums in found.items()], brief=brief)
    await histograms(session, span, which, made)
    if not brief:
        made.count_needs(await reference_by(session, span, which))
        made.hours.update(await by_hour(session, days=days, which=which))
    return made


async def reference_by(session: AsyncSession, span: Span, which: Which) -> Reference:
    """Reference transactions of a span by need, effort and whether they are estimates."""
    rows = await session.execute(
        select(Record.need_id, Record.effort, Record.estimated, func.count())
        .where(*within(Record.at_in, Record.at_us, span, which), Record.kind == "reference",
               *which.of(Record.queue_id, Record.mode, Record.language, Record.staff_id))
        .group_by(Record.need_id, Record.effort, Record.estimated)
    )
    return {(need_id, effort, bool(estimated)): many for need_id, effort, estimated, many in rows}
