"""The facts are a function of the log: however it is cut, whoever counts, and however often it is counted anew."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from contactcenter.events import tail
from contactcenter.measures.keep import cursor, known
from contactcenter.measures.keep.cursor import count_again
from contactcenter.measures.keep.keeper import FactKeeper
from contactcenter.measures.span import micros
from contactcenter.measures.tables import TicketFactRow
from contactcenter.queue.calendars import Calendars
from contactcenter.tickets.tables import TicketRow
from tests.conformance.house import House
from tests.conformance.promises import promise
from tests.measures.counted import counted
from tests.measures.history import History, facts, route


async def test_counting_anew_gives_the_same_facts_however_the_log_is_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promise(house, ("first_answer", 2), ("next_answer", 1), ("resolution", 6))
    history = History(house, seed=20, promises=True)
    for _ in range(8):
        await history.goes_on(15)
        await counted(house)
    first = await facts(house)
    assert all(first.values()), {name: len(rows) for name, rows in first.items()}
    monkeypatch.setattr(known, "SET", 7)
    monkeypatch.setattr(cursor, "GONE_AT_ONCE", 11)
    async with house.database.transaction() as session:
        await count_again(session)
    keeper = FactKeeper(house.database, Calendars(house.settings))
    for _ in range(12):
        await keeper.next_set()
    await history.goes_on(12)  # while it is counted, more happens
    await counted(house)
    anew = await facts(house)
    monkeypatch.setattr(known, "SET", 400)
    async with house.database.transaction() as session:
        await count_again(session)
    await counted(house)
    assert await facts(house) == anew


async def test_the_facts_stand_as_the_tickets_stand(house: House) -> None:
    history = History(house, seed=23, router=route(house))
    await history.goes_on(70)
    await counted(house)
    async with house.database.read() as session:
        tickets = (await session.execute(
            select(TicketRow.id, TicketRow.state, TicketRow.queue_id, TicketRow.assignee_id, TicketRow.live,
                   TicketRow.merged_into.is_not(None)).order_by(TicketRow.id)
        )).all()
        known = (await session.execute(
            select(TicketFactRow.ticket_id, TicketFactRow.state, TicketFactRow.queue_id, TicketFactRow.assignee_id,
                   TicketFactRow.live, TicketFactRow.merged).order_by(TicketFactRow.ticket_id)
        )).all()
        closed = (await session.execute(
            select(TicketRow.id, TicketRow.closed_at).where(TicketRow.state == "closed").order_by(TicketRow.id)
        )).all()
        closed_facts = (await session.execute(
            select(TicketFactRow.ticket_id, TicketFactRow.closed_us).where(TicketFactRow.closed_us.is_not(None))
            .order_by(TicketFactRow.ticket_id)
        )).all()
    assert [tuple(one) for one in known] == [tuple(one) for one in tickets]
    assert [tuple(one) for one in closed_facts] == [(number, micros(at)) for number, at in closed if at is not None]


async def test_of_two_who_count_each_event_counts_once(house: House) -> None:
    history = History(house, seed=3)
    await history.goes_on(40)
    keepers = [FactKeeper(house.database, Calendars(house.settings)) for _ in range(2)]
    while any(await asyncio.gather(*(one.next_set() for one in keepers))):
        pass
    both = await facts(house)
    async with house.database.transaction() as session:
        await count_again(session)
    await counted(house)
    assert await facts(house) == both
    async with house.database.read() as session:
        assert await tail.cursor(session, cursor.READER) == await tail.head(session)


async def test_who_was_done_sees_that_another_process_counts_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(house, seed=14)
    await history.goes_on(40)
    await counted(house)
    first, other = (FactKeeper(house.database, Calendars(house.settings)) for _ in range(2))
    while await first.next_set():
        pass
    async with house.database.transaction() as session:
        await count_again(session)
    monkeypatch.setattr(known, "SET", 10)
    for _ in range(8):  # the facts go, and some of the log is counted again
        await other._set()
    await history.goes_on(5)
    await first.next_set()
    await counted(house)
    both = await facts(house)
    async with house.database.transaction() as session:
        await count_again(session)
    await counted(house)
    assert await facts(house) == both
