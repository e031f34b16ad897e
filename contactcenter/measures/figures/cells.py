"""Sums by queue, channel, language and librarian: each is one statement over an index that holds all it needs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.measures.answering import Cell, waits
from contactcenter.measures.figures.which import CAME, COUNTS, MODE, WRITTEN, Column, Condition, Which, at, within
from contactcenter.measures.span import Span
from contactcenter.measures.sums import Sums
from contactcenter.measures.tables import PromiseFactRow as Promise
from contactcenter.measures.tables import RecordFactRow as Record
from contactcenter.measures.tables import SeatFactRow as Seat
from contactcenter.measures.tables import TalkFactRow as Talk
from contactcenter.measures.tables import TicketFactRow as Ticket
from contactcenter.measures.tables import WaitFactRow as Wait

ESTIMATES = func.sum(case((Record.estimated, 1), else_=0))
Cells = dict[Cell, Sums]
NOWHERE = Cell(0, "", "", None)
PROMISES = {"first_answer": "first", "next_answer": "next", "resolution": "done"}
"""What the sums of each kind of promise are called by: `first_kept`, `first_broken`."""


async def cells(
    session: AsyncSession, *, span: Span, which: Which, target_s: float, now_us: int, brief: bool = False
) -> Cells:
    """All sums of a span. A seat's time is counted up to `now_us`. `brief`: those of tickets not by parts."""
    made: Cells = {}

    def take(found: Cells) -> None:
        for cell, sums in found.items():
            made.setdefault(cell, Sums()).add(sums)

    for part in (_arrived, _answered, _resolved, _closed_first, _records, _promises):
        if part is not _arrived or which.staff_id is None:  # what arrives is nobody's yet
            take(await part(session, span, which, brief))
    take(await waits(session, span=span, target_s=target_s,
                     where=which.of(Wait.queue_id, Wait.channel, Wait.language, Wait.staff_id)))
    take(await _handled(session, span, which))
    take(await _seats(session, span, which, now_us))
    return made


async def _cells(
    session: AsyncSession, sums: Mapping[str, ColumnElement[int]], where: list[Condition], period: Column,
    parts: tuple[Column, ...], *, brief: bool,
) -> Cells:
    """Sums (by their names) by queue, channel, language and librarian; `brief`: of all at once.

    First by period as well, in the order of the index: what is sorted then is a thousandth of the rows.
    """
    named = [one.label(name) for name, one in sums.items()]
    if brief:
        row = (await session.execute(select(*named).where(*where))).one()
        return {NOWHERE: Sums(**{name: int(value or 0) for name, value in zip(sums, row, strict=True)})}
    keys = [part.label(f"part{place}") for place, part in enumerate(parts)]
    by_period = select(*keys, *named).where(*where).group_by(period, *parts).subquery()
    of = [by_period.c[key.name] for key in keys]
    rows = await session.execute(
        select(*of, *(func.sum(by_period.c[name]) for name in sums)).group_by(*of)
    )
    found: Cells = {}
    for queue, channel, language, *rest in rows:
        staff = rest.pop(0) if len(parts) > 3 else None  # noqa: PLR2004  # the librarian is the fourth
        made = Sums(**{name: int(value or 0) for name, value in zip(sums, rest, strict=True)})
        found[Cell(int(str(queue)), str(channel), str(language), staff)] = made
    return found


def _many(condition: Condition) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _length(condition: Condition, column: Column) -> ColumnElement[int]:
    return func.sum(case((condition, column), else_=0))


async def _arrived(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.language)
    where = [*within(Ticket.opened_in, Ticket.opened_us, span, which), *COUNTS, *which.of(*parts, None)]
    return await _cells(session, {"arrived": _many(CAME)}, where, Ticket.opened_in, parts, brief=brief)


async def _answered(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.answered_by)
    return await _cells(session, {
        "answered": func.count(), "written_answered": _many(WRITTEN), "answer_us": _length(WRITTEN, Ticket.answer_us),
        "answer_open_us": _length(WRITTEN, Ticket.answer_open_us),
    }, [*within(Ticket.answered_in, Ticket.answered_us, span, which), *COUNTS, CAME, *which.of(*parts)],
        Ticket.answered_in, parts, brief=brief)


