"""How live inquiries are served: the measures by their definitions, once more by plain SQL, and the board's like the report's."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from contactcenter.measures.answering import SHORT_US, by_minute, service, waits
from contactcenter.measures.board import board
from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.figures.which import Which
from contactcenter.measures.months.remembered import Remembered
from contactcenter.measures.report import report
from contactcenter.measures.span import Days, Span, micros
from contactcenter.measures.sums import Sums
from contactcenter.measures.tables import PERIOD_US, PromiseFactRow, WaitFactRow
from contactcenter.seats.capacity import Capacity
from tests.conformance.house import House

SECOND_US = 1_000_000


def waited(number: int, seconds: float, outcome: str, *, end_us: int, queue_id: int, in_hours: bool = True) -> WaitFactRow:
    wait_us = round(seconds * SECOND_US)
    return WaitFactRow(
        position=number, ticket_id=number, queue_id=queue_id, channel="web_chat", in_hours=in_hours,
        began_us=end_us - wait_us, ended_us=end_us, outcome=outcome, staff_id=3 if outcome == "served" else None,
        wait_us=wait_us, wait_bucket=bucket_of(wait_us),
    )


async def put(house: House, rows: list[WaitFactRow]) -> None:
    async with house.database.transaction() as session:
        session.add_all(rows)


async def test_each_measure_by_its_definition(house: House) -> None:
    at = micros(house.time)
    given = [(10, "served"), (30, "served"), (50, "served"), (100, "left"), (SHORT_US / SECOND_US, "left"), (9, "other")]
    rows = [waited(place, seconds, outcome, end_us=at, queue_id=1) for place, (seconds, outcome) in enumerate(given, 1)]
    await put(house, [*rows, waited(9, 500, "left", end_us=at, queue_id=1, in_hours=False)])
    async with house.database.read() as session:
        cells = await waits(session, span=Span(at, at + 1), target_s=30)
    sums = Sums()
    for one in cells.values():
        sums.add(one)
    found = service(sums)
    assert (found.answered, found.abandoned, sums.short, sums.outside) == (3, 1, 1, 1)
    assert found.service_level == pytest.approx(2 / 4)
    assert found.asa_s == pytest.approx(30)
    assert found.longest_s == pytest.approx(100)


def test_nothing_to_divide_by_is_no_number() -> None:
    found = service(Sums(short=1))
    assert (found.answered, found.abandoned, found.service_level, found.asa_s, found.longest_s) == (0, 0, None, None, None)


async def test_board_and_report_say_what_plain_sql_says(house: House) -> None:
    house.pass_by(timedelta(hours=3))  # noon in Shanghai: the hour lies within one day
    dice, now = random.Random(5), house.time  # noqa: S311  # the same every time
    queues = list(house.queues.values())
    await put(house, [
        waited(number, round(dice.expovariate(1 / 25), 6), dice.choice(["served"] * 6 + ["left"] * 2 + ["other"]),
               end_us=micros(now) - dice.randrange(3_500 * SECOND_US), queue_id=dice.choice(queues),
               in_hours=dice.random() < 0.8)
        for number in range(1, 200)
    ])
    async with house.database.transaction() as session:
        for number in range(1, 60):
            at_us = micros(now) - dice.randrange(3_500 * SECOND_US)
            session.add(PromiseFactRow(
                promise_id=number, ticket_id=number, kind=dice.choice(["first_answer", "next_answer", "resolution"]),
                queue_id=dice.choice(queues), channel="email", language="en", staff_id=3, kept=dice.random() < 0.7,
                at_us=at_us, at_in=at_us // PERIOD_US,
            ))
    async with house.database.read() as session:
        shown = await board(session, target_s=30, capacity=Capacity(), quarantined=0, now=now)
        answered, abandoned, waited_us, within, longest = (await session.execute(text(
            "SELECT sum(CASE WHEN outcome = 'served' THEN 1 ELSE 0 END), "
            "sum(CASE WHEN outcome = 'left' AND in_hours AND ended_us - began_us > 5000000 THEN 1 ELSE 0 END), "
            "sum(CASE WHEN outcome = 'served' THEN ended_us - began_us ELSE 0 END), "
            "sum(CASE WHEN outcome = 'served' AND ended_us - began_us <= 30000000 THEN 1 ELSE 0 END), "
            "max(CASE WHEN outcome = 'served' OR (outcome = 'left' AND in_hours AND ended_us - began_us > 5000000) "
            "THEN ended_us - began_us ELSE 0 END) FROM wait_facts"
        ))).one()
        days = Days(now.date(), now.date(), ZoneInfo("Asia/Shanghai"))
        of_day = await report(session, days=days, which=Which(), own=False, target_s=30, now=now, memory=Remembered())
        of_queues = {one: await report(session, days=days, which=Which(queue_ids=frozenset({one})), own=False, target_s=30,
                                       now=now, memory=Remembered()) for one in queues}
        minutes = await by_minute(session, span=Span(micros(now) - 3_600 * SECOND_US, micros(now) + 1))
    assert (shown.whole.answered, shown.whole.abandoned) == (answered, abandoned)
    assert shown.whole.asa_s == float(waited_us) / float(answered) / SECOND_US
    assert shown.whole.service_level == within / (answered + abandoned)
    assert shown.whole.longest_s == longest / SECOND_US
    assert [one.queue_id for one in shown.queues] == queues
    assert sum(one.service.answered for one in shown.queues) == answered
    assert sum(one.answered for one in minutes) == answered
    assert sum(one.abandoned for one in minutes) == abandoned
    values = {one.code: one.value for one in of_day.values}
    assert (values["live_answered"], values["abandoned"], values["service_level"], values["asa"]) == (
        shown.whole.answered, shown.whole.abandoned, shown.whole.service_level, shown.whole.asa_s
    )
    assert shown.promises_kept == sum(values[f"{kind}_kept"] or 0 for kind in ("first", "next", "done")) > 0
    assert shown.promises_broken == sum(values[f"{kind}_broken"] or 0 for kind in ("first", "next", "done")) > 0
    # Each number of a queue that the board shows of the last hour is the one of that queue's report.
    for one in shown.queues:
        told = {each.code: each.value for each in of_queues[one.queue_id].values}
        assert (told["live_answered"], told["abandoned"], told["service_level"], told["asa"]) == (
            one.service.answered, one.service.abandoned, one.service.service_level, one.service.asa_s
        )
    # And so is each minute of the chart: what the report counts in this hour of the day.
    assert (sum(one.answered for one in shown.minutes), sum(one.abandoned for one in shown.minutes)) == (
        sum(one.live_answered for one in of_day.steps), sum(one.abandoned for one in of_day.steps)
    )
    table = next(one for one in of_day.tables if one.by == "queue")
    place = table.codes.index("service_level")
    assert {row.key: row.values[place] for row in table.rows} == {
        str(one.queue_id): one.service.service_level for one in shown.queues
    }


async def test_who_waits_is_on_the_board_and_lists_apart(house: House) -> None:
    ticket_id = await house.chats()
    await house.mails()
    await house.desk.come(ticket_id)
    async with house.database.read() as session:
        shown = await board(session, target_s=30, capacity=Capacity(), quarantined=2, now=house.clock())
    desk = next(one for one in shown.queues if one.queue_id == house.queues["general"])
    assert (desk.waiting, desk.in_lists, desk.talking, shown.quarantined) == (1, 1, 0, 2)
    assert desk.waiting_since == (await house.ticket(ticket_id)).waiting_key
