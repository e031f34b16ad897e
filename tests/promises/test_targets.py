from __future__ import annotations

import asyncio

import pytest

from contactcenter.promises.set_targets import set_targets, targets
from contactcenter.promises.targets import target_for
from contactcenter.shapes.promises import Target
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid
from tests.conformance.house import House

HOUR = 3600


def answer(within_s: int, **applies: object) -> Target:
    return Target.model_validate({"kind": "first_answer", "within_s": within_s, "near_s": 60, **applies})


def test_the_most_particular_target_applies() -> None:
    given = [answer(8 * HOUR), answer(2 * HOUR, channel="web_form"), answer(HOUR, priority=1), answer(600, priority=2),
             answer(4 * HOUR, queue_id=2), answer(3 * HOUR, queue_id=2, channel="email")]

    def within(queue_id: int, channel: str, priority: int = 0) -> int:
        found = target_for(given, "first_answer", queue_id=queue_id, channel=channel, priority=priority)
        assert found is not None
        return found.within_s

    assert within(1, "email") == 8 * HOUR
    assert within(1, "web_form") == 2 * HOUR
    assert within(1, "email", 1) == HOUR
    assert within(1, "email", 3) == 600
    assert within(2, "web_form") == 4 * HOUR
    assert within(2, "email") == 3 * HOUR
    assert target_for(given, "resolution", queue_id=1, channel="email", priority=0) is None


def test_a_warning_comes_after_the_beginning() -> None:
    with pytest.raises(ValueError, match="near_s below within_s"):
        Target(kind="resolution", within_s=60, near_s=60)


async def test_who_changes_them_and_over_which_version(house: House) -> None:
    items = [answer(HOUR, queue_id=house.queues["law"])]
    with pytest.raises(Forbidden):
        await house.does("rosa", set_targets, version=0, items=items)
    with pytest.raises(Invalid, match="no such queue"):
        await house.does("ines", set_targets, version=0, items=[answer(HOUR, queue_id=99)])
    with pytest.raises(Invalid, match="keep one"):
        await house.does("ines", set_targets, version=0, items=[answer(HOUR), answer(2 * HOUR)])
    ends = await asyncio.gather(
        house.does("ines", set_targets, version=0, items=items),
        house.does("ines", set_targets, version=0, items=[answer(2 * HOUR)]), return_exceptions=True,
    )
    assert [type(one) for one in ends if one] == [Conflict]
    async with house.database.read() as session:
        kept = await targets(session)
    assert kept.version == 1
    head = await house.head()
    await house.does("ines", set_targets, version=0, items=kept.items)
    assert await house.head() == head, "the same again is no change"
