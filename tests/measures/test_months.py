"""Months that were summed before: whatever happens since, the report is the one that would be summed anew."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from contactcenter.measures.figures.sum_up import figures as summed_anew
from contactcenter.measures.figures.which import Which
from contactcenter.measures.keep.cursor import count_again
from contactcenter.measures.months.remembered import Remembered
from contactcenter.measures.report import report
from contactcenter.measures.span import Days
from contactcenter.measures.tables import FactPeriodRow
from contactcenter.shapes.reports import Report
from tests.conformance.house import BEGINS, House
from tests.conformance.promises import promise
from tests.measures.counted import counted
from tests.measures.history import History

ZONE = ZoneInfo("Asia/Shanghai")


async def told(house: House, memory: Remembered, which: Which) -> Report:
    days = Days(BEGINS.date() - timedelta(days=30), house.time.astimezone(ZONE).date(), ZONE)
    async with house.database.read() as session:
        return await report(session, days=days, which=which, own=False, target_s=30, now=house.time, memory=memory)


async def months_summed(house: House, memory: Remembered) -> None:
    async with house.database.read() as session:
        while await memory.sum_a_month(session, today=house.time.astimezone(ZONE).date(), zone=ZONE, target_s=30):
            pass


async def test_what_is_remembered_is_what_would_be_summed_anew(house: House) -> None:
    await promise(house, ("first_answer", 2), ("next_answer", 1), ("resolution", 6))
    history, memory = History(house, seed=30, promises=True), Remembered(rest_s=0)
    for asked in (
        Which(), Which(staff_id=house.staff["rosa"]), Which(queue_ids=frozenset({1})), Which(channel="email"),
        Which(language="zh-Hans", queue_ids=frozenset({1})),
    ):
        await history.goes_on(14)
        house.pass_by(timedelta(days=11))
        await counted(house)
        await months_summed(house, memory)
        await history.goes_on(6)
        await counted(house)
        for which in (asked, Which()):
            assert await told(house, memory, which) == await told(house, Remembered(), which)
    assert memory
    async with house.database.transaction() as session:
        await count_again(session)
    await counted(house)
    assert await told(house, memory, Which()) == await told(house, Remembered(), Which())


async def test_a_month_in_which_nothing_changed_is_not_summed_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    history, memory = History(house, seed=31), Remembered()
    await history.goes_on(20)
    house.pass_by(timedelta(days=70))
    await counted(house)
    await months_summed(house, memory)
    summed = []

    async def figures(*arguments: object, **more: object) -> object:
        summed.append(more["days"])
        return await summed_anew(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("contactcenter.measures.months.remembered.figures", figures)
    await told(house, memory, Which())
    # What is left at either end of the days, and of the days before: the months between are known.
    assert len(summed) <= 4


async def test_a_month_that_goes_on_changing_is_not_counted_all_the_time(house: House) -> None:
    history, memory = History(house, seed=31), Remembered()
    await history.goes_on(20)
    house.pass_by(timedelta(days=40))
    await counted(house)
    today = house.time.astimezone(ZONE).date()
    async with house.database.read() as session:
        while await memory.sum_a_month(session, today=today, zone=ZONE, target_s=30):
            pass
    assert memory
    async with house.database.transaction() as session:
        await session.execute(update(FactPeriodRow).values(position=FactPeriodRow.position + 1))
    async with house.database.read() as session:
        assert not await memory.sum_a_month(session, today=today, zone=ZONE, target_s=30)
    assert await told(house, memory, Which()) == await told(house, Remembered(), Which())
