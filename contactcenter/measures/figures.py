"""What a report of a span is made of: sums by queue, channel and librarian, by quarter hour, and histograms.

Each is one statement over an index that holds all it needs: a year of 300,000 inquiries takes tenths of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.measures.answering import ABANDONED, SERVED, Cell, waits
from contactcenter.measures.span import QUARTER_US, Span
from contactcenter.measures.sums import Sums
from contactcenter.measures.tables import RecordFactRow as Record
from contactcenter.measures.tables import SeatFactRow as Seat
from contactcenter.measures.tables import TalkFactRow as Talk
from contactcenter.measures.tables import TicketFactRow as Ticket
from contactcenter.measures.tables import WaitFactRow as Wait
from contactcenter.needs.modes import mode_of

SPOKEN = ("phone", "walk_in", "web_chat")
"""Channels on which somebody stands or waits at the other end: their answers wait for no opening hours."""
COUNTS = (Ticket.junk.is_(False), Ticket.merged.is_(False))
"""What was set aside is no inquiry; what was merged into another is counted there."""
ESTIMATES = func.sum(case((Record.estimated, 1), else_=0))
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | InstrumentedAttribute[str]
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Which:
    """What a report is about: these queues, this channel, this librarian; None: all."""

    queue_ids: frozenset[int] | None = None
    channel: str | None = None
    staff_id: int | None = None

    def of(self, queue: Column, channel: Column | None, staff: Column | None) -> list[Condition]:
        """As conditions on the columns of a table of facts."""
        found: list[Condition] = []
        if self.queue_ids is not None:
            found.append(queue.in_(sorted(self.queue_ids)))
        if self.channel is not None and channel is not None:
            found.append(channel == (mode_of(self.channel) if channel is Record.mode else self.channel))
        if self.staff_id is not None and staff is not None:
            found.append(staff == self.staff_id)
        return found


@dataclass(slots=True)
class Figures:
    """`cells`: the sums by queue, channel and librarian. `quarters`: by quarter hour, what arrived and was answered.

    `ends`: by quarter hour, live inquiries answered and abandoned. Histograms: how many times are in each bucket.
    """

    cells: dict[Cell, Sums] = field(default_factory=dict)
    quarters: dict[int, tuple[int, int]] = field(default_factory=dict)
    ends: dict[int, tuple[int, int]] = field(default_factory=dict)
    waited: dict[int, int] = field(default_factory=dict)
    handled: dict[int, int] = field(default_factory=dict)
    answer: dict[int, int] = field(default_factory=dict)
    answer_open: dict[int, int] = field(default_factory=dict)
    resolve: dict[int, int] = field(default_factory=dict)
    resolve_open: dict[int, int] = field(default_factory=dict)
    needs: dict[int | None, Sums] = field(default_factory=dict)
    efforts: dict[int | None, Sums] = field(default_factory=dict)

    @property
    def whole(self) -> Sums:
        whole = Sums()
        for one in self.cells.values():
            whole.add(one)
        return whole

    def by(self, place: int) -> dict[int | str | None, Sums]:
        """The sums by queue (0), channel (1) or librarian (2)."""
        found: dict[int | str | None, Sums] = {}
        for cell, sums in self.cells.items():
            found.setdefault(cell[place], Sums()).add(sums)
        return found


async def figures(session: AsyncSession, *, span: Span, which: Which, target_s: float, now_us: int,
                  brief: bool = False) -> Figures:
    """All figures of a span. A seat's time is counted up to `now_us`. `brief`: nothing by the hour."""
    made = Figures()

    def add(cells: Mapping[Cell, Sums]) -> None:
        for cell, sums in cells.items():
            made.cells.setdefault(cell, Sums()).add(sums)

    if which.staff_id is None:  # nobody's yet
        add(await _arrived(session, span, which))
    add(await _answered(session, span, which))
    add(await _resolved(session, span, which))
    add(await _closed_first(session, span, which))
    add(await waits(session, span=span, target_s=target_s,
                    where=which.of(Wait.queue_id, Wait.channel, Wait.staff_id)))
    add(await _handled(session, span, which))
    add(await _seats(session, span, which, now_us))
    add(await _records(session, span, which))
    await _histograms(session, span, which, made)
    if not brief:
        made.needs = await reference_by(session, Record.need_id, span, which)
        made.efforts = await reference_by(session, Record.effort, span, which)
        made.quarters = await _quarters(session, span, which)
        made.ends = await _ends(session, span, which)
    return made


