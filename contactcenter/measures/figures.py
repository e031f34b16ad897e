"""What a report of a span is made of: sums by queue, channel and librarian, by quarter hour, and histograms.

Each is one statement over an index that holds all it needs: a year of 300,000 inquiries takes tenths of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contactcenter.measures.answering import ABANDONED, SERVED, Cell, waits
from contactcenter.measures.span import QUARTER_US, Span
from contactcenter.measures.sums import Sums
from contactcenter.measures.tables import PERIOD_US
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
WRITTEN = Ticket.channel.not_in(SPOKEN)
ESTIMATES = func.sum(case((Record.estimated, 1), else_=0))
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | InstrumentedAttribute[str]
Condition = ColumnElement[bool]
Key = TypeVar("Key", Cell, int | None)


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

    def add(self, other: Figures) -> None:
        """Take in the figures of another span: the two have no moment in common."""
        _merge(self.cells, other.cells)
        _merge(self.needs, other.needs)
        _merge(self.efforts, other.efforts)
        # At the border of two spans a quarter hour is in one of them alone.
        self.quarters.update(other.quarters)
        self.ends.update(other.ends)
        for name in ("waited", "handled", "answer", "answer_open", "resolve", "resolve_open"):
            counts: dict[int, int] = getattr(self, name)
            for place, many in getattr(other, name).items():
                counts[place] = counts.get(place, 0) + many

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


def _merge(mine: dict[Key, Sums], theirs: Mapping[Key, Sums]) -> None:
    for key, sums in theirs.items():
        mine.setdefault(key, Sums()).add(sums)


async def figures(session: AsyncSession, *, span: Span, which: Which, target_s: float, now_us: int,
                  brief: bool = False) -> Figures:
    """All figures of a span. A seat's time is counted up to `now_us`. `brief`: no parts, and nothing by the hour."""
    made = Figures()

    for part in (_arrived, _answered, _resolved, _closed_first, _records):
        if part is not _arrived or which.staff_id is None:  # what arrives is nobody's yet
            _merge(made.cells, await part(session, span, which, brief))
    _merge(made.cells, await waits(session, span=span, target_s=target_s,
                                   where=which.of(Wait.queue_id, Wait.channel, Wait.staff_id)))
    _merge(made.cells, await _handled(session, span, which))
    _merge(made.cells, await _seats(session, span, which, now_us))
    await _histograms(session, span, which, made)
    if not brief:
        await _by_need(session, span, which, made)
        made.quarters = await _quarters(session, span, which)
        made.ends = await _ends(session, span, which)
    return made


async def _cells(
    session: AsyncSession, sums: Mapping[str, ColumnElement[int]], where: list[Condition], period: Column,
    parts: tuple[Column, ...], *, brief: bool,
) -> dict[Cell, Sums]:
    """Sums (by their names) by queue, channel and librarian; `brief`: of all at once.

    First by period as well, in the order of the index: what is sorted then is a thousandth of the rows.
    """
    named = [one.label(name) for name, one in sums.items()]
    if brief:
        row = (await session.execute(select(*named).where(*where))).one()
        return {(0, "", None): Sums(**{name: int(value or 0) for name, value in zip(sums, row, strict=True)})}
    keys = [part.label(f"part{place}") for place, part in enumerate(parts)]
    by_period = select(*keys, *named).where(*where).group_by(period, *parts).subquery()
    of = [by_period.c[key.name] for key in keys]
    rows = await session.execute(
        select(*of, *(func.sum(by_period.c[name]) for name in sums)).group_by(*of)
    )
    cells: dict[Cell, Sums] = {}
    for queue, channel, *rest in rows:
        staff = rest.pop(0) if len(parts) > 2 else None  # noqa: PLR2004  # the librarian is the third
        made = Sums(**{name: int(value or 0) for name, value in zip(sums, rest, strict=True)})
        cells[int(str(queue)), str(channel), staff] = made
    return cells


def _many(condition: Condition) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _length(condition: Condition, column: Column) -> ColumnElement[int]:
    return func.sum(case((condition, column), else_=0))


async def _arrived(session: AsyncSession, span: Span, which: Which, brief: bool) -> dict[Cell, Sums]:  # noqa: FBT001
    where = [*_in(Ticket.opened_in, Ticket.opened_us, span), *COUNTS, *which.of(Ticket.queue_id, Ticket.channel, None)]
    return await _cells(session, {"arrived": func.count()}, where, Ticket.opened_in,
                        (Ticket.queue_id, Ticket.channel), brief=brief)


async def _answered(session: AsyncSession, span: Span, which: Which, brief: bool) -> dict[Cell, Sums]:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.answered_by)
    return await _cells(session, {
        "answered": func.count(), "written_answered": _many(WRITTEN), "answer_us": _length(WRITTEN, Ticket.answer_us),
        "answer_open_us": _length(WRITTEN, Ticket.answer_open_us),
    }, [*_in(Ticket.answered_in, Ticket.answered_us, span), *COUNTS, *which.of(*parts)], Ticket.answered_in, parts,
        brief=brief)


async def _resolved(session: AsyncSession, span: Span, which: Which, brief: bool) -> dict[Cell, Sums]:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.closed_by)
    return await _cells(session, {
        "resolved": func.count(), "written_resolved": _many(WRITTEN), "resolve_us": _length(WRITTEN, Ticket.resolve_us),
        "resolve_open_us": _length(WRITTEN, Ticket.resolve_open_us),
    }, [*_in(Ticket.closed_in, Ticket.closed_us, span), *COUNTS, *which.of(*parts)], Ticket.closed_in, parts,
        brief=brief)


