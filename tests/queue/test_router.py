"""The router over real databases: rings, answers, silence, empty seats, and two routers at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from contactcenter.events.record import Actor
from contactcenter.queue import waiting
from contactcenter.queue.claim import take
from contactcenter.queue.offer import accept, decline
from contactcenter.queue.router import Router
from contactcenter.queue.tables import OfferRow
from contactcenter.queue.waits import judged
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import LEASE, choose, keep_alive, sit, stand_up
from contactcenter.seats.tables import SeatRow
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.presence import come, leave
from contactcenter.tickets.state import close
from tests.conformance.house import House

WRAP_UP = timedelta(seconds=20)
SHIFT = timedelta(hours=12)


def a_router(house: House) -> Router:
    return Router(house.database, house.clock, capacity=Capacity(chats=2), wrap_up=WRAP_UP, return_after=SHIFT)


async def sits(house: House, *logins: str) -> None:
    for login in logins:
        async with house.database.transaction() as session:
            await sit(session, staff_id=house.staff[login], begins="available", now=house.clock())


async def waits(house: House, **more: str) -> int:
    """A patron begins a chat, and is there."""
    ticket_id = await house.chats(**more)
    async with house.database.transaction() as session:
        assert await come(session, ticket_id=ticket_id, now=house.clock())
    return ticket_id


async def runs(house: House, *routers: Router) -> None:
    """The routers do all there is."""
    while sum(await asyncio.gather(*(router.next_set() for router in routers))):
        pass


async def offers(house: House) -> list[tuple[int, str, str | None]]:
    """Every offer there was: of which ticket, to whom, how it ended."""
    logins = {staff_id: login for login, staff_id in house.staff.items()}
    async with house.database.read() as session:
        rows = (await session.execute(select(OfferRow).order_by(OfferRow.id))).scalars()
        return [(row.ticket_id, logins[row.staff_id], row.outcome) for row in rows]


async def presence(house: House, login: str) -> tuple[str, str | None]:
    async with house.database.read() as session:
        seat = await session.get(SeatRow, house.staff[login])
    assert seat is not None
    return seat.presence, seat.reason


accepts = partial(accept, capacity=Capacity())


async def answers(house: House, login: str, verb: object = accepts) -> int:
    """Accept (or decline) what rings there now."""
    async with house.database.transaction() as session:
        ringing = (await session.execute(
            select(OfferRow.id).where(OfferRow.outcome.is_(None), OfferRow.staff_id == house.staff[login])
        )).scalar_one()
        return await verb(  # type: ignore[operator,no-any-return]
            session, offer_id=ringing, staff_id=house.staff[login], actor=house.actor(login), now=house.clock()
        )


async def alive(house: House, *logins: str) -> None:
    async with house.database.transaction() as session:
        assert not await keep_alive(session, staff_ids=[house.staff[one] for one in logins], now=house.clock())


async def test_a_chat_rings_and_is_accepted(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa", "wang")
    ticket_id = await waits(house)
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", None)]
    assert (await house.ticket(ticket_id)).offered_to == house.staff["rosa"]
    assert await answers(house, "rosa") == ticket_id
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.lane, ticket.offered_to) == (house.staff["rosa"], "open", None)
    assert await offers(house) == [(ticket_id, "rosa", "accepted")]


async def test_it_waits_until_somebody_sits_down(house: House) -> None:
    router = a_router(house)
    await waits(house)
    await runs(house, router)
    assert await offers(house) == []
    await sits(house, "rosa")
    await runs(house, router)
    assert [one[1] for one in await offers(house)] == ["rosa"]


async def test_no_answer_moves_it_on_and_the_seat_is_away(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    house.pass_by(timedelta(seconds=31))
    await alive(house, "rosa")
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff["ines"], presence="available", reason=None, now=house.clock())
    await runs(house, router)
    assert await presence(house, "rosa") == ("away", "no_answer")
    assert await offers(house) == [(ticket_id, "rosa", "missed"), (ticket_id, "ines", None)]


async def test_declined_it_rings_elsewhere_and_comes_back_in_a_minute(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    await answers(house, "rosa", decline)
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", "declined")]
    house.pass_by(timedelta(seconds=40))
    await alive(house, "rosa")
    house.pass_by(timedelta(seconds=40))
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", "declined"), (ticket_id, "rosa", None)]


async def test_no_more_than_a_seat_holds(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    tickets = [await waits(house) for _ in range(3)]
    for ticket_id in tickets[:2]:
        await runs(house, router)
        assert await answers(house, "rosa") == ticket_id
    await runs(house, router)
    assert len(await offers(house)) == 2
    await house.does("rosa", close, ticket_id=tickets[0])
    await runs(house, router)
    # Another conversation goes on: no wrap-up, the place is free at once.
    assert (await offers(house))[-1] == (tickets[2], "rosa", None)


async def test_after_the_last_conversation_there_is_wrap_up(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    await answers(house, "rosa")
    await waits(house)
    await house.does("rosa", close, ticket_id=ticket_id)
    await runs(house, router)
    assert (await presence(house, "rosa"))[0] == "wrap_up"
    assert len(await offers(house)) == 1
    house.pass_by(WRAP_UP + timedelta(seconds=1))
    await runs(house, router)
    assert (await presence(house, "rosa"))[0] == "available"
    assert len(await offers(house)) == 2


async def test_a_crashed_browser_frees_its_work(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id, second = await waits(house), await waits(house)
    await runs(house, router)
    await answers(house, "rosa")
    await runs(house, router)
    assert (await offers(house))[-1] == (second, "rosa", None)
    house.pass_by(LEASE + timedelta(seconds=1))
    await sits(house, "ines")
    await runs(house, router)
    assert await presence(house, "rosa") == ("offline", "lost")
    assert (await house.ticket(ticket_id)).assignee_id is None
    assert (await offers(house))[1][2] in ("missed", "withdrawn")
    assert (await offers(house))[-1] == (ticket_id, "ines", None)


async def test_other_work_returns_after_a_shift(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await house.mails()
    await house.does("rosa", take, ticket_id=ticket_id)
    async with house.database.transaction() as session:
        await stand_up(session, staff_id=house.staff["rosa"], actor=house.actor("rosa"), now=house.clock())
    house.pass_by(SHIFT - timedelta(minutes=1))
    await runs(house, router)
    assert (await house.ticket(ticket_id)).assignee_id == house.staff["rosa"]
    house.pass_by(timedelta(minutes=2))
    await runs(house, router)
    assert (await house.ticket(ticket_id)).lane == "waiting"


async def test_who_leaves_rings_no_longer_and_is_counted(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    async with house.database.transaction() as session:
        assert await leave(session, ticket_id=ticket_id, now=house.clock())
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", "withdrawn")]
    left = [event for event in await house.log() if event.type == "patron.left"]
    assert [event.data["abandoned"] for event in left] == [True]
    assert (await house.ticket(ticket_id)).lane == "waiting"


async def test_taken_from_the_list_it_rings_no_longer(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    await house.does("ines", take, ticket_id=ticket_id)
    with pytest.raises(Conflict, match="rings here no longer"):
        await answers(house, "rosa")
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", "withdrawn")]


async def test_what_rings_elsewhere_is_not_mine_to_answer(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa", "wang")
    await waits(house)
    await runs(house, router)
    async with house.database.transaction() as session:
        with pytest.raises(NotFound):
            await accept(session, offer_id=1, capacity=Capacity(), staff_id=house.staff["wang"],
                         actor=Actor("staff", 2), now=house.clock())


async def test_two_routers_offer_nothing_twice(house: House) -> None:
    routers = [a_router(house), a_router(house)]
    await sits(house, "rosa", "ines", "wang")
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff["ines"], presence="available", reason=None, now=house.clock())
    tickets = [await waits(house) for _ in range(4)]
    await runs(house, *routers)
    rung = await offers(house)
    assert sorted(one[1] for one in rung) == ["ines", "rosa"]
    assert len({one[0] for one in rung}) == 2
    assert {one[0] for one in rung} == set(tickets[:2])


async def test_a_new_router_finds_what_a_dead_one_left(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    await answers(house, "rosa")
    async with house.database.transaction() as session:
        await stand_up(session, staff_id=house.staff["rosa"], actor=house.actor("rosa"), now=house.clock())
    await runs(house, a_router(house))
    assert (await house.ticket(ticket_id)).assignee_id is None


async def test_the_line_is_told_and_judged(house: House) -> None:
    router = a_router(house)
    await sits(house, "rosa")
    for _ in range(6):
        ticket_id = await waits(house)
        await runs(house, router)
        await answers(house, "rosa")
        house.pass_by(timedelta(seconds=50))
        await alive(house, "rosa")
        await house.does("rosa", close, ticket_id=ticket_id)
        await runs(house, router)
        house.pass_by(WRAP_UP)
        await alive(house, "rosa")
        await runs(house, router)
    for _ in range(2):
        await waits(house)
        await runs(house, router)
        await answers(house, "rosa")
    third, fourth = await waits(house), await waits(house)
    await runs(house, router)
    first, second = await house.desk.place(third), await house.desk.place(fourth)
    assert first is not None
    assert second is not None
    assert (first.place, second.place) == (1, 2)
    # Two places, conversations of some fifty seconds: twenty-five a turn, on average.
    assert first.low_s is not None
    assert first.high_s is not None
    assert 0 <= first.low_s < 25 < first.high_s < 100
    assert second.high_s is not None
    assert second.high_s > first.high_s
    house.pass_by(timedelta(seconds=20))
    await alive(house, "rosa")
    async with house.database.transaction() as session:
        held = (await session.execute(select(OfferRow.ticket_id).where(
            OfferRow.outcome == "accepted", OfferRow.over_at.is_(None)
        ).order_by(OfferRow.id))).scalars().all()
    await house.does("rosa", close, ticket_id=held[0])
    await runs(house, router)
    assert await answers(house, "rosa") == third
    await runs(house, router)
    async with house.database.read() as session:
        told = await judged(session, since=house.time - timedelta(days=1))
    count, error = told[house.queues["general"]]
    assert count == 1
    assert error < 0.5


async def test_a_router_that_could_not_begin_begins_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await sits(house, "rosa")
    ticket_id = await waits(house)
    router, real = a_router(house), waiting.everybody

    async def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(waiting, "everybody", fails)
    with pytest.raises(OSError):  # noqa: PT011  # it says nothing more
        await router.next_set()
    monkeypatch.setattr(waiting, "everybody", real)
    await runs(house, router)
    assert await offers(house) == [(ticket_id, "rosa", None)]