async def _arrived(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Ticket.queue_id, Ticket.channel, func.count())
        .where(*_in(Ticket.opened_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, None))
        .group_by(Ticket.queue_id, Ticket.channel)
    )
    return {(queue, channel, None): Sums(arrived=many) for queue, channel, many in rows}


async def _answered(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Ticket.queue_id, Ticket.channel, Ticket.answered_by, func.count(), func.sum(Ticket.answer_us),
               func.sum(Ticket.answer_open_us))
        .where(*_in(Ticket.answered_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, Ticket.answered_by))
        .group_by(Ticket.queue_id, Ticket.channel, Ticket.answered_by)
    )
    return {
        (queue, channel, staff): Sums(answered=many) if channel in SPOKEN else Sums(
            answered=many, written_answered=many, answer_us=int(clock or 0), answer_open_us=int(open_us or 0))
        for queue, channel, staff, many, clock, open_us in rows
    }


async def _resolved(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Ticket.queue_id, Ticket.channel, Ticket.closed_by, func.count(), func.sum(Ticket.resolve_us),
               func.sum(Ticket.resolve_open_us))
        .where(*_in(Ticket.closed_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, Ticket.closed_by))
        .group_by(Ticket.queue_id, Ticket.channel, Ticket.closed_by)
    )
    return {
        (queue, channel, staff): Sums(resolved=many) if channel in SPOKEN else Sums(
            resolved=many, written_resolved=many, resolve_us=int(clock or 0), resolve_open_us=int(open_us or 0))
        for queue, channel, staff, many, clock, open_us in rows
    }


async def _closed_first(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    answered = Ticket.answers > 0
    counts = [func.sum(case((one, 1), else_=0)) for one in (
        answered, answered & (Ticket.contacts == 1) & (Ticket.reopened == 0), Ticket.reopened > 0,
    )]
    rows = await session.execute(
        select(Ticket.queue_id, Ticket.channel, Ticket.closed_by, func.count(), *counts)
        .where(*_in(Ticket.first_closed_us, span), *COUNTS,
               *which.of(Ticket.queue_id, Ticket.channel, Ticket.closed_by))
        .group_by(Ticket.queue_id, Ticket.channel, Ticket.closed_by)
    )
    return {
        (queue, channel, staff): Sums(
            closed_first=many, closed_answered=int(of), first_contact=int(once), reopened=int(again))
        for queue, channel, staff, many, of, once, again in rows
    }


async def _handled(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Talk.queue_id, Talk.channel, Talk.staff_id, func.count(), func.sum(Talk.handle_us))
        .where(*_in(Talk.ended_us, span), *which.of(Talk.queue_id, Talk.channel, Talk.staff_id))
        .group_by(Talk.queue_id, Talk.channel, Talk.staff_id)
    )
    return {
        (queue, channel, staff): Sums(talks=many, handle_us=int(length or 0))
        for queue, channel, staff, many, length in rows
    }


async def _seats(session: AsyncSession, span: Span, which: Which, now_us: int) -> dict[Cell, Sums]:
    """Time at seats. A seat belongs to no queue and no channel: of those there is none."""
    if which.queue_ids is not None or which.channel is not None:
        return {}
    until = min(span.until, now_us)
    end = case((Seat.ended_us < until, Seat.ended_us), else_=until)
    begin = case((Seat.began_us > span.since, Seat.began_us), else_=span.since)
    works = Seat.busy | (Seat.presence == "wrap_up")
    sums: dict[Cell, Sums] = {}
    for ended in (Seat.ended_us > span.since, Seat.ended_us.is_(None)):  # each has an index
        rows = await session.execute(
            select(Seat.staff_id, func.sum(case((works, end - begin), else_=0)), func.sum(end - begin))
            .where(ended, Seat.began_us < until, works | (Seat.presence == "available"),
                   *which.of(Seat.staff_id, None, Seat.staff_id))
            .group_by(Seat.staff_id)
        )
        for staff, busy, staffed in rows:
            sums.setdefault((0, "", staff), Sums()).add(Sums(busy_us=int(busy), staffed_us=int(staffed)))
    return sums


