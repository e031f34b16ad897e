"""Each measure once more, over a made-up history: by plain SQL over the log and the product's own tables (`plain.py`)."""
# ruff: noqa: S608  # the queries are put together of words that stand in this file

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from contactcenter.measures.figures.which import Which
from contactcenter.measures.keep.cursor import count_again
from contactcenter.measures.months.remembered import Remembered
from contactcenter.measures.report import report
from contactcenter.measures.span import Days, micros
from contactcenter.measures.yearly import yearly_return
from contactcenter.shapes.reports import Report
from contactcenter.tickets.presence import come
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import BEGINS, House
from tests.conformance.promises import promise
from tests.measures import plain
from tests.measures.counted import counted
from tests.measures.history import History, facts, route
from tests.measures.plain import COUNTS, Plain

ZONE = ZoneInfo("Asia/Shanghai")
TARGET_S = 33.0


async def whole(house: House, which: Which = Which()) -> Report:  # noqa: B008  # frozen
    """The report of all there was, or of what is asked for."""
    days = Days(BEGINS.date(), house.time.astimezone(ZONE).date(), ZONE)
    async with house.database.read() as session:
        return await report(session, days=days, which=which, own=False, target_s=TARGET_S, now=house.time, memory=Remembered())


class Said:
    """What a report says, and which of it was asked of plain SQL too."""

    def __init__(self, shown: Report) -> None:
        self.values = {one.code: one.value for one in shown.values}
        self.asked = set[str]()

    def holds(self, code: str, value: float | None) -> None:
        self.asked.add(code)
        assert self.values[code] == (pytest.approx(value) if isinstance(value, float) else value), code


@pytest.mark.parametrize("seed", [11])
async def test_every_measure_is_what_plain_sql_says(house: House, dialect: str, seed: int) -> None:
    await promise(house, ("first_answer", 2), ("next_answer", 1), ("resolution", 6))
    history = History(house, seed=seed, router=route(house), promises=True)
    await history.goes_on(120)
    await counted(house)
    shown = await whole(house)
    said = Said(shown)
    assert shown.complete
    async with house.database.read() as session:
        ask = Plain(session, dialect, BEGINS.date() - timedelta(days=1), house.time.date() + timedelta(days=1))
        await _tickets(ask, said)
        await _waits(ask, said)
        await _promises(ask, said)
        said.holds("handle_time", await ask.mean_s(plain.HANDLED))
        said.holds("handled_most", await ask.most(plain.HANDLED))
        said.holds("occupancy", *await ask.one(plain.occupancy(micros(house.time))))
        await _records(ask, said)
        assert said.asked == set(said.values), "a measure that no plain SQL says"
        await _by_parts(house, ask, shown)


async def test_what_is_written_to_an_answer_that_was_taken_back_is_no_second_contact(house: House, dialect: str) -> None:
    ticket_id = await house.mails()
    never_left = await house.replies("rosa", ticket_id, then="keep", hold=timedelta(seconds=30))
    async with house.database.transaction() as session:
        await come(session, ticket_id=ticket_id, now=house.clock())
    await house.does("rosa", withdraw, ticket_id=ticket_id, message_id=never_left)
    await house.replies("rosa", ticket_id, then="close")
    await counted(house)
    said = Said(await whole(house))
    async with house.database.read() as session:
        ask = Plain(session, dialect, BEGINS.date(), house.time.date() + timedelta(days=1))
        said.holds("first_contact", *await ask.one(plain.FIRST_CONTACT))
    assert said.values["first_contact"] == 1


