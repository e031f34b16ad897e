"""What became of promises, for the board: the same counts as the reports', by queue."""

from __future__ import annotations

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared
from contactcenter.measures.span import Span
from contactcenter.measures.tables import PERIOD_US
from contactcenter.measures.tables import PromiseFactRow as Promise

_COUNTS = Prepared(
    select(
        func.coalesce(func.sum(case((Promise.kept, 1), else_=0)), 0).label("kept"),
        func.coalesce(func.sum(case((Promise.kept, 0), else_=1)), 0).label("broken"),
    ).where(
        Promise.at_in >= bindparam("first"), Promise.at_in <= bindparam("last"),
        Promise.at_us + 0 >= bindparam("since"), Promise.at_us + 0 < bindparam("until"),
    )
)


async def promised(session: AsyncSession, *, span: Span) -> tuple[int, int]:
    """How many promises of all kinds were kept in a span, and how many broken."""
    (row,) = await _COUNTS.rows(session, {
        "since": span.since, "until": span.until, "first": span.since // PERIOD_US, "last": span.until // PERIOD_US,
    })
    return int(row.kept), int(row.broken)
