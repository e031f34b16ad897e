"""A report: the measures of a span of days, what they were before, and what they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import DepartmentRow, StaffRow
from contactcenter.events import tail
from contactcenter.events.tables import EventRow
from contactcenter.measures.definitions import BY_CODE, IN_TABLES, MEASURES, NOT_OF_ONE, Measure
from contactcenter.measures.figures.made import Figures
from contactcenter.measures.figures.times import COUNTED
from contactcenter.measures.figures.which import MODE, Which
from contactcenter.measures.keep.cursor import READER
from contactcenter.measures.months.remembered import Remembered
from contactcenter.measures.names import CHANNEL_OF, NOBODY, NONE, channel_name, effort_name, language_name
from contactcenter.measures.project import TELLING
from contactcenter.measures.span import Days, micros
from contactcenter.measures.sums import Sums
from contactcenter.needs.tables import NeedRow
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.reports import (
    Breakdown,
    Meaning,
    MeasureDefinition,
    MeasuredValue,
    RecordRow,
    Report,
    ReportDay,
    ReportHour,
    ReportRow,
    ReportTable,
)

LONGEST_DAYS = 366 * 3
CHANNELS: dict[str, str] = {str(mode): channel for mode, channel in CHANNEL_OF.items()}
JUST = timedelta(seconds=10)
"""So late the facts may be; when more is missing, a report is not whole."""
Key = int | str | None
"""Of a row: the id of what it is about, or a channel."""
MONTHLY_FROM_DAYS = 93
"""A longer span is drawn by months."""


async def report(
    session: AsyncSession, *, days: Days, which: Which, own: bool, target_s: float, now: datetime,
    memory: Remembered,
) -> Report:
    """Everything a report shows, in one snapshot. `own`: a librarian's of themselves."""
    now_us = micros(now)
    made = await memory.figures(session, days=days, which=which, target_s=target_s, now_us=now_us)
    before = await memory.figures(session, days=days.before, which=which, target_s=target_s, now_us=now_us, brief=True)
    whole, whole_before = made.whole, before.whole
    measures = [one for one in MEASURES if which.staff_id is None or one.code not in NOT_OF_ONE]
    monthly = days.count > MONTHLY_FROM_DAYS
    steps, hours = _in_time(made, days, monthly=monthly)
    up_to_date, complete = await counted(session, now=now)
    return Report(
        first=days.first, last=days.last, today=now.astimezone(days.zone).date(),
        zone=days.zone.key, step="month" if monthly else "day", target_s=target_s,
        own=own, complete=complete, up_to_date=up_to_date,
        definitions=[_definition(one) for one in measures],
        values=[MeasuredValue(code=one.code, value=one.value(made, whole), before=one.value(before, whole_before))
                for one in measures],
        steps=steps, hours=hours, tables=await _tables(session, made, which),
        needs=await need_rows(session, made.needs), efforts=effort_rows(made.efforts),
    )


async def counted(session: AsyncSession, *, now: datetime) -> tuple[bool, bool]:
    """Whether the facts hold all that the log tells; all but what has only just happened (`JUST`)."""
    cursor = await tail.cursor(session, READER)
    left = (await session.execute(
        select(EventRow.at).where(EventRow.position > cursor, EventRow.type.in_(sorted(TELLING)))
        .order_by(EventRow.position).limit(1)
    )).scalar_one_or_none()
    return cursor >= 0 and left is None, cursor >= 0 and (left is None or left > now - JUST)


async def need_rows(session: AsyncSession, needs: Mapping[int | None, Sums]) -> list[RecordRow]:
    """Needs by their names, the most frequent first."""
    names = {
        row.id: Meaning(en=row.name, zh_hans=row.name_zh)
        for row in await session.execute(select(NeedRow.id, NeedRow.name, NeedRow.name_zh))
    }
    rows = [
        RecordRow(key=key, name=NONE if key is None else names.get(key, NONE), reference=sums.reference,
                  estimated=sums.estimated)
        for key, sums in needs.items()
    ]
    return sorted(rows, key=lambda row: (-row.reference, row.key or 0))


def effort_rows(efforts: Mapping[int | None, Sums]) -> list[RecordRow]:
    """Efforts in their order; none said last."""
    return [
        RecordRow(key=key, name=effort_name(key), reference=efforts[key].reference, estimated=efforts[key].estimated)
        for key in sorted(efforts, key=lambda one: (one is None, one or 0))
    ]


