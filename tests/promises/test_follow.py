"""Promises follow what happens: by real verbs, on both databases. The house opens from 8 to 22 in Shanghai."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from contactcenter.promises.tables import PromiseRow
from contactcenter.queue.move import move
from contactcenter.queue.prioritise import prioritise
from contactcenter.shapes.promises import Target
from contactcenter.tickets.state import change_state, close, reopen
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import LAW, House
from tests.conformance.promises import keep, keeper, promise

HOUR = timedelta(hours=1)
NINE = datetime(2026, 11, 25, 1, tzinfo=UTC)  # at which `house` begins: 9:00 in Shanghai, a Wednesday


async def promises(house: House, ticket_id: int) -> dict[str, PromiseRow]:
    """The last of each kind."""
    async with house.database.read() as session:
        rows = (await session.execute(
            select(PromiseRow).where(PromiseRow.ticket_id == ticket_id).order_by(PromiseRow.id)
        )).scalars()
        return {row.kind: row for row in rows}


def near(at: datetime | None, expected: datetime) -> None:
    assert at is not None
    assert abs(at - expected) < timedelta(seconds=2), at


async def test_an_answer_keeps_it_and_the_rest_goes_on(house: House) -> None:
    await promise(house, ("first_answer", 2), ("next_answer", 1), ("resolution", 20))
    ticket_id = await house.mails()
    await keep(house)
    ticket = await house.ticket(ticket_id)
    assert ticket.due_kind == "first_answer"
    near(ticket.due_at, NINE + 2 * HOUR)
    house.pass_by(HOUR)
    await house.replies("rosa", ticket_id)
    await keep(house)
    kept = await promises(house, ticket_id)
    assert (kept["first_answer"].outcome, kept["first_answer"].broken_at) == ("answered", None)
    assert kept["first_answer"].took_s == pytest.approx(3600, abs=2)
    ticket = await house.ticket(ticket_id)
    assert ticket.due_kind == "resolution"
    # 20 open hours from 9:00: 13 today, 7 from 8:00 tomorrow.
    near(ticket.due_at, NINE + timedelta(days=1) + 6 * HOUR)
    await house.does("rosa", close, ticket_id=ticket_id)
    await keep(house)
    assert (await promises(house, ticket_id))["resolution"].outcome == "resolved"
    assert (await house.ticket(ticket_id)).due_at is None


async def test_who_writes_again_is_promised_the_next_answer(house: House) -> None:
    await promise(house, ("first_answer", 4), ("next_answer", 1))
    ticket_id = await house.mails()
    again = house.signer.reply_address(ticket_id)
    assert await house.mails(text="It is urgent.", to=again) == ticket_id
    await keep(house)
    assert list(await promises(house, ticket_id)) == ["first_answer"], "nobody has answered yet"
    await house.replies("rosa", ticket_id)
    house.pass_by(HOUR)
    await house.mails(text="And the other one?", to=again)
    await keep(house)
    near((await house.ticket(ticket_id)).due_at, NINE + 2 * HOUR)
    house.pass_by(HOUR / 2)
    await house.mails(text="Please?", to=again)
    await house.replies("rosa", ticket_id)
    await keep(house)
    row = (await promises(house, ticket_id))["next_answer"]
    assert (row.outcome, row.broken_at) == ("answered", None)
    assert row.took_s == pytest.approx(1800, abs=2), "counted from the first of what was not answered"


async def test_a_night_does_not_count(house: House) -> None:
    await promise(house, ("first_answer", 2))
    house.pass_by(12 * HOUR)  # 21:00
    ticket_id = await house.mails()
    await keep(house)
    near((await house.ticket(ticket_id)).due_at, NINE + timedelta(days=1))


async def test_who_waits_for_whom(house: House) -> None:
    await promise(house, ("first_answer", 3), ("resolution", 5))
    ticket_id = await house.mails()
    house.pass_by(HOUR)
    await house.does("rosa", change_state, ticket_id=ticket_id, state="waiting_patron")
    await keep(house)
    found = await promises(house, ticket_id)
    assert found["first_answer"].due_at is None, "the patron has the next word"
    near(found["resolution"].due_at, NINE + 5 * HOUR)
    house.pass_by(HOUR)
    await house.does("rosa", change_state, ticket_id=ticket_id, state="waiting_third")
    await keep(house)
    found = await promises(house, ticket_id)
    near(found["first_answer"].due_at, NINE + 4 * HOUR)
    assert found["resolution"].due_at is None, "somebody else has it in their hands"
    house.pass_by(HOUR)
    await house.does("rosa", change_state, ticket_id=ticket_id, state="open")
    await keep(house)
    near((await promises(house, ticket_id))["resolution"].due_at, NINE + 6 * HOUR)


async def test_it_is_told_of_once_by_whichever_worker(house: House) -> None:
    await promise(house, ("first_answer", 2))
    ticket_id = await house.mails()
    await keep(house)
    head = await house.head()
    house.pass_by(1.6 * HOUR)
    await asyncio.gather(*(keeper(house).next_set() for _ in range(3)))
    house.pass_by(HOUR)
    await asyncio.gather(*(keeper(house).next_set() for _ in range(3)))
    await keep(house)
    assert [one.type for one in await house.log(head)] == ["promise.near", "promise.broken"]
    await house.replies("rosa", ticket_id)
    await keep(house)
    row = (await promises(house, ticket_id))["first_answer"]
    assert row.outcome == "answered"
    near(row.broken_at, NINE + 2 * HOUR)


async def test_late_is_late_though_nobody_looked_at_the_clock(house: House) -> None:
    await promise(house, ("first_answer", 2))
    ticket_id = await house.mails()
    house.pass_by(3 * HOUR)
    await house.replies("rosa", ticket_id)
    await keep(house)
    near((await promises(house, ticket_id))["first_answer"].broken_at, NINE + 2 * HOUR)


async def test_an_answer_that_is_taken_back_was_none(house: House) -> None:
    await promise(house, ("first_answer", 2), ("resolution", 5))
    ticket_id = await house.mails()
    await house.replies("rosa", ticket_id, then="close", hold=timedelta(seconds=10))
    await keep(house)
    assert {row.outcome for row in (await promises(house, ticket_id)).values()} == {"answered", "resolved"}
    message_id = (await house.messages(ticket_id))[-1].id
    await house.does("rosa", withdraw, ticket_id=ticket_id, message_id=message_id)
    await keep(house)
    found = await promises(house, ticket_id)
    assert {row.outcome for row in found.values()} == {None}
    near((await house.ticket(ticket_id)).due_at, NINE + 2 * HOUR)


async def test_another_queue_or_priority_measures_anew_what_is_left(house: House) -> None:
    law = Target(kind="first_answer", queue_id=house.queues["law"], within_s=3600, near_s=60)
    urgent = Target(kind="first_answer", queue_id=house.queues["law"], priority=1, within_s=1800, near_s=60)
    await promise(house, ("first_answer", 4), law, urgent)
    ticket_id = await house.mails()
    await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    await keep(house)
    near((await house.ticket(ticket_id)).due_at, NINE + HOUR)
    await house.does("ines", prioritise, ticket_id=ticket_id, priority=2)
    await keep(house)
    near((await house.ticket(ticket_id)).due_at, NINE + HOUR / 2)


async def test_a_changed_target_measures_what_runs_anew(house: House) -> None:
    await promise(house, ("first_answer", 4))
    ticket_id = await house.mails()
    await keep(house)
    await promise(house, ("first_answer", 1))
    near((await house.ticket(ticket_id)).due_at, NINE + HOUR)
    await promise(house)
    assert (await house.ticket(ticket_id)).due_at is None
    assert (await promises(house, ticket_id))["first_answer"].outcome == "dropped"


async def test_what_is_no_question_is_promised_nothing_until_it_is_one(house: House) -> None:
    await promise(house, ("first_answer", 2))
    ticket_id = await house.mails("Out of office", **{"Auto-Submitted": "auto-replied"})
    await keep(house)
    assert (await house.ticket(ticket_id)).due_at is None
    house.pass_by(HOUR)
    await house.does("rosa", reopen, ticket_id=ticket_id)
    await keep(house)
    near((await house.ticket(ticket_id)).due_at, NINE + 3 * HOUR)


async def test_a_house_without_targets_keeps_nothing(house: House) -> None:
    ticket_id = await house.mails(to=LAW)
    await keep(house)
    assert await promises(house, ticket_id) == {}
    assert [one.type for one in await house.log() if one.type.startswith("promise")] == []


async def test_new_targets_promise_nothing_for_what_was_there_before(house: House) -> None:
    """Also where the keeper, which had nothing to keep, had not written down how far it had read."""
    before = await house.mails()
    await promise(house, ("first_answer", 2))
    after = await house.mails()
    await keep(house)
    assert await promises(house, before) == {}
    assert list(await promises(house, after)) == ["first_answer"]
