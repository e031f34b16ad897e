"""What an acknowledgement tells: how many come first, and how soon inquiries of the queue were answered lately."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contactcenter.envelope import Address, Outbound, Outlook
from contactcenter.measures.keep import FactKeeper
from contactcenter.measures.lately import FEWEST, Lately
from tests.conformance.house import LAW, House


def acknowledgement(ticket_id: int, kind: str = "acknowledgement") -> Outbound:
    return Outbound(key="k", channel="email", delivery_id=1, ticket_id=ticket_id,
                    to=Address("email", "amina@uni.example", ""), subject="", text="", html=None, attachments=(),
                    locale="en", author="", kind=kind)


async def told(house: House, lately: Lately, ticket_id: int, kind: str = "acknowledgement") -> Outlook | None:
    async with house.database.near() as session:
        outbound = await lately.tell(session, acknowledgement(ticket_id, kind), now=house.clock())
    assert outbound is not None
    return outbound.outlook


async def answered(house: House, many: int, *, within: timedelta) -> None:
    """So many inquiries are answered after that time, by the clock within opening hours."""
    tickets = [await house.mails() for _ in range(many)]
    house.pass_by(within)
    for ticket_id in tickets:
        await house.replies("rosa", ticket_id)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_from_the_queues_own_answers(house: House) -> None:
    await answered(house, FEWEST - 6, within=timedelta(minutes=25))
    await answered(house, 6, within=timedelta(hours=3))
    keeper = FactKeeper(house.database, house.desk.calendars)
    while await keeper.next_set():
        pass
    first, second = await house.mails(), await house.mails()
    lately = Lately()
    assert await told(house, lately, first) == Outlook(0, 1_800, 14_400)
    assert await told(house, lately, second) == Outlook(1, 1_800, 14_400)
    assert await told(house, lately, second, kind="reply") is None
    assert await told(house, lately, await house.mails(to=LAW)) is None, "nobody was answered in that queue"
    await house.replies("rosa", first)
    assert await told(house, lately, first) is None, "it waits no longer"
    house.pass_by(timedelta(weeks=5))
    assert await told(house, lately, second) is None, "that was long ago"
