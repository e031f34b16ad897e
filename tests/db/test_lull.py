"""Work in the background begins when a live message has just gone its way."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from contactcenter.db import lull as moments
from contactcenter.db.lull import Lull


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No moment comes by itself, however slow the machine is."""
    monkeypatch.setattr(moments, "QUIET_S", 30.0)
    monkeypatch.setattr(moments, "MOST_S", 60.0)


async def message(lull: Lull, order: list[str]) -> None:
    with lull.in_hand():
        await asyncio.sleep(0.01)
        order.append("shown")


async def background(lull: Lull, order: list[str]) -> None:
    await lull.wait()
    order.append("written")


async def test_it_waits_for_the_end_of_what_is_in_hand() -> None:
    lull, order = Lull(), list[str]()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        writing = asyncio.create_task(message(lull, order))
        await asyncio.sleep(0)
        group.create_task(background(lull, order))
        await writing
    assert order == ["shown", "written"]


async def test_each_moment_is_for_one() -> None:
    lull, order = Lull(), list[str]()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        await message(lull, order)
        for _ in range(3):
            group.create_task(background(lull, order))
        for _ in range(3):
            await asyncio.sleep(0)
            await message(lull, order)
    assert [what for what, _ in itertools.groupby(order)] == ["shown", *("written", "shown") * 2, "written"]
    assert order.count("written") == 3


async def test_messages_one_in_another_count_as_one() -> None:
    lull = Lull()
    with lull.in_hand():
        waiting = asyncio.create_task(lull.wait())
        await asyncio.sleep(0)
        with lull.in_hand():
            pass
        await asyncio.sleep(0.01)
        assert not waiting.done()
    await asyncio.wait_for(waiting, 5)


async def test_where_nobody_writes_it_begins_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "QUIET_S", 0.005)
    lull, now = Lull(), asyncio.get_running_loop().time
    await asyncio.wait_for(lull.wait(), 5)
    with lull.in_hand():
        begun = now()
    await asyncio.wait_for(lull.wait(), 5)
    assert now() - begun >= moments.QUIET_S  # its moment was over before anybody waited for it


async def test_in_a_storm_it_waits_no_longer_than_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "QUIET_S", 0.005)
    monkeypatch.setattr(moments, "MOST_S", 0.02)
    lull, now = Lull(), asyncio.get_running_loop().time
    with lull.in_hand():
        begun = now()
        await asyncio.wait_for(lull.wait(), 5)
    assert now() - begun >= moments.MOST_S  # and no sooner: the message was in hand all the while


async def test_a_message_that_failed_has_gone_its_way_too() -> None:
    lull = Lull()
    await message(lull, [])
    waiting = asyncio.create_task(lull.wait())
    await asyncio.sleep(0)
    with pytest.raises(ValueError, match="invalid"), lull.in_hand():
        int("failed")
    await asyncio.wait_for(waiting, 5)
