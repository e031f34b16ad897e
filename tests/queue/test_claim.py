"""Law 6: a claim is one statement and a row count; of many who take at once, one gets the ticket."""

from __future__ import annotations

import asyncio

import pytest

from contactcenter.accounts.disable_staff import disable_staff
from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.claim import assign, release, take
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.guests import ask_in, let_go
from contactcenter.tickets.merge import merge
from tests.conformance.house import LAW, House


async def test_of_twenty_takers_one_gets_it(house: House) -> None:
    ticket_id = await house.mails()
    people = [
        Scope(1000 + number, f"Librarian {number}", "librarian", frozenset({house.queues["general"]}))
        for number in range(20)
    ]

    async def takes(scope: Scope) -> int | None:
        try:
            async with house.database.transaction() as session:
                await take(session, scope=scope, actor=Actor("staff", scope.staff_id), now=house.clock(),
                           ticket_id=ticket_id)
        except Conflict as refusal:
            assert refusal.code == "taken"  # noqa: PT017  # every loser hears the same
            return None
        return scope.staff_id

    got = [one for one in await asyncio.gather(*(takes(scope) for scope in people)) if one is not None]
    assert len(got) == 1
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.lane) == (got[0], "open")
    assert [event.data["to_staff_id"] for event in await house.log() if event.type == "ticket.assigned"] == got


async def test_twice_is_once_for_each_verb(house: House) -> None:
    ticket_id = await house.mails()
    rosa = house.staff["rosa"]
    for verb, more in ((take, {}), (release, {}), (assign, {"staff_id": rosa})):
        await house.does("rosa", verb, ticket_id=ticket_id, **more)
        version = (await house.ticket(ticket_id)).version
        await house.does("rosa", verb, ticket_id=ticket_id, **more)
        assert (await house.ticket(ticket_id)).version == version


async def test_a_colleagues_ticket_is_refused_and_says_so(house: House) -> None:
    ticket_id = await house.mails()
    await house.does("rosa", take, ticket_id=ticket_id)
    with pytest.raises(Conflict) as refusal:
        await house.does("ines", take, ticket_id=ticket_id)
    assert refusal.value.current_version == (await house.ticket(ticket_id)).version
    await house.does("ines", assign, ticket_id=ticket_id, staff_id=house.staff["ines"])
    # The history says from whom she took it.
    told = [one.data for one in await house.log() if one.type == "ticket.assigned"][-1]
    assert (told["from_staff_id"], told["to_staff_id"], told.get("reason")) == (
        house.staff["rosa"], house.staff["ines"], None)
    assert (await house.ticket(ticket_id)).assignee_id == house.staff["ines"]


async def test_who_does_not_see_it_leaves_no_trace(house: House) -> None:
    ticket_id = await house.mails(to=LAW)
    before = await house.ticket(ticket_id)
    for login in ("rosa", "tomas"):
        for verb, more in ((take, {}), (release, {}), (assign, {"staff_id": house.staff[login]})):
            with pytest.raises(NotFound):
                await house.does(login, verb, ticket_id=ticket_id, **more)
    after = await house.ticket(ticket_id)
    assert (after.version, after.assignee_id, after.lane) == (before.version, None, "waiting")


async def test_only_who_may_see_it_is_given_it(house: House) -> None:
    ticket_id = await house.mails()
    async with house.database.transaction() as session:
        await disable_staff(session, staff_id=house.staff["ines"], now=house.clock())
    for staff_id in (house.staff["tomas"], house.staff["wang"], house.staff["ines"], 999_999):
        with pytest.raises(Invalid):
            await house.does("rosa", assign, ticket_id=ticket_id, staff_id=staff_id)
    await house.does("rosa", ask_in, ticket_id=ticket_id, staff_id=house.staff["wang"])
    await house.does("rosa", assign, ticket_id=ticket_id, staff_id=house.staff["wang"])
    await house.does("rosa", let_go, ticket_id=ticket_id, staff_id=house.staff["wang"])
    assert (await house.ticket(ticket_id)).assignee_id == house.staff["wang"]


async def test_a_programs_token_takes_nothing(house: House) -> None:
    ticket_id = await house.mails()
    program = Scope(None, "Opening hours robot", "supervisor", frozenset(house.queues.values()))
    with pytest.raises(Forbidden):
        async with house.database.transaction() as session:
            await take(session, scope=program, actor=Actor("token", 1), now=house.clock(), ticket_id=ticket_id)


async def test_a_merged_ticket_is_not_taken(house: House) -> None:
    root, merged = await house.mails(), await house.mails()
    await house.does("rosa", merge, ticket_id=merged, into=root)
    for verb, more in ((take, {}), (release, {}), (assign, {"staff_id": house.staff["rosa"]})):
        with pytest.raises(Conflict) as refusal:
            await house.does("rosa", verb, ticket_id=merged, **more)
        assert refusal.value.code == "merged"
