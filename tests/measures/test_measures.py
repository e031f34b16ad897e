"""Each measure once more, over a made-up history: by plain SQL over the product's own tables, or by a plain look at the log."""
# ruff: noqa: S608  # the queries are put together of words that stand in this file

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.events.tail import Logged
from contactcenter.measures.figures import Which
from contactcenter.measures.keep import count_again
from contactcenter.measures.remembered import Remembered
from contactcenter.measures.report import report
from contactcenter.measures.span import Days
from contactcenter.measures.yearly import yearly_return
from contactcenter.queue.hours import house_calendar
from contactcenter.shapes import Report
from tests.conformance.house import BEGINS, House
from tests.measures.history import History, counted, facts, route

ZONE = ZoneInfo("Asia/Shanghai")
TARGET_S = 33.0
WRITTEN = "t.channel NOT IN ('phone', 'walk_in', 'web_chat')"
COUNTS = "t.state <> 'junk' AND t.merged_into IS NULL"
FIRST = ("(SELECT ticket_id, min(created_at) AS at FROM messages WHERE kind = 'staff' AND author_kind = 'staff' "
         "GROUP BY ticket_id) AS a")


@dataclass
class Life:
    """A ticket as a plain look at the log sees it."""

    state: str = "open"
    live: bool = False
    merged: bool = False
    owner: int | None = None
    since: datetime | None = None
    talks: list[tuple[int, datetime, datetime]] = field(default_factory=list)

    @property
    def with_whom(self) -> int | None:
        return self.owner if self.live and not self.merged and self.state in ("open", "waiting_patron") else None


def lives(log: list[Logged]) -> dict[int, Life]:
    """The conversations of each ticket."""
    found: dict[int, Life] = defaultdict(Life)
    for event in log:
        if not event.stream.startswith("ticket:"):
            continue
        life = found[int(event.stream[7:])]
        before = life.with_whom
        match event.type:
            case "ticket.state_changed":
                life.state = str(event.data["to_state"])
                life.live = life.live and life.state not in ("closed", "junk")
            case "ticket.assigned":
                life.owner = event.data.get("to_staff_id")  # type: ignore[assignment]
            case "patron.came" | "patron.left":
                life.live = event.type == "patron.came"
            case "ticket.merged" | "ticket.unmerged":
                life.merged = event.type == "ticket.merged"
        if life.with_whom != before:
            if before is not None and life.since is not None:
                life.talks.append((before, life.since, event.at))
            life.since = event.at
    return found


async def whole(house: House) -> Report:
    """The report of all there was."""
    days = Days(BEGINS.date(), house.time.astimezone(ZONE).date(), ZONE)
    async with house.database.read() as session:
        return await report(session, days=days, which=Which(), own=False, target_s=TARGET_S, now=house.time, memory=Remembered())


async def plain(session: AsyncSession, query: str) -> tuple[float | None, ...]:
    row = (await session.execute(text(query))).one()
    return tuple(None if value is None else float(value) for value in row)


async def test_every_measure_is_what_plain_sql_says(house: House, dialect: str) -> None:
    history = History(house, seed=11, router=route(house))
    await history.goes_on(120)
    await counted(house)
    shown = await whole(house)
    said = {one.code: one.value for one in shown.values}
    log = await house.log()
    assert shown.complete

    def seconds(later: str, earlier: str) -> str:
        return f"({later} - {earlier}) / 1000000.0" if dialect == "sqlite" else f"extract(epoch FROM {later} - {earlier})"

    async with house.database.read() as session:
        assert (said["arrived"],) == await plain(session, f"SELECT count(*) FROM tickets t WHERE {COUNTS}")
        assert (said["answered"],) == await plain(
            session, f"SELECT count(*) FROM tickets t JOIN {FIRST} ON a.ticket_id = t.id WHERE {COUNTS}")
        assert (said["resolved"],) == await plain(
            session, f"SELECT count(*) FROM tickets t WHERE {COUNTS} AND t.state = 'closed'")
        (first,) = await plain(
            session, f"SELECT avg({seconds('a.at', 't.created_at')}) FROM tickets t JOIN {FIRST} ON a.ticket_id = t.id "
                     f"WHERE {COUNTS} AND {WRITTEN}")
        assert said["first_answer"] == pytest.approx(first)
        (resolution,) = await plain(
            session, f"SELECT avg({seconds('t.closed_at', 't.created_at')}) FROM tickets t "
                     f"WHERE {COUNTS} AND {WRITTEN} AND t.state = 'closed'")
        assert said["resolution"] == pytest.approx(resolution)
        wait = seconds("ended_at", "began_at")
        served, asa, within = await plain(
            session, f"SELECT count(*), avg({wait}), sum(CASE WHEN {wait} <= {TARGET_S} THEN 1 ELSE 0 END) "
                     "FROM waits WHERE outcome = 'served'")
        assert said["live_answered"] == served
        assert said["asa"] == pytest.approx(asa, abs=0.2)  # the router writes its own down a moment later
        left = (await session.execute(text(f"SELECT {wait} AS length, began_at FROM waits WHERE outcome = 'left'"))).all()
        calendar = house_calendar(house.settings)
        open_then = [float(row.length) for row in left if calendar.open_at(_moment(row.began_at))]
        abandoned = sum(length > 5 for length in open_then)
        assert said["abandoned"] == abandoned
        assert said["outside_hours"] == len(left) - len(open_then)
        assert served is not None
        assert within is not None
        assert said["service_level"] == pytest.approx(within / (served + abandoned))
        for kind in ("reference", "directional"):
            assert (said[kind],) == await plain(
                session, f"SELECT count(*) FROM transactions WHERE kind = '{kind}' AND removed_at IS NULL")
        assert (said["estimated"], said["minutes"]) == await plain(
            session, "SELECT sum(CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END), avg(minutes * 1.0) FROM transactions "
                     "WHERE removed_at IS NULL")
        rows = (await session.execute(text(
            f"SELECT t.created_at, a.at FROM tickets t JOIN {FIRST} ON a.ticket_id = t.id WHERE {COUNTS} AND {WRITTEN}"
        ))).all()
        open_s = [calendar.working_time(_moment(row.created_at), _moment(row.at)) for row in rows]
        assert said["first_answer_open"] == pytest.approx(sum(open_s) / len(open_s))
    _by_the_log(said, log, shown, await _counting(house))