async def _records(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Record.queue_id, Record.mode, Record.staff_id, Record.kind, func.count(), ESTIMATES,
               func.coalesce(func.sum(Record.minutes), 0), func.count(Record.minutes))
        .where(*_in(Record.at_us, span), *which.of(Record.queue_id, Record.mode, Record.staff_id))
        .group_by(Record.queue_id, Record.mode, Record.staff_id, Record.kind)
    )
    sums: dict[Cell, Sums] = {}
    for queue, mode, staff, kind, many, estimated, minutes, timed in rows:
        is_reference = kind == "reference"
        sums.setdefault((queue, f"mode:{mode}", staff), Sums()).add(Sums(
            reference=many if is_reference else 0, directional=0 if is_reference else many,
            estimated=int(estimated), minutes=int(minutes), timed=timed,
        ))
    return sums


async def reference_by(
    session: AsyncSession, column: InstrumentedAttribute[int | None], span: Span, which: Which
) -> dict[int | None, Sums]:
    """Reference transactions of a span by need or by effort."""
    rows = await session.execute(
        select(column, func.count(), ESTIMATES)
        .where(*_in(Record.at_us, span), Record.kind == "reference",
               *which.of(Record.queue_id, Record.mode, Record.staff_id))
        .group_by(column)
    )
    return {key: Sums(reference=many, estimated=int(estimated)) for key, many, estimated in rows}


async def _quarters(session: AsyncSession, span: Span, which: Which) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    if which.staff_id is None:
        quarter = Ticket.opened_us.op("/")(QUARTER_US)
        for at, many in await session.execute(
            select(quarter, func.count())
            .where(*_in(Ticket.opened_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, None))
            .group_by(quarter)
        ):
            found[int(at)] = (many, 0)
    quarter = Ticket.answered_us.op("/")(QUARTER_US)
    for at, many in await session.execute(
        select(quarter, func.count())
        .where(*_in(Ticket.answered_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, Ticket.answered_by))
        .group_by(quarter)
    ):
        found[int(at)] = (found.get(int(at), (0, 0))[0], many)
    return found


async def _ends(session: AsyncSession, span: Span, which: Which) -> dict[int, tuple[int, int]]:
    quarter = Wait.ended_us.op("/")(QUARTER_US)
    rows = await session.execute(
        select(quarter, func.sum(case((SERVED, 1), else_=0)), func.sum(case((ABANDONED, 1), else_=0)))
        .where(*_in(Wait.ended_us, span), *which.of(Wait.queue_id, Wait.channel, Wait.staff_id)).group_by(quarter)
    )
    return {int(at): (int(served), int(abandoned)) for at, served, abandoned in rows}


async def _histograms(session: AsyncSession, span: Span, which: Which, made: Figures) -> None:
    written = (Ticket.channel.not_in(SPOKEN), *COUNTS)
    answered = (*_in(Ticket.answered_us, span), *written,
                *which.of(Ticket.queue_id, Ticket.channel, Ticket.answered_by))
    closed = (*_in(Ticket.closed_us, span), *written, *which.of(Ticket.queue_id, Ticket.channel, Ticket.closed_by))
    waited = (*_in(Wait.ended_us, span), SERVED, *which.of(Wait.queue_id, Wait.channel, Wait.staff_id))
    talked = (*_in(Talk.ended_us, span), *which.of(Talk.queue_id, Talk.channel, Talk.staff_id))
    made.answer = await _histogram(session, Ticket.answer_bucket, answered)
    made.answer_open = await _histogram(session, Ticket.answer_open_bucket, answered)
    made.resolve = await _histogram(session, Ticket.resolve_bucket, closed)
    made.resolve_open = await _histogram(session, Ticket.resolve_open_bucket, closed)
    made.waited = await _histogram(session, Wait.wait_bucket, waited)
    made.handled = await _histogram(session, Talk.handle_bucket, talked)


async def _histogram(
    session: AsyncSession, bucket: InstrumentedAttribute[int | None], where: tuple[Condition, ...]
) -> dict[int, int]:
    rows = await session.execute(select(bucket, func.count()).where(*where).group_by(bucket))
    return {place: many for place, many in rows if place is not None}


def _in(column: Column, span: Span) -> Iterator[Condition]:
    yield column >= span.since
    yield column < span.until
