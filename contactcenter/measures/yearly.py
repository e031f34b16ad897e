"""The yearly return: what ISO 2789 and ANSI/NISO Z39.7 ask a library for of its reference work.

Reference transactions apart from directional ones, each by the way it came and by month; reference ones by need and
effort as well. What nobody has confirmed is counted with the rest and, visibly, by itself: it is an estimate.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.measures.figures.cells import ESTIMATES
from contactcenter.measures.figures.made import Figures
from contactcenter.measures.figures.sum_up import reference_by
from contactcenter.measures.figures.which import Which
from contactcenter.measures.names import MODE_NAMES, mode_name
from contactcenter.measures.report import counted, effort_rows, need_rows
from contactcenter.measures.span import DAY, Days
from contactcenter.measures.tables import PERIOD_US
from contactcenter.measures.tables import RecordFactRow as Record
from contactcenter.shapes.needs import Kind
from contactcenter.shapes.reports import ReturnLine, YearlyReturn

MONTHS = 12
KINDS: tuple[Kind, ...] = ("reference", "directional")


async def yearly_return(session: AsyncSession, *, year: int, zone: ZoneInfo, now: datetime) -> YearlyReturn:
    """A calendar year's, in the library's zone. Every mode has its line, those without any, too."""
    counts: dict[tuple[str, str], list[int]] = {(kind, mode): [0] * MONTHS for kind in KINDS for mode in MODE_NAMES}
    estimates: dict[tuple[str, str], int] = {}
    for month in range(1, MONTHS + 1):
        first, following = date(year, month, 1), date(year + month // MONTHS, month % MONTHS + 1, 1)
        span = Days(first, following - DAY, zone).span
        for kind, mode, many, estimated in await session.execute(
            select(Record.kind, Record.mode, func.count(), ESTIMATES)
            .where(Record.at_in.between(span.since // PERIOD_US, span.until // PERIOD_US),
                   Record.at_us >= span.since, Record.at_us < span.until)
            .group_by(Record.kind, Record.mode)
        ):
            counts.setdefault((kind, mode), [0] * MONTHS)[month - 1] += many
            estimates[kind, mode] = estimates.get((kind, mode), 0) + int(estimated)
    whole = Days(date(year, 1, 1), date(year, 12, 31), zone).span
    made = Figures()
    made.count_needs(await reference_by(session, whole, Which()))
    lines = [
        ReturnLine(kind="reference" if kind == "reference" else "directional", mode=mode, name=mode_name(mode),
                   months=months, total=sum(months), estimated=estimates.get((kind, mode), 0))
        for (kind, mode), months in counts.items()
    ]
    totals = {kind: sum(one.total for one in lines if one.kind == kind) for kind in KINDS}
    return YearlyReturn(
        year=year, zone=zone.key, lines=lines,
        needs=await need_rows(session, made.needs), efforts=effort_rows(made.efforts),
        reference=totals["reference"], directional=totals["directional"],
        estimated=sum(one.estimated for one in lines), complete=(await counted(session, now=now))[1],
    )
