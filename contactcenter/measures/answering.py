"""How live inquiries are answered: each measure's definition stands here once. The board and the reports use it alike.

The terms are those of call centres (Koole, *Call Center Optimization*, 2013; COPC CX Standard). A wait ends as
*served* (a librarian had it), *left* (its patron went before anybody of staff had said a word) or *other* (it was
closed, or left the line otherwise; no measure counts it). Nor does any count a wait that began in the middle of a
conversation (*again*: handed on to a queue, or put back): one conversation is answered once, after its first wait.
A *short abandon*, who leaves within `SHORT_S`, has hardly waited, and who leaves a wait that began outside of opening
hours was promised nobody: both count neither as abandoned nor against the service level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.db.prepared import Found, Prepared
from contactcenter.measures import outcomes
from contactcenter.measures.span import Span
from contactcenter.measures.sums import Sums, mean_s, share
from contactcenter.measures.tables import WaitFactRow as Wait

SHORT_S = 5.0
SHORT_US = int(SHORT_S * 1_000_000)
MINUTE_US = 60 * 1_000_000
LEFT = Wait.outcome == outcomes.LEFT
SERVED = Wait.outcome == outcomes.SERVED
IN_LINE = Wait.outcome.is_(None) | SERVED | LEFT | (Wait.outcome == outcomes.OTHER)
"""A wait in the line; the other rows are calls that ended before it, those we dialled, and what is answered again."""
EARLY = case((Wait.outcome == outcomes.EARLY, 1), (Wait.outcome == outcomes.LATE_MESSAGE, -1), else_=0)
"""Who hung up before they stood in the line, or in the voicemail; of whom a message is found later, not any more."""
MESSAGES = (Wait.outcome == outcomes.MESSAGE) | (Wait.outcome == outcomes.LATE_MESSAGE)
DIALLED = Wait.outcome == outcomes.DIALLED
"""A call of ours, when its patron's telephone was rung; whose it was is `staff_id`."""
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


_NAMES = ("served", "within", "abandoned", "short", "outside", "messages", "called", "early", "waited_us", "longest_us")
_ENDED = (Wait.ended_us >= bindparam("since"), Wait.ended_us < bindparam("until"))
_SUMS = (
    select(
        Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id,
        *(func.sum(case((one, 1), else_=0)).label(name) for name, one in (
            ("served", SERVED), ("within", SERVED & (Wait.wait_us <= bindparam("target_us"))),
            ("abandoned", ABANDONED), ("short", LEFT & Wait.in_hours & (Wait.wait_us <= SHORT_US)),
            ("outside", LEFT & ~Wait.in_hours), ("messages", MESSAGES),
            ("called", DIALLED),
        )),
        func.sum(EARLY).label("early"),
        func.sum(case((SERVED, Wait.wait_us), else_=0)).label("waited_us"),
        func.max(case((SERVED | ABANDONED, Wait.wait_us), else_=0)).label("longest_us"),
    )
    .where(*_ENDED).group_by(Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id)
)
# Drawn twice a second: to put such a statement together takes longer than to run it.
_ALL_SUMS = Prepared(_SUMS)
_SINCE = bindparam("since", type_=BigInteger)
_BEGAN = Prepared(
    select(((Wait.began_us - _SINCE) // MINUTE_US).label("minute"), func.count().label("n"))
    .where(Wait.began_us >= bindparam("since"), Wait.began_us < bindparam("until"))
    .where(IN_LINE).group_by("minute")
)
_OVER = Prepared(
    select(
        ((Wait.ended_us - _SINCE) // MINUTE_US).label("minute"),
        func.sum(case((SERVED, 1), else_=0)).label("served"),
        func.sum(case((ABANDONED, 1), else_=0)).label("abandoned"),
    )
    .where(*_ENDED).group_by("minute")
)


class Cell(NamedTuple):
    """By what sums are kept. The reference record knows modes alone: of it, `channel` is `mode:` and a mode."""

    queue_id: int
    channel: str
    language: str
    staff_id: int | None


async def waits(
    session: AsyncSession, *, span: Span, target_s: float, where: Iterable[object] = (),
) -> dict[Cell, Sums]:
    """The sums of the waits that ended in a span, by queue, channel, language and whoever answered."""
    values: dict[str, object] = {"since": span.since, "until": span.until, "target_us": round(target_s * 1_000_000)}
    narrowed = tuple(where)
    rows: Iterable[Found] = (
        (await session.execute(_SUMS.where(*narrowed), values)).all()  # type: ignore[arg-type]  # conditions
        if narrowed else await _ALL_SUMS.rows(session, values)
    )
    return {
        Cell(row.queue_id, row.channel, row.language, row.staff_id):
            Sums(**{name: int(getattr(row, name)) for name in _NAMES})
        for row in rows
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
    counts = [[0, 0, 0] for _ in range(-((span.since - span.until) // MINUTE_US))]
    values: dict[str, object] = {"since": span.since, "until": span.until}
    for minute, began in await _BEGAN.rows(session, values):
        counts[int(str(minute))][0] = int(str(began))
    for minute, served, abandoned in await _OVER.rows(session, values):
        counts[int(str(minute))][1:] = int(str(served)), int(str(abandoned))
    begins = EPOCH + span.since * MICROSECOND
    return [Minute(begins + timedelta(minutes=at), *three) for at, three in enumerate(counts)]