async def _resolved(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.closed_by)
    return await _cells(session, {
        "resolved": func.count(), "written_resolved": _many(WRITTEN), "resolve_us": _length(WRITTEN, Ticket.resolve_us),
        "resolve_open_us": _length(WRITTEN, Ticket.resolve_open_us),
    }, [*within(Ticket.closed_in, Ticket.closed_us, span, which), *COUNTS, CAME, *which.of(*parts)],
        Ticket.closed_in, parts, brief=brief)


async def _closed_first(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Ticket.queue_id, Ticket.channel, Ticket.language, Ticket.closed_by)
    answered = Ticket.answers > 0
    return await _cells(session, {
        "closed_first": func.count(), "closed_answered": _many(answered),
        "first_contact": _many(answered & (Ticket.contacts == 1) & (Ticket.reopened == 0)),
        "reopened": _many(Ticket.reopened > 0),
    }, [*within(Ticket.first_closed_in, Ticket.first_closed_us, span, which), *COUNTS, CAME, *which.of(*parts)],
        Ticket.first_closed_in, parts, brief=brief)


async def _records(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Record.queue_id, Record.mode, Record.language, Record.staff_id)
    found = await _cells(session, {
        "reference": _many(Record.kind == "reference"), "directional": _many(Record.kind == "directional"),
        "estimated": ESTIMATES, "minutes": func.sum(func.coalesce(Record.minutes, 0)),
        "timed": func.count(Record.minutes),
    }, [*within(Record.at_in, Record.at_us, span, which), *which.of(*parts)], Record.at_in, parts, brief=brief)
    return {cell._replace(channel=MODE + cell.channel): sums for cell, sums in found.items()}


async def _handled(session: AsyncSession, span: Span, which: Which) -> Cells:
    parts = (Talk.queue_id, Talk.channel, Talk.language, Talk.staff_id)
    rows = await session.execute(
        select(*parts, func.count(), func.sum(Talk.handle_us))
        .where(*at(Talk.ended_us, span), *which.of(*parts)).group_by(*parts)
    )
    return {
        Cell(queue, channel, language, staff): Sums(talks=many, handle_us=int(length or 0))
        for queue, channel, language, staff, many, length in rows
    }


async def _promises(session: AsyncSession, span: Span, which: Which, brief: bool) -> Cells:  # noqa: FBT001
    parts = (Promise.queue_id, Promise.channel, Promise.language, Promise.staff_id)
    return await _cells(session, {
        f"{short}_{word}": _many((Promise.kind == kind) & (Promise.kept if word == "kept" else ~Promise.kept))
        for kind, short in PROMISES.items() for word in ("kept", "broken")
    }, [*within(Promise.at_in, Promise.at_us, span, which), *which.of(*parts)], Promise.at_in, parts, brief=brief)


async def _seats(session: AsyncSession, span: Span, which: Which, now_us: int) -> Cells:
    """Time at seats. A seat belongs to no queue, no channel and no language: of those there is none."""
    if which.has_place:
        return {}
    of_staff = () if which.staff_id is None else (Seat.staff_id == which.staff_id,)
    until = min(span.until, now_us)
    end = case((Seat.ended_us < until, Seat.ended_us), else_=until)
    begin = case((Seat.began_us > span.since, Seat.began_us), else_=span.since)
    works = Seat.busy | (Seat.presence == "wrap_up")
    sums: Cells = {}
    for ended in (Seat.ended_us > span.since, Seat.ended_us.is_(None)):  # each has an index
        rows = await session.execute(
            select(Seat.staff_id, func.sum(case((works, end - begin), else_=0)), func.sum(end - begin))
            .where(ended, Seat.began_us < until, works | (Seat.presence == "available"),
                   *of_staff)
            .group_by(Seat.staff_id)
        )
        for staff, busy, staffed in rows:
            at_seat = sums.setdefault(NOWHERE._replace(staff_id=staff), Sums())
            at_seat.add(Sums(busy_us=int(busy), staffed_us=int(staffed)))
    return sums