def _definition(one: Measure) -> MeasureDefinition:
    return MeasureDefinition(code=one.code, group=one.group, unit=one.unit, name=one.name, means=one.means,
                             source=one.source, better=one.better)


def _in_time(made: Figures, days: Days, *, monthly: bool) -> tuple[list[ReportDay], list[ReportHour]]:
    steps = {_step(day, monthly=monthly): [0] * len(COUNTED) for day in days}
    week: dict[tuple[int, int], list[int]] = {}
    for (day, hour), counts in made.hours.items():
        of_hour = week.setdefault((day.isoweekday(), hour), [0] * len(COUNTED))
        for these in (steps[_step(day, monthly=monthly)], of_hour):
            for place, many in enumerate(counts):
                these[place] += many
    return (
        [ReportDay(at=at, arrived=arrived, answered=answered, live_answered=served, abandoned=abandoned, kept=kept,
                   broken=broken)
         for at, (arrived, answered, served, abandoned, kept, broken) in steps.items()],
        [ReportHour(weekday=weekday, hour=hour, arrived=arrived, answered=answered, kept=kept, broken=broken)
         for (weekday, hour), (arrived, answered, _, _, kept, broken) in sorted(week.items())
         if arrived or answered or kept or broken],
    )


def _step(day: date, *, monthly: bool) -> date:
    return day.replace(day=1) if monthly else day


async def _tables(session: AsyncSession, made: Figures, which: Which) -> list[ReportTable]:
    queues = {row.id: row for row in await session.execute(
        select(QueueRow.id, QueueRow.name, QueueRow.name_zh, QueueRow.department_id))}
    departments = {row.id: Meaning(en=row.name, zh_hans=row.name_zh) for row in await session.execute(
        select(DepartmentRow.id, DepartmentRow.name, DepartmentRow.name_zh))}
    of_queue: dict[Key, Sums] = {key: sums for key, sums in made.queues.items() if key in queues}
    of_department: dict[Key, Sums] = {}
    of_channel: dict[Key, Sums] = {}
    for key, sums in of_queue.items():
        of_department.setdefault(queues[int(str(key))].department_id, Sums()).add(sums)
    for name, sums in made.channels.items():
        mode = name.removeprefix(MODE)
        channel = CHANNELS.get(mode, mode) if name.startswith(MODE) else name
        if channel:
            of_channel.setdefault(channel, Sums()).add(sums)
    # Of what is counted at the desk nobody says in which language it was asked.
    of_language: dict[Key, Sums] = {key: sums for key, sums in made.languages.items() if key}
    found = [
        _table("department", of_department, {
            key: departments.get(int(str(key)), NONE) for key in of_department}, which),
        _table("queue", of_queue, {
            key: Meaning(en=queues[int(str(key))].name, zh_hans=queues[int(str(key))].name_zh)
            for key in of_queue}, which),
        _table("channel", of_channel, {key: channel_name(str(key)) for key in of_channel}, which),
        _table("language", of_language, {key: language_name(str(key)) for key in of_language}, which),
    ]
    if which.staff_id is None:
        people = {row.id: row.name for row in await session.execute(select(StaffRow.id, StaffRow.name))}
        of_staff: dict[Key, Sums] = {key: sums for key, sums in made.staff.items() if key in people}
        found.append(_table("librarian", of_staff, {
            key: Meaning(en=people[int(str(key))], zh_hans=people[int(str(key))]) for key in of_staff}, which))
    return found


def _table(by: Breakdown, sums: Mapping[Key, Sums], names: Mapping[Key, Meaning], which: Which) -> ReportTable:
    without = NOT_OF_ONE if by == "librarian" or which.staff_id is not None else frozenset[str]()
    # A house that calls nobody has no column of noughts.
    calls = any(one.called for one in sums.values())
    codes = [code for code in IN_TABLES if code not in without and (code != "occupancy" or by == "librarian")
             and (code != "called" or calls)]
    rows = [
        ReportRow(key=None if key is None else str(key), name=names.get(key, NOBODY),
                  values=[BY_CODE[code].value(Figures(), one) for code in codes])
        for key, one in sums.items()
    ]
    return ReportTable(by=by, codes=codes, rows=sorted(rows, key=lambda row: row.name.en))
