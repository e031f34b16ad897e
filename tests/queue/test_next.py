"""Taking the next inquiry: whose turn it is, of those that one may serve."""

from __future__ import annotations

import asyncio

import pytest

from contactcenter.queue.next import take_next
from contactcenter.queue.prioritise import prioritise
from contactcenter.queue.tables import QueueSkillRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.tables import SkillRow
from contactcenter.tickets.errors import Forbidden
from tests.conformance.house import LAW, House


async def takes(house: House, login: str) -> int | None:
    return await house.does(login, take_next, capacity=Capacity())


async def test_whose_turn_it_is(house: House) -> None:
    first, second = await house.mails(), await house.mails()
    assert await takes(house, "rosa") == first
    assert (await house.ticket(first)).assignee_id == house.staff["rosa"]
    assert await takes(house, "rosa") == second
    assert await takes(house, "rosa") is None


async def test_only_of_ones_own_queues(house: House) -> None:
    await house.mails(to=LAW)
    assert await takes(house, "rosa") is None
    with pytest.raises(Forbidden):
        await takes(house, "tomas")


async def test_a_priority_comes_before_older_mail(house: House) -> None:
    for _ in range(25):
        await house.mails()
    urgent = await house.mails()
    await house.does("ines", prioritise, ticket_id=urgent, priority=2)
    assert await takes(house, "rosa") == urgent


async def test_what_asks_for_more_than_one_can_is_left(house: House) -> None:
    ticket_id = await house.mails(to=LAW)
    async with house.database.transaction() as session:
        session.add(SkillRow(slug="law", kind="subject", name="Law", name_zh="法律"))
        await session.flush()
        session.add(QueueSkillRow(queue_id=house.queues["law"], skill="law", level=2, relax_after_s=None))
    assert await takes(house, "wang") is None
    assert (await house.ticket(ticket_id)).assignee_id is None


async def test_two_at_once_get_two(house: House) -> None:
    tickets = [await house.mails() for _ in range(2)]
    taken = await asyncio.gather(*(takes(house, login) for login in ("rosa", "ines")))
    assert sorted(one for one in taken if one) == tickets


async def test_live_ones_are_offered_and_not_pulled(house: House) -> None:
    ticket_id = await house.chats()
    await house.desk.come(ticket_id)
    assert await takes(house, "rosa") is None
