"""The facts are a function of the log: however it is cut, whoever counts, and however often it is counted anew."""

from __future__ import annotations

import asyncio

import pytest

from contactcenter.events import tail
from contactcenter.measures import keep
from contactcenter.measures.keep import FactKeeper, count_again
from contactcenter.queue.calendars import Calendars
from tests.conformance.house import House
from tests.measures.history import History, counted, facts


async def test_counting_anew_gives_the_same_facts_however_the_log_is_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(house, seed=20)
    for _ in range(8):
        await history.goes_on(15)
        await counted(house)
    first = await facts(house)
    assert all(first.values()), {name: len(rows) for name, rows in first.items()}
    monkeypatch.setattr(keep, "SET", 7)
    monkeypatch.setattr(keep, "GONE_AT_ONCE", 11)
    async with house.database.transaction() as session:
        await count_again(session)
    keeper = FactKeeper(house.database, Calendars(house.settings))
    for _ in range(12):
        await keeper.next_set()
    await history.goes_on(12)  # while it is counted, more happens
    await counted(house)
    anew = await facts(house)
    monkeypatch.setattr(keep, "SET", 400)
    async with house.database.transaction() as session:
        await count_again(session)
    await counted(house)
    assert await facts(house) == anew


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
        assert await tail.cursor(session, keep.READER) == await tail.head(session)
