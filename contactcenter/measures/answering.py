"""How live inquiries are answered: each measure's definition stands here once. The board and the reports use it alike.

The terms are those of call centres (Koole, *Call Center Optimization*, 2013; COPC CX Standard). A wait ends as
*served* (a librarian had it), *left* (its patron went before anybody of staff had said a word) or *other* (it was
closed, or left the line otherwise; no measure counts it). A *short abandon*, who leaves within `SHORT_S`, has hardly
waited, and who leaves a wait that began outside of opening hours was promised nobody: both count neither as abandoned
nor against the service level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.measures.span import Span
from contactcenter.measures.sums import Sums, mean_s, share
from contactcenter.measures.tables import WaitFactRow as Wait

SHORT_S = 5.0
SHORT_US = int(SHORT_S * 1_000_000)
MINUTE_US = 60 * 1_000_000
LEFT = Wait.outcome == "left"
SERVED = Wait.outcome == "served"
ABANDONED = LEFT & Wait.in_hours & (Wait.wait_us > SHORT_US)


@dataclass(frozen=True, slots=True)
class Service:
    """`answered`: a librarian had it; `abandoned`: the patron left first, short abandons and closed hours left out.

    `service_level`: of both, the share answered within the target; `asa_s`: the mean wait of the answered (average
    speed of answer); `longest_s`: the longest wait of both. None where there is nothing to divide by.
    """

    answered: int
    abandoned: int
    service_level: float | None
    asa_s: float | None
    longest_s: float | None


def service(sums: Sums) -> Service:
    """The measures of these sums."""
    both = sums.served + sums.abandoned
    return Service(
        answered=sums.served, abandoned=sums.abandoned, service_level=share(sums.within, both),
        asa_s=mean_s(sums.waited_us, sums.served), longest_s=sums.longest_us / 1_000_000 if both else None,
    )


Cell = tuple[int, str, int | None]
"""Queue, channel, librarian."""


async def waits(
    session: AsyncSession, *, span: Span, target_s: float, where: Iterable[object] = ()
) -> dict[Cell, Sums]:
    """The sums of the waits that ended in a span, by queue, channel and whoever answered."""
    counts = [func.sum(case((one, 1), else_=0)) for one in (
        SERVED, SERVED & (Wait.wait_us <= round(target_s * 1_000_000)), ABANDONED,
        LEFT & Wait.in_hours & (Wait.wait_us <= SHORT_US), LEFT & ~Wait.in_hours,
    )]
    rows = await session.execute(
        select(
            Wait.queue_id, Wait.channel, Wait.staff_id, *counts, func.sum(case((SERVED, Wait.wait_us), else_=0)),
            func.max(case((SERVED | ABANDONED, Wait.wait_us), else_=0)),
        )
        .where(Wait.ended_us >= span.since, Wait.ended_us < span.until, *where)  # type: ignore[arg-type]  # conditions
        .group_by(Wait.queue_id, Wait.channel, Wait.staff_id)
    )
    return {
        (queue, channel, staff): Sums(
            served=int(served), within=int(within), abandoned=int(abandoned), short=int(short), outside=int(outside),
            waited_us=int(waited), longest_us=int(longest),
        )
        for queue, channel, staff, served, within, abandoned, short, outside, waited, longest in rows
    }


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened within a minute that begins at `at`."""

    at: datetime
    arrived: int
    answered: int
    abandoned: int


async def by_minute(session: AsyncSession, *, span: Span) -> list[Minute]:
    """The same minute by minute, and the waits that began then, over or not. The span begins with a minute."""
    minutes = -((span.since - span.until) // MINUTE_US)
    counts = [[0, 0, 0] for _ in range(minutes)]

    def place(at_us: int) -> int:
        return (at_us - span.since) // MINUTE_US

    for began in (await session.execute(
        select(Wait.began_us).where(Wait.began_us >= span.since, Wait.began_us < span.until)
    )).scalars():
        counts[place(began)][0] += 1
    for ended, outcome, counts_as_abandoned in await session.execute(
        select(Wait.ended_us, Wait.outcome, ABANDONED).where(Wait.ended_us >= span.since, Wait.ended_us < span.until)
    ):
        if outcome == "served":
            counts[place(ended or 0)][1] += 1
        elif counts_as_abandoned:
            counts[place(ended or 0)][2] += 1
    begins = EPOCH + span.since * MICROSECOND
    return [Minute(begins + timedelta(minutes=at), *three) for at, three in enumerate(counts)]