async def test_answers_to_a_closed_inquiry_that_were_taken_back_have_not_opened_it(house: House, dialect: str) -> None:
    """Two steps at once are taken back by one; and of two answers the newer first."""
    hold = timedelta(seconds=30)
    waits, twice = [await house.mails(sender=f"{name}@uni.example") for name in ("amina", "lilei")]
    for ticket_id in (waits, twice):
        await house.replies("rosa", ticket_id, then="close")
        house.pass_by(timedelta(minutes=1))
    taken = [(waits, await house.replies("rosa", waits, then="waiting_patron", hold=hold)),
             (twice, await house.replies("rosa", twice, then="waiting_patron", hold=hold))]
    house.pass_by(timedelta(seconds=4))
    taken.append((twice, await house.replies("rosa", twice, then="close", hold=hold)))
    house.pass_by(timedelta(seconds=4))
    for ticket_id, message_id in reversed(taken):
        await house.does("rosa", withdraw, ticket_id=ticket_id, message_id=message_id)
    await counted(house)
    said = Said(await whole(house))
    async with house.database.read() as session:
        ask = Plain(session, dialect, BEGINS.date(), house.time.date() + timedelta(days=1))
        said.holds("first_contact", *await ask.one(plain.FIRST_CONTACT))
        said.holds("reopen_rate", *await ask.one(plain.REOPENED))
    assert (said.values["first_contact"], said.values["reopen_rate"]) == (1, 0)


async def _tickets(ask: Plain, said: Said) -> None:
    said.holds("arrived", *await ask.one(f"SELECT count(*) FROM tickets t WHERE {COUNTS}"))
    called = await ask.one(f"SELECT count(*) {plain.DIALLED}")
    assert called != (0,)
    said.holds("called", *called)
    said.holds("answered", *await ask.one(plain.ANSWERED))
    said.holds("resolved", *await ask.one(f"SELECT count(*) FROM tickets t WHERE {COUNTS} AND t.state = 'closed'"))
    for code, lengths in (
        ("first_answer", plain.clock("answered")), ("first_answer_open", plain.opened("answered")),
        ("resolution", plain.clock("resolved")), ("resolution_open", plain.opened("resolved")),
    ):
        said.holds(code, await ask.mean_s(lengths))
    said.holds("first_answer_most", await ask.most(plain.clock("answered")))
    said.holds("first_answer_open_most", await ask.most(plain.opened("answered")))
    said.holds("first_contact", *await ask.one(plain.FIRST_CONTACT))
    said.holds("reopen_rate", *await ask.one(plain.REOPENED))


async def _waits(ask: Plain, said: Said) -> None:
    served, within = await ask.one(
        f"SELECT count(*), sum(CASE WHEN length <= {TARGET_S} * 1000000 THEN 1 ELSE 0 END) FROM ({plain.SERVED}) s")
    (abandoned,) = await ask.one(f"{plain.LEFT} was_open = 1 AND length > 5000000")
    assert served is not None
    assert within is not None
    assert abandoned is not None
    said.holds("live_answered", served)
    said.holds("abandoned", abandoned)
    said.holds("asa", await ask.mean_s(plain.SERVED))
    said.holds("waited_most", await ask.most(plain.SERVED))
    said.holds("short_abandons", *await ask.one(f"{plain.LEFT} was_open = 1 AND length <= 5000000"))
    said.holds("outside_hours", *await ask.one(f"{plain.LEFT} was_open = 0"))
    said.holds("voicemails", *await ask.one(f"SELECT count(*) FROM ({plain.LAST_END}) e WHERE how = 'voicemail'"))
    said.holds("hung_up_early", *await ask.one(
        f"SELECT count(*) FROM ({plain.LAST_END}) e WHERE {plain.EARLY}"))
    said.holds("abandonment", abandoned / (served + abandoned))
    said.holds("service_level", within / (served + abandoned))


async def _promises(ask: Plain, said: Said) -> None:
    for kind, code in (("first_answer", "first"), ("next_answer", "next"), ("resolution", "done")):
        kept, broken = await ask.one(plain.promised(f"p.kind = '{kind}'"))
        assert kept is not None
        assert broken is not None
        said.holds(f"{code}_promised", kept + broken)
        said.holds(f"{code}_kept", kept)
        said.holds(f"{code}_broken", broken)
        said.holds(f"{code}_kept_share", kept / (kept + broken) if kept + broken else None)


