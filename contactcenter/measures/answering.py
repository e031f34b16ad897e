"""How live inquiries are served: each measure defined once, over the waits that ended in a span.

As call centres define them (Koole, "Call Center Optimization", 2013, chapter 3): a *short abandon* (who left within
`SHORT_S`) had no chance to be served and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.queue.tables import WaitOutcome, WaitRow

SHORT_S = 5.0
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Waited:
    """A wait that is over."""

    queue_id: int
    channel: str
    began_at: datetime
    ended_at: datetime
    outcome: WaitOutcome

    @property
    def seconds(self) -> float:
        return (self.ended_at - self.began_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Service:
    """`answered`: a librarian had it; `abandoned`: the patron left first, short abandons left out.

    `service_level`: of both, the share answered within the target; `asa_s`: the mean wait of the answered (average
    speed of answer); `longest_s`: the longest wait of all. None where there is nothing to divide by.
    """

    answered: int
    abandoned: int
    service_level: float | None
    asa_s: float | None
    longest_s: float | None


def service(waits: Sequence[Waited], *, target_s: float) -> Service:
    """The measures of these waits."""
    answered = [one.seconds for one in waits if one.outcome == "served"]
    abandoned = [one.seconds for one in waits if one.outcome == "left" and one.seconds > SHORT_S]
    both = len(answered) + len(abandoned)
    return Service(
        answered=len(answered), abandoned=len(abandoned),
        service_level=sum(one <= target_s for one in answered) / both if both else None,
        asa_s=sum(answered) / len(answered) if answered else None,
        longest_s=max([*answered, *abandoned], default=None),
    )


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened within a minute that begins at `at`."""

    at: datetime
    arrived: int
    answered: int
    abandoned: int


def by_minute(
    waits: Iterable[Waited], arrived: Iterable[datetime], *, begins: datetime, minutes: int
) -> list[Minute]:
    """The same waits minute by minute, and those that began then, whether they are over or not."""
    counts = [[0, 0, 0] for _ in range(minutes)]

    def put(at: datetime, what: int) -> None:
        place = (at - begins) // MINUTE
        if 0 <= place < minutes:
            counts[place][what] += 1

    for at in arrived:
        put(at, 0)
    for one in waits:
        if one.outcome == "served":
            put(one.ended_at, 1)
        elif one.outcome == "left" and one.seconds > SHORT_S:
            put(one.ended_at, 2)
    return [Minute(begins + MINUTE * place, *three) for place, three in enumerate(counts)]


async def ended(session: AsyncSession, *, since: datetime, until: datetime) -> list[Waited]:
    """The waits that ended in a span (its end not included), in the order of their ends."""
    rows = await session.execute(
        select(WaitRow.queue_id, WaitRow.channel, WaitRow.began_at, WaitRow.ended_at, WaitRow.outcome)
        .where(WaitRow.ended_at >= since, WaitRow.ended_at < until).order_by(WaitRow.ended_at, WaitRow.id)
    )
    return [Waited(*row) for row in rows]  # type: ignore[arg-type]  # ended ones have an end and an outcome


async def began(session: AsyncSession, *, since: datetime, until: datetime) -> list[datetime]:
    """When waits began in a span."""
    rows = await session.execute(select(WaitRow.began_at).where(WaitRow.began_at >= since, WaitRow.began_at < until))
    return list(rows.scalars())
