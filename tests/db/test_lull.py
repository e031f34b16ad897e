"""Work in the background begins when a live message has just gone its way."""

from __future__ import annotations

import asyncio

import pytest

from contactcenter.db.lull import Lull


async def test_it_waits_for_the_end_of_what_is_in_hand() -> None:
    lull, order = Lull(), []

    async def message() -> None:
        with lull.in_hand():
            await asyncio.sleep(0.01)
            order.append("shown")

    async def background() -> None:
        await lull.wait(10)
        order.append("written")

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(background())
        await asyncio.sleep(0)
        group.create_task(message())
    assert order == ["shown", "written"]


async def test_messages_one_in_another_count_as_one() -> None:
    lull = Lull()
    waiting = asyncio.create_task(lull.wait(10))
    await asyncio.sleep(0)
    with lull.in_hand():
        with lull.in_hand():
            pass
        await asyncio.sleep(0.01)
        assert not waiting.done()
    await asyncio.wait_for(waiting, 5)


async def test_where_nobody_writes_it_begins_by_itself() -> None:
    await asyncio.wait_for(Lull().wait(0.01), 5)


async def test_a_message_that_failed_has_gone_its_way_too() -> None:
    lull = Lull()
    waiting = asyncio.create_task(lull.wait(10))
    await asyncio.sleep(0)
    with pytest.raises(ValueError, match="invalid"), lull.in_hand():
        int("failed")
    await asyncio.wait_for(waiting, 5)