async def _records(ask: Plain, said: Said) -> None:
    for kind in ("reference", "directional"):
        said.holds(kind, *await ask.one(f"SELECT count(*) FROM transactions WHERE kind = '{kind}' AND removed_at IS NULL"))
    estimated, minutes = await ask.one(
        "SELECT sum(CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END), avg(minutes * 1.0) FROM transactions "
        "WHERE removed_at IS NULL")
    said.holds("estimated", estimated)
    said.holds("minutes", minutes)


async def _by_parts(house: House, ask: Plain, shown: Report) -> None:
    """By language, queue, channel and librarian, and by the hour: each part, and all parts together."""
    for which, where in (
        (Which(language="en"), "t.locale = 'en'"), (Which(language="zh-Hans"), "t.locale = 'zh-Hans'"),
        (Which(queue_ids=frozenset({2})), "t.queue_id = 2"), (Which(channel="web_chat"), "t.channel = 'web_chat'"),
        (Which(channel="phone"), "t.channel = 'phone'"),
        (Which(language="zh-Hans", channel="email"), "t.locale = 'zh-Hans' AND t.channel = 'email'"),
    ):
        values = Said(await whole(house, which))
        values.holds("arrived", *await ask.one(f"SELECT count(*) FROM tickets t WHERE {COUNTS} AND {where}"))
        then = plain.queue_then(ask.us("l.made_at"))
        dialled = {"t.queue_id = 2": f"{then} = 2", "t.channel = 'phone'": "t.id > 0"}.get(where, where)
        # The telephone's, out of whichever inquiry.
        values.holds("called", *await ask.one(f"SELECT count(*) {plain.DIALLED} AND {dialled}") if "t.channel" not in dialled else (0,))
        values.holds("answered", *await ask.one(f"{plain.ANSWERED} AND {where}"))
        kept, broken = await ask.one(plain.promised("p.kind = 'first_answer'", where.replace("t.queue_id", "p.queue_id")))
        values.holds("first_kept", kept)
        values.holds("first_broken", broken)
    for who in house.staff.values():
        values = Said(await whole(house, Which(staff_id=who)))
        kept, _ = await ask.one(plain.promised(
            "p.kind = 'first_answer' AND p.message_id IN (SELECT message_id FROM happened WHERE type = 'reply.written' "
            f"AND actor_kind = 'staff' AND actor_id = {who} "
            f"UNION ALL SELECT -call_id FROM happened WHERE type = 'call.answered' AND staff_id = {who})"))
        values.holds("first_kept", kept)
        values.holds("called", *await ask.one(
            f"SELECT count(*) {plain.DIALLED} AND c.staff_id = {who}"))
        values.holds("handle_time", await ask.mean_s(f"{plain.HANDLED} WHERE staff_id = {who}"))
    table = next(one for one in shown.tables if one.by == "librarian")
    said = {one.code: one.value or 0 for one in shown.values}
    assert sum(row.values[table.codes.index("answered")] or 0 for row in table.rows) == said["answered"]
    assert sum(row.values[table.codes.index("called")] or 0 for row in table.rows) == said["called"]
    assert "phone_out" not in {row.key for one in shown.tables for row in one.rows}
    kept_ever = sum(said[f"{code}_kept"] for code in ("first", "next", "done"))
    assert sum(one.kept for one in shown.hours) == sum(one.kept for one in shown.steps) == kept_ever


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
    assert {kind for kind, _ in by_mode} == {"reference", "directional"}
    assert {(one.kind, one.mode): (one.total, one.estimated) for one in made.lines if one.total} == by_mode
    assert all(len(one.months) == 12 and sum(one.months) == one.total for one in made.lines)
    assert sum(one.reference for one in made.needs) == sum(one.reference for one in made.efforts) == made.reference
    assert made.estimated == sum(estimated for _, estimated in by_mode.values())