async def _closed_first(session: AsyncSession, span: Span, which: Which, brief: bool) -> dict[Cell, Sums]:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.closed_by)
    answered = Ticket.answers > 0
    return await _cells(session, {
        "closed_first": func.count(), "closed_answered": _many(answered),
        "first_contact": _many(answered & (Ticket.contacts == 1) & (Ticket.reopened == 0)),
        "reopened": _many(Ticket.reopened > 0),
    }, [*_in(Ticket.first_closed_in, Ticket.first_closed_us, span), *COUNTS, *which.of(*parts)], Ticket.first_closed_in,
        parts, brief=brief)


async def _records(session: AsyncSession, span: Span, which: Which, brief: bool) -> dict[Cell, Sums]:  # noqa: FBT001
    parts = (Record.queue_id, Record.mode, Record.staff_id)
    found = await _cells(session, {
        "reference": _many(Record.kind == "reference"), "directional": _many(Record.kind == "directional"),
        "estimated": ESTIMATES, "minutes": func.sum(func.coalesce(Record.minutes, 0)),
        "timed": func.count(Record.minutes),
    }, [*_in(Record.at_in, Record.at_us, span), *which.of(*parts)], Record.at_in, parts, brief=brief)
    return {(queue, f"mode:{mode}", staff): sums for (queue, mode, staff), sums in found.items()}


async def _handled(session: AsyncSession, span: Span, which: Which) -> dict[Cell, Sums]:
    rows = await session.execute(
        select(Talk.queue_id, Talk.channel, Talk.staff_id, func.count(), func.sum(Talk.handle_us))
        .where(*_at(Talk.ended_us, span), *which.of(Talk.queue_id, Talk.channel, Talk.staff_id))
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


async def reference_by(session: AsyncSession, span: Span, which: Which) -> list[tuple[int | None, int | None, Sums]]:
    """Reference transactions of a span by need and effort."""
    rows = await session.execute(
        select(Record.need_id, Record.effort, func.count(), ESTIMATES)
        .where(*_in(Record.at_in, Record.at_us, span), Record.kind == "reference",
               *which.of(Record.queue_id, Record.mode, Record.staff_id))
        .group_by(Record.need_id, Record.effort)
    )
    return [(need, effort, Sums(reference=many, estimated=int(estimated))) for need, effort, many, estimated in rows]


async def _by_need(session: AsyncSession, span: Span, which: Which, made: Figures) -> None:
    for need, effort, sums in await reference_by(session, span, which):
        made.needs.setdefault(need, Sums()).add(sums)
        made.efforts.setdefault(effort, Sums()).add(sums)


async def _quarters(session: AsyncSession, span: Span, which: Which) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    if which.staff_id is None:
        quarter = Ticket.opened_us.op("/")(QUARTER_US)
        for at, many in await session.execute(
            select(quarter, func.count())
            .where(*_in(Ticket.opened_in, Ticket.opened_us, span), *COUNTS,
                   *which.of(Ticket.queue_id, Ticket.channel, None))
            .group_by(quarter)
        ):
            found[int(at)] = (many, 0)
    quarter = Ticket.answered_us.op("/")(QUARTER_US)
    for at, many in await session.execute(
        select(quarter, func.count())
        .where(*_in(Ticket.answered_in, Ticket.answered_us, span), *COUNTS,
               *which.of(Ticket.queue_id, Ticket.channel, Ticket.answered_by))
        .group_by(quarter)
    ):
        found[int(at)] = (found.get(int(at), (0, 0))[0], many)
    return found


async def _ends(session: AsyncSession, span: Span, which: Which) -> dict[int, tuple[int, int]]:
    quarter = Wait.ended_us.op("/")(QUARTER_US)
    rows = await session.execute(
        select(quarter, func.sum(case((SERVED, 1), else_=0)), func.sum(case((ABANDONED, 1), else_=0)))
        .where(*_at(Wait.ended_us, span), *which.of(Wait.queue_id, Wait.channel, Wait.staff_id)).group_by(quarter)
    )
    return {int(at): (int(served), int(abandoned)) for at, served, abandoned in rows}


async def _histograms(session: AsyncSession, span: Span, which: Which, made: Figures) -> None:
    made.answer, made.answer_open = await _histogram(session, Ticket.answer_bucket, Ticket.answer_open_bucket, [
        *_in(Ticket.answered_in, Ticket.answered_us, span), WRITTEN, *COUNTS,
        *which.of(Ticket.queue_id, Ticket.channel, Ticket.answered_by),
    ])
    made.resolve, made.resolve_open = await _histogram(session, Ticket.resolve_bucket, Ticket.resolve_open_bucket, [
        *_in(Ticket.closed_in, Ticket.closed_us, span), WRITTEN, *COUNTS,
        *which.of(Ticket.queue_id, Ticket.channel, Ticket.closed_by),
    ])
    made.waited, _ = await _histogram(session, Wait.wait_bucket, Wait.wait_bucket, [
        *_at(Wait.ended_us, span), SERVED, *which.of(Wait.queue_id, Wait.channel, Wait.staff_id),
    ])
    made.handled, _ = await _histogram(session, Talk.handle_bucket, Talk.handle_bucket, [
        *_at(Talk.ended_us, span), *which.of(Talk.queue_id, Talk.channel, Talk.staff_id),
    ])


Bucket = InstrumentedAttribute[int | None]


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


def _at(column: Column, span: Span) -> Iterator[Condition]:
    yield column >= span.since
    yield column < span.until


def _in(period: Column, column: Column, span: Span) -> Iterator[Condition]:
    """Within a span, by the index that begins with the period: plus nought, the times themselves look for no other."""
    yield period.between(span.since // PERIOD_US, span.until // PERIOD_US)
    yield column + 0 >= span.since
    yield column + 0 < span.until
