"""What is counted by the hour, and histograms of how long things took."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.measures.answering import ABANDONED, SERVED
from contactcenter.measures.figures.made import Figures, Hour
from contactcenter.measures.figures.which import CAME, COUNTS, WRITTEN, Condition, Which, at, within
from contactcenter.measures.span import QUARTER_US, Days, LocalQuarters, Span
from contactcenter.measures.tables import PromiseFactRow as Promise
from contactcenter.measures.tables import TalkFactRow as Talk
from contactcenter.measures.tables import TicketFactRow as Ticket
from contactcenter.measures.tables import WaitFactRow as Wait

COUNTED = ("arrived", "answered", "served", "abandoned", "kept", "broken")
"""What is counted by the hour: of live inquiries served and abandoned, of promises kept and broken."""
Bucket = InstrumentedAttribute[int | None]


async def by_hour(session: AsyncSession, *, days: Days, which: Which) -> dict[Hour, list[int]]:
    """What is `COUNTED` in each hour of the library's clock."""
    found: dict[Hour, list[int]] = {}
    local, span = LocalQuarters(days.zone), days.span

    def take(quarter: object, name: str, many: object) -> None:
        found.setdefault(local.of(int(str(quarter))), [0] * len(COUNTED))[COUNTED.index(name)] += int(str(many))

    if which.staff_id is None:  # what arrives is nobody's yet
        quarter = Ticket.opened_us.op("/")(QUARTER_US)
        for then, many in await session.execute(
            select(quarter, func.count())
            .where(*within(Ticket.opened_in, Ticket.opened_us, span, which), *COUNTS, CAME,
                   *which.of(Ticket.queue_id, Ticket.channel, Ticket.language, None))
            .group_by(quarter)
        ):
            take(then, "arrived", many)
    quarter = Ticket.answered_us.op("/")(QUARTER_US)
    for then, many in await session.execute(
        select(quarter, func.count())
        .where(*within(Ticket.answered_in, Ticket.answered_us, span, which), *COUNTS, CAME,
               *which.of(Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.answered_by))
        .group_by(quarter)
    ):
        take(then, "answered", many)
    quarter = Wait.ended_us.op("/")(QUARTER_US)
    for then, served, abandoned in await session.execute(
        select(quarter, func.sum(case((SERVED, 1), else_=0)), func.sum(case((ABANDONED, 1), else_=0)))
        .where(*at(Wait.ended_us, span), *which.of(Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id))
        .group_by(quarter)
    ):
        take(then, "served", served)
        take(then, "abandoned", abandoned)
    quarter = Promise.at_us.op("/")(QUARTER_US)
    for then, kept, many in await session.execute(
        select(quarter, Promise.kept, func.count())
        .where(*within(Promise.at_in, Promise.at_us, span, which),
               *which.of(Promise.queue_id, Promise.channel, Promise.language, Promise.staff_id))
        .group_by(quarter, Promise.kept)
    ):
        take(then, "kept" if kept else "broken", many)
    return found


async def histograms(session: AsyncSession, span: Span, which: Which, made: Figures) -> None:
    """Fill the histograms of `made`."""
    made.answer, made.answer_open = await _histogram(session, Ticket.answer_bucket, Ticket.answer_open_bucket, [
        *within(Ticket.answered_in, Ticket.answered_us, span, which), WRITTEN, *COUNTS,
        *which.of(Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.answered_by),
    ])
    made.waited, _ = await _histogram(session, Wait.wait_bucket, Wait.wait_bucket, [
        *at(Wait.ended_us, span), SERVED,
        *which.of(Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id),
    ])
    made.handled, _ = await _histogram(session, Talk.handle_bucket, Talk.handle_bucket, [
        *at(Talk.ended_us, span), *which.of(Talk.queue_id, Talk.channel, Talk.language, Talk.staff_id),
    ])


async def _histogram(
    session: AsyncSession, one: Bucket, other: Bucket, where: list[Condition]
) -> tuple[dict[int, int], dict[int, int]]:
    """How many are in each bucket, by two measures of their length."""
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for first, second, many in await session.execute(
        select(one, other, func.count()).where(*where).group_by(one, other)
    ):
        for counts, place in zip(found, (first, second), strict=True):
            counts[place or 0] = counts.get(place or 0, 0) + many
    return found
