"""How live inquiries are served: the measures by their definitions, and once more by plain SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from contactcenter.measures.answering import SHORT_S, Waited, by_minute, service
from contactcenter.measures.board import board
from contactcenter.queue.tables import WaitRow
from tests.conformance.house import House

NOW = datetime(2026, 11, 25, 9, 30, 30, tzinfo=UTC)


def waited(seconds: float, outcome: str = "served", *, ago: float = 60) -> Waited:
    end = NOW - timedelta(seconds=ago)
    return Waited(1, "web_chat", end - timedelta(seconds=seconds), end, outcome)  # type: ignore[arg-type]


def test_each_measure_by_its_definition() -> None:
    found = service([waited(10), waited(30), waited(50), waited(100, "left"), waited(SHORT_S, "left"), waited(9, "other")],
                    target_s=30)
    assert (found.answered, found.abandoned) == (3, 1)
    assert found.service_level == pytest.approx(2 / 4)
    assert found.asa_s == pytest.approx(30)
    assert found.longest_s == pytest.approx(100)


def test_nothing_to_divide_by_is_no_number() -> None:
    found = service([waited(2, "left")], target_s=30)
    assert (found.answered, found.abandoned, found.service_level, found.asa_s, found.longest_s) == (0, 0, None, None, None)


waits = st.lists(st.builds(
    waited, st.floats(0, 2_000).map(lambda s: round(s, 3)), st.sampled_from(["served", "left", "other"]),
    ago=st.floats(0, 3_500).map(lambda s: round(s, 3)),
), max_size=40)


@given(waits)
def test_the_minutes_add_up_to_the_hour(these: list[Waited]) -> None:
    begins = NOW.replace(second=0, microsecond=0) - timedelta(minutes=59)
    minutes = by_minute(these, [one.began_at for one in these], begins=begins, minutes=60)
    inside = [one for one in these if one.ended_at >= begins]
    whole = service(inside, target_s=30)
    assert sum(one.answered for one in minutes) == whole.answered
    assert sum(one.abandoned for one in minutes) == whole.abandoned
    assert sum(one.arrived for one in minutes) == sum(one.began_at >= begins for one in these)


async def test_the_board_says_what_plain_sql_says(house: House, dialect: str) -> None:
    queues = list(house.queues.values())
    now = house.time
    tickets = [await house.chats() for _ in range(12)]
    async with house.database.transaction() as session:
        for place, ticket_id in enumerate(tickets):
            end = now - timedelta(minutes=5 * place + 1)
            session.add(WaitRow(
                ticket_id=ticket_id, queue_id=queues[place % 2], channel="web_chat",
                began_at=end - timedelta(seconds=7 * place + 3), ended_at=end, place=1, low_s=None, middle_s=20.0, high_s=None,
                outcome="left" if place % 4 == 3 else "served",
            ))
    async with house.database.read() as session:
        shown = await board(session, target_s=30, quarantined=0, now=now)
        seconds = ("(ended_at - began_at) / 1000000.0" if dialect == "sqlite"
                   else "extract(epoch FROM ended_at - began_at)")
        since = (f"{int((now - timedelta(hours=1)).timestamp() * 1_000_000)}" if dialect == "sqlite"
                 else f"'{(now - timedelta(hours=1)).isoformat()}'::timestamptz")
        plain = (await session.execute(text(
            f"SELECT sum(CASE WHEN outcome = 'served' THEN 1 ELSE 0 END), "  # noqa: S608
            f"sum(CASE WHEN outcome = 'left' AND {seconds} > 5 THEN 1 ELSE 0 END), "
            f"avg(CASE WHEN outcome = 'served' THEN {seconds} END), "
            f"sum(CASE WHEN outcome = 'served' AND {seconds} <= 30 THEN 1 ELSE 0 END) "
            f"FROM waits WHERE ended_at >= {since}"
        ))).one()
    answered, abandoned, asa, within = plain
    assert (shown.whole.answered, shown.whole.abandoned) == (answered, abandoned)
    assert shown.whole.asa_s == pytest.approx(float(asa))
    assert shown.whole.service_level == pytest.approx(within / (answered + abandoned))
    assert [one.queue_id for one in shown.queues] == queues
    assert sum(one.service.answered for one in shown.queues) == answered
    assert sum(one.answered for one in shown.minutes) == answered


async def test_who_waits_is_on_the_board_and_lists_apart(house: House) -> None:
    ticket_id = await house.chats()
    await house.mails()
    await house.desk.come(ticket_id)
    async with house.database.read() as session:
        shown = await board(session, target_s=30, quarantined=2, now=house.clock())
    desk = next(one for one in shown.queues if one.queue_id == house.queues["general"])
    assert (desk.waiting, desk.in_lists, desk.talking, shown.quarantined) == (1, 1, 0, 2)
    assert desk.waiting_since == (await house.ticket(ticket_id)).waiting_key
