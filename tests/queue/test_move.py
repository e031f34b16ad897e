"""Handing over to another queue, and who sees the ticket then."""

from __future__ import annotations

import pytest

from contactcenter.queue.claim import take
from contactcenter.queue.move import move
from contactcenter.tickets.errors import Invalid, NotFound
from contactcenter.tickets.guests import ask_in
from tests.conformance.house import House


async def test_the_owner_gives_up_what_they_may_no_longer_see(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", take, ticket_id=ticket_id)
    head = await house.head()
    await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    ticket = await house.ticket(ticket_id)
    assert (ticket.queue_id, ticket.assignee_id, ticket.lane) == (house.queues["law"], None, "waiting")
    moved, assigned = await house.log(head)
    rosa = f"s:{house.staff['rosa']}"
    assert moved.type == "ticket.moved"
    assert moved.seen_before == {f"q:{house.queues['general']}", rosa}
    assert moved.seen_after == {f"q:{house.queues['law']}"}
    assert (assigned.type, assigned.seen_after) == ("ticket.assigned", moved.seen_after)
    with pytest.raises(NotFound):
        await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["general"])


async def test_an_owner_who_belongs_there_keeps_it(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("ines", take, ticket_id=ticket_id)
    await house.does("ines", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.lane) == (house.staff["ines"], "open")


async def test_twice_is_once_and_nowhere_is_refused(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("ines", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    version = (await house.ticket(ticket_id)).version
    await house.does("ines", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    assert (await house.ticket(ticket_id)).version == version
    with pytest.raises(Invalid):
        await house.does("ines", move, ticket_id=ticket_id, queue_id=999_999)


async def test_a_colleague_who_was_asked_in_stays(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", ask_in, ticket_id=ticket_id, staff_id=house.staff["tomas"])
    await house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    await house.notes("tomas", ticket_id, "Still here.")
    assert (await house.ticket(ticket_id)).guest_ids == [house.staff["tomas"]]
    assert [one.text for one in await house.messages(ticket_id)][-1] == "Still here."