async def _counting(house: House) -> set[int]:
    async with house.database.read() as session:
        return {int(row.id) for row in await session.execute(text(f"SELECT t.id FROM tickets t WHERE {COUNTS}"))}


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else EPOCH + int(str(value)) * MICROSECOND


def _by_the_log(said: dict[str, float | None], log: list[Logged], shown: Report, counting: set[int]) -> None:
    talks = [talk for life in lives(log).values() for talk in life.talks]
    table = next(one for one in shown.tables if one.by == "librarian")
    wrapped: dict[int, float] = defaultdict(float)
    busy: dict[int, float] = defaultdict(float)
    staffed: dict[int, float] = defaultdict(float)
    sitting: dict[int, tuple[str, datetime]] = {}
    stretches: list[tuple[int, str, datetime, datetime]] = []
    for event in log:
        if event.type == "seat.changed":
            staff_id = int(str(event.data["staff_id"]))
            if staff_id in sitting:
                stretches.append((staff_id, *sitting.pop(staff_id), event.at))
            if event.data["presence"] != "offline":
                sitting[staff_id] = (str(event.data["presence"]), event.at)
    end = log[-1].at
    stretches += [(staff_id, *since, end) for staff_id, since in sitting.items()]
    moments = sorted({at for _, begin, over in talks for at in (begin, over)})
    for staff_id, presence, begin, over in stretches:
        cuts = [begin, *(at for at in moments if begin < at < over), over]
        for one, other in itertools.pairwise(cuts):
            length = (other - one).total_seconds()
            works = any(who == staff_id and since <= one and other <= until for who, since, until in talks)
            if works or presence == "wrap_up":
                busy[staff_id] += length
            if works or presence in ("available", "wrap_up"):
                staffed[staff_id] += length
            if presence == "wrap_up" and not works:
                wrapped[staff_id] += length
    assert said["occupancy"] == pytest.approx(sum(busy.values()) / sum(staffed.values()), rel=0.02)
    talked = sum((until - since).total_seconds() for _, since, until in talks)
    handle = said["handle_time"]
    assert handle is not None
    assert talked / len(talks) - 1e-6 <= handle <= (talked + sum(wrapped.values())) / len(talks) + 1e-6
    assert sum(row.values[table.codes.index("answered")] or 0 for row in table.rows) == said["answered"]
    assert said["reopen_rate"] == _reopened(log, counting)


def _reopened(log: list[Logged], counting: set[int]) -> float:
    closed, opened = set(), Counter[int]()
    for event in log:
        if event.type == "ticket.state_changed":
            ticket_id, undone = int(str(event.data["ticket_id"])), event.data.get("reason") == "withdrawn"
            if event.data["to_state"] == "closed":
                closed.add(ticket_id)
                opened[ticket_id] -= undone
            elif event.data["from_state"] == "closed" and not undone:
                opened[ticket_id] += 1
            elif event.data["from_state"] == "closed" and not opened[ticket_id]:
                closed.discard(ticket_id)
    ours = closed & counting
    return sum(opened[one] > 0 for one in ours) / len(ours)


async def test_statistics_survive_what_an_erasure_takes_away(house: House) -> None:
    history = History(house, seed=8, router=None)
    await history.goes_on(50)
    await counted(house)
    before, rows = await whole(house), await facts(house)
    async with house.database.transaction() as session:
        for erasure in (
            "UPDATE tickets SET patron_id = NULL, patron_name = '', subject = '', preview = '', reply_value = NULL",
            "UPDATE transactions SET patron_id = NULL", "DELETE FROM attachments", "DELETE FROM messages",
            "DELETE FROM identities", "DELETE FROM patrons",
        ):
            await session.execute(text(erasure))
        await count_again(session)
    await counted(house)
    assert await facts(house) == rows
    assert await whole(house) == before


async def test_the_yearly_return_counts_every_transaction_once(house: House) -> None:
    history = History(house, seed=4, router=None)
    await history.goes_on(60)
    await counted(house)
    async with house.database.read() as session:
        made = await yearly_return(session, year=2026, zone=ZONE, now=house.time)
        by_mode = {(row.kind, row.mode): (row.many, row.estimated) for row in await session.execute(text(
            "SELECT kind, mode, count(*) AS many, sum(CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END) AS estimated "
            "FROM transactions WHERE removed_at IS NULL GROUP BY kind, mode"))}
    assert {(one.kind, one.mode): (one.total, one.estimated) for one in made.lines if one.total} == by_mode
    assert all(len(one.months) == 12 and sum(one.months) == one.total for one in made.lines)
    assert sum(one.reference for one in made.needs) == sum(one.reference for one in made.efforts) == made.reference
    assert made.estimated == sum(estimated for _, estimated in by_mode.values())
