"""What an acknowledgement tells: how many came before, and how soon inquiries of the queue were answered lately."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from contactcenter.envelope import Outlook, Raw
from contactcenter.measures.lately import FEWEST, kept
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.outbound import build
from tests.conformance.house import LAW, House
from tests.measures.counted import counted


async def told(house: House, ticket_id: int) -> Outlook | None:
    """What its acknowledgement would say if it left now."""
    async with house.database.near() as session:
        delivery = (await session.execute(
            select(DeliveryRow).where(DeliveryRow.ticket_id == ticket_id, DeliveryRow.kind == "acknowledgement")
        )).scalar_one()
        outbound = await build(session, delivery)
    assert outbound is not None
    return outbound.outlook


async def mailed(house: House, **fields: str) -> int:
    """Each from another address: one is acknowledged ten times a day at most."""
    return await house.mails(sender=f"reader{next(house.counter)}@uni.example", **fields)


async def answered(house: House, many: int, *, within: timedelta) -> None:
    """So many inquiries are answered after that time, by the clock within opening hours."""
    tickets = [await mailed(house) for _ in range(many)]
    house.pass_by(within)
    for ticket_id in tickets:
        await house.replies("rosa", ticket_id)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_from_the_queues_own_answers(house: House) -> None:
    first_of_all = await mailed(house)
    await house.replies("rosa", first_of_all)
    await answered(house, FEWEST - 7, within=timedelta(minutes=25))
    await answered(house, 6, within=timedelta(hours=3))
    await counted(house)
    assert await told(house, first_of_all) is None, "nothing was known of the queue"
    # What was found of the queue is remembered for ten minutes; then it is looked for again.
    house.pass_by(timedelta(minutes=11))
    first = await mailed(house)
    second = await mailed(house)
    elsewhere = await mailed(house, to=LAW)
    assert await told(house, first) == Outlook(0, 1_800, 14_400)
    assert await told(house, second) == Outlook(1, 1_800, 14_400)
    assert await told(house, elsewhere) is None, "nobody was answered in that queue"

    # A set that is understood together stands in the line one after the other.
    await house.desk.accept([Raw("email", house.letter(sender=f"set{number}@uni.example")) for number in range(3)])
    assert await house.understanding.next_set() == 3
    assert [(await told(house, elsewhere + number)) for number in (1, 2, 3)] == [
        Outlook(before, 1_800, 14_400) for before in (2, 3, 4)
    ]

    # Sent again later it says the same, whatever happened meanwhile.
    house.pass_by(timedelta(minutes=20))
    await house.replies("rosa", first)
    await house.replies("rosa", second)
    assert await told(house, second) == Outlook(1, 1_800, 14_400)

    house.pass_by(timedelta(hours=5))
    await house.replies("rosa", elsewhere + 1)
    await counted(house)
    async with house.database.near() as session:
        went = await kept(session, since=house.time - timedelta(days=1))
    general = went[house.queues["general"]]
    assert general.many == 3
    assert general.error == pytest.approx(0.5, abs=0.01)
    assert general.within == pytest.approx(2 / 3)

    house.pass_by(timedelta(weeks=5))
    assert await told(house, await mailed(house)) is None, "that was long ago"
