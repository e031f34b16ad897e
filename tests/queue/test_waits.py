"""What those who wait are told: always their place, and of the wait whatever can be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from contactcenter.envelope import Place
from contactcenter.events.catalogue.seats import Presence
from contactcenter.measures.last_weeks import REMEMBERED
from contactcenter.measures.tables import TalkFactRow
from contactcenter.queue.claim import take
from contactcenter.queue.decide import Policy, QueuePolicy, Seat, decide
from contactcenter.queue.line import Line
from contactcenter.queue.tables import OfferRow, WaitRow
from contactcenter.queue.usual import Service
from contactcenter.queue.waiting import everybody
from contactcenter.queue.waits import SOON, Outlook
from contactcenter.seats.presence import choose
from contactcenter.tickets.presence import come
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import TicketRow
from tests.calls.telephone import wires
from tests.conformance.house import House
from tests.measures.counted import counted

AT_ONCE = timedelta(0)


@given(st.integers(0, 40), st.integers(1, 60), st.integers(0, 60), st.timedeltas(AT_ONCE, timedelta(hours=1)))
def test_the_wait_is_told_at_every_place_and_never_grows_on_the_way(
    ahead: int, places: int, free: int, waited: timedelta
) -> None:
    outlook = Outlook(places, min(free, places), Service(300.0, 20), 600.0)
    further, nearer = outlook.place(ahead + 1, waited=waited), outlook.place(ahead, waited=waited)
    assert nearer.place == ahead + 1
    assert nearer.soon != (nearer.wait is not None)
    assert nearer.soon or not further.soon
    if nearer.wait is not None and further.wait is not None:
        assert nearer.wait.high <= further.wait.high


def test_where_nobody_is_there_or_nothing_is_known_the_place_is_told_alone() -> None:
    for outlook in (Outlook(0, 0, Service(300.0, 20), None), Outlook(3, 0, None, None)):
        told = outlook.place(1, waited=AT_ONCE)
        assert (told.place, told.wait, told.soon) == (2, None, False)


async def waits(house: House) -> int:
    ticket_id = await house.chats()
    async with house.database.transaction() as session:
        await come(session, ticket_id=ticket_id, now=house.clock())
    return ticket_id


async def talks(house: House, lasts: timedelta) -> None:
    """A conversation that Rosa took by hand: nothing rang, so the line's own history does not know it."""
    ticket_id = await waits(house)
    await house.does("rosa", take, ticket_id=ticket_id)
    house.pass_by(lasts)
    await house.does("rosa", close, ticket_id=ticket_id)


async def told(house: House, ticket_id: int, rosa: Presence = "available") -> Place:
    """What they are told while Rosa is at her seat."""
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff["rosa"], presence=rosa, reason=None, now=house.clock())
    place = await house.desk.place(ticket_id)
    assert place is not None
    return place


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_the_last_weeks_stand_in_where_little_was_seen_lately(house: House) -> None:
    for _ in range(6):
        await talks(house, timedelta(minutes=5))
    house.pass_by(timedelta(days=20))
    await counted(house)
    first = await waits(house)
    assert await house.desk.place(first) == Place(1), "nobody is there"
    assert await told(house, first) == Place(1, soon=True)
    house.pass_by(SOON)
    late = await told(house, first)
    assert not late.soon, "a minute beside somebody free is not soon"
    assert late.high_s is not None
    for ticket_id in (first, await waits(house)):
        await house.does("rosa", take, ticket_id=ticket_id)
    last = await waits(house)
    full = await told(house, last)
    assert (full.place, full.soon) == (1, False)
    # Two places, conversations of five minutes: one ends every two and a half.
    assert full.low_s is not None
    assert full.high_s is not None
    assert full.low_s < 150 < full.high_s
    async with house.database.transaction() as session:
        await session.execute(delete(TalkFactRow))
    assert await told(house, last) == full, "remembered: nothing is counted for each question"
    house.pass_by(REMEMBERED)
    assert (await told(house, last)).high_s is None


async def test_the_place_is_that_in_which_the_router_offers(house: House) -> None:
    """A chat that came before a call is offered before it: neither is told otherwise."""
    telephone = wires(house)
    await telephone.works()
    chat = await waits(house)
    house.pass_by(timedelta(seconds=5))
    call = await telephone.waits()
    assert [await house.desk.place(one) for one in (chat, call.ticket_id)] == [Place(1), Place(2)]
    async with house.database.read() as session:
        line = Line(await everybody(session, now=house.clock()))
        told = (await session.execute(select(WaitRow.ticket_id, WaitRow.place))).all()
    assert {one.ticket_id: one.place for one in told} == {chat: 1, call.ticket_id: 2}
    seats = [Seat(one, frozenset(house.queues.values()), house.clock()) for one in (1, 2)]
    policy = Policy({one: QueuePolicy() for one in house.queues.values()})
    assert [one.ticket_id for one in decide(line, seats, policy, house.clock())] == [chat, call.ticket_id]


async def test_who_is_busy_is_not_free(house: House) -> None:
    first = await waits(house)
    assert await told(house, first, "busy") == Place(1)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_a_seat_at_which_another_line_rings_is_not_free(house: House) -> None:
    telephone = wires(house)
    await telephone.sits("rosa")
    # Her seat is rung for a caller of another line, in which who asks here does not stand.
    call = await telephone.waits()
    assert (await house.ticket(call.ticket_id)).offered_to == house.staff["rosa"]
    chat = await waits(house)
    async with house.database.transaction() as session:
        await session.execute(update(OfferRow).values(queue_id=house.queues["law"]))
        elsewhere = update(TicketRow).where(TicketRow.id == call.ticket_id).values(queue_id=house.queues["law"])
        await session.execute(elsewhere)
    place = await house.desk.place(chat)
    assert place is not None
    assert not place.soon
    async with house.database.transaction() as session:
        await session.execute(update(OfferRow).values(outcome="declined", ended_at=house.clock()))
        await session.execute(update(TicketRow).where(TicketRow.id == call.ticket_id).values(offered_to=None))
    assert await house.desk.place(chat) == Place(1, soon=True)
