"""A conversation is passed on to a seat, cold or warm: it is never in nobody's hands, and a second librarian may join it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import MembershipRow
from contactcenter.events.catalogue.seats import Presence
from contactcenter.events.record import SYSTEM
from contactcenter.measures.board import board
from contactcenter.queue.claim import release, take
from contactcenter.queue.load import loads
from contactcenter.queue.move import move
from contactcenter.queue.offer import decline
from contactcenter.queue.pass_on import Way, call_off, hand_over, ring_at
from contactcenter.queue.tables import OfferRow
from contactcenter.queue.waiting import everybody, these
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import choose, lock_seat, stand_up, turn
from contactcenter.tickets import patron_view
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.guests import ask_in, join, let_go
from contactcenter.tickets.presence import leave
from contactcenter.tickets.state import close
from tests.conformance.house import House
from tests.queue.test_router import a_router, alive, answers, offers, presence, runs, sits, waits

CAPACITY = Capacity(chats=2)


async def talks(house: House, login: str = "rosa") -> int:
    """A chat that somebody has, and has said a word in."""
    ticket_id = await waits(house)
    await house.does(login, take, ticket_id=ticket_id)
    await house.replies(login, ticket_id, "Hello.", then="keep")
    return ticket_id


async def passes(house: House, ticket_id: int, way: Way = "transfer", *, by: str = "rosa", to: str = "wang") -> int:
    return await house.does(by, ring_at, ticket_id=ticket_id, staff_id=house.staff[to], way=way, capacity=CAPACITY)


async def spoken_with(house: House, ticket_id: int) -> tuple[str, tuple[str, ...]]:
    """Whom the patron is told that they speak with."""
    async with house.database.read() as session:
        standing = await patron_view.standing(session, ticket_id=ticket_id)
    assert standing is not None
    return standing.librarian, standing.beside


async def test_cold_it_rings_and_is_theirs_when_they_answer(house: House) -> None:
    await sits(house, "rosa", "wang")
    ticket_id = await talks(house)
    await passes(house, ticket_id)
    # Until then nothing changes for the patron.
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ())
    await answers(house, "wang")
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.offered_to) == (house.staff["wang"], None)
    assert await spoken_with(house, ticket_id) == ("王芳", ())
    assert [(event.data.get("reason"), event.data.get("from_staff_id")) for event in await house.log()
            if event.type == "ticket.assigned"][-1] == ("transfer", house.staff["rosa"])


@pytest.mark.parametrize("how", ["declined", "missed", "called off"])
async def test_not_accepted_it_stays(house: House, how: str) -> None:
    await sits(house, "rosa", "wang")
    ticket_id = await talks(house)
    await passes(house, ticket_id)
    if how == "declined":
        await answers(house, "wang", decline)
    elif how == "called off":
        await house.does("rosa", call_off, ticket_id=ticket_id)
        await house.does("rosa", call_off, ticket_id=ticket_id)
    else:
        house.pass_by(timedelta(seconds=31))
        await alive(house, "rosa", "wang")
        await runs(house, a_router(house))
        # Who is asked for by a colleague and does not answer is not taken for gone.
        assert (await presence(house, "wang"))[0] == "available"
    assert [one[2] for one in await offers(house)] == ["withdrawn" if how == "called off" else how]
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.lane, ticket.offered_to) == (house.staff["rosa"], "open", None)


async def test_whoever_passes_it_on_may_go(house: House) -> None:
    await sits(house, "rosa", "wang")
    ticket_id, router = await talks(house), a_router(house)
    later = await waits(house)
    await runs(house, router)
    await answers(house, "rosa", decline)
    await passes(house, ticket_id)
    async with house.database.transaction() as session:
        await stand_up(session, staff_id=house.staff["rosa"], actor=house.actor("rosa"), now=house.clock())
    await runs(house, router)
    # It is nobody's, and rings on; in vain, it is back at the head of the line: before who came later.
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.offered_to) == (None, house.staff["wang"])
    await answers(house, "wang", decline)
    async with house.database.read() as session:
        line = await everybody(session, now=house.clock())
    assert [one.ticket_id for one in sorted(line, key=lambda one: one.turn)] == [ticket_id, later]


async def test_where_it_cannot_ring(house: House) -> None:
    await sits(house, "rosa")
    ticket_id, other = await talks(house), await talks(house)
    for to, code in (("wang", "not_there"), ("tomas", "not_there")):
        with pytest.raises(Conflict) as refused:
            await passes(house, ticket_id, to=to)
        assert refused.value.code == code
    await sits(house, "wang")
    with pytest.raises(NotFound):
        await passes(house, ticket_id, by="tomas")
    await passes(house, ticket_id)
    for which, code in ((other, "rings"), (ticket_id, "rings_already")):
        with pytest.raises(Conflict) as refused:
            await passes(house, which)
        assert refused.value.code == code
    await answers(house, "wang")
    await passes(house, other)
    await answers(house, "wang")
    third = await talks(house)
    with pytest.raises(Conflict) as refused:
        await passes(house, third)
    assert refused.value.code == "full"
    mail = await house.mails()
    with pytest.raises(Conflict) as refused:
        await passes(house, mail)
    assert refused.value.code == "not_live"


async def test_who_is_in_wrap_up_is_there_and_may_be_asked_in(house: House) -> None:
    await sits(house, "rosa", "wang")
    ticket_id = await talks(house)
    async with house.database.transaction() as session:
        seat = await lock_seat(session, house.staff["wang"])
        turn(session, seat, "wrap_up", reason=None, actor=SYSTEM, now=house.clock())
    with pytest.raises(Conflict) as refused:
        await passes(house, ticket_id)
    assert refused.value.code == "wrap_up"
    await passes(house, ticket_id, way="consult")


async def test_warm_both_speak_and_then_it_is_handed_over(house: House) -> None:
    await sits(house, "rosa", "wang")
    ticket_id = await talks(house)
    await passes(house, ticket_id, "consult")
    await answers(house, "wang")
    assert (await house.ticket(ticket_id)).assignee_id == house.staff["rosa"]
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ("王芳",))
    await house.replies("wang", ticket_id, "I know that book.", then="keep")
    assert (await house.ticket(ticket_id)).assignee_id == house.staff["rosa"]
    await house.does("rosa", hand_over, ticket_id=ticket_id, staff_id=house.staff["wang"])
    await house.does("ines", hand_over, ticket_id=ticket_id, staff_id=house.staff["wang"])
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.guest_ids) == (house.staff["wang"], [])
    assert await spoken_with(house, ticket_id) == ("王芳", ())
    with pytest.raises(Conflict):
        await house.does("wang", hand_over, ticket_id=ticket_id, staff_id=house.staff["rosa"])


async def test_warm_and_called_off(house: House) -> None:
    await sits(house, "rosa", "wang")
    ticket_id, router = await talks(house), a_router(house)
    await runs(house, router)
    await passes(house, ticket_id, "consult")
    await answers(house, "wang")
    await house.does("rosa", let_go, ticket_id=ticket_id, staff_id=house.staff["wang"])
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ())
    with pytest.raises(NotFound):
        await house.replies("wang", ticket_id, expected_version=99)
    # What is asked of a colleague is over when the conversation is.
    await passes(house, ticket_id, "consult")
    await house.does("rosa", close, ticket_id=ticket_id)
    await runs(house, router)
    assert [one[2] for one in await offers(house)] == ["accepted", "withdrawn"]


async def test_a_second_librarian_joins_and_leaves(house: House) -> None:
    ticket_id = await talks(house)
    await house.does("ines", join, ticket_id=ticket_id)
    await house.does("ines", join, ticket_id=ticket_id)
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ("Ines",))
    await house.does("ines", let_go, ticket_id=ticket_id, staff_id=house.staff["ines"])
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ())
    # Who was asked in and says nothing to the patron is nobody whom the patron need know of.
    await house.does("rosa", ask_in, ticket_id=ticket_id, staff_id=house.staff["wang"])
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ())
    await house.notes("wang", ticket_id)
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ())
    await house.replies("wang", ticket_id, "Good morning.", then="keep")
    assert await spoken_with(house, ticket_id) == ("Rosa Marín", ("王芳",))
    with pytest.raises(NotFound):
        await house.does("tomas", join, ticket_id=ticket_id)
    mail = await house.mails()
    with pytest.raises(Conflict):
        await house.does("rosa", join, ticket_id=mail)


async def test_two_at_once(house: House) -> None:
    """It is accepted, and handed elsewhere, in the same moment: one of both holds, and the other hears so."""
    await sits(house, "rosa", "wang")
    ticket_id = await talks(house)
    await passes(house, ticket_id)
    done = await asyncio.gather(
        answers(house, "wang"), house.does("rosa", move, ticket_id=ticket_id, queue_id=house.queues["law"], given_up=True),
        return_exceptions=True,
    )
    await runs(house, a_router(house))
    ticket = await house.ticket(ticket_id)
    async with house.database.read() as session:
        ringing = (await session.execute(select(OfferRow).where(OfferRow.outcome.is_(None)))).scalars().all()
    assert [one.staff_id for one in ringing] == ([ticket.offered_to] if ticket.offered_to else [])
    assert all(isinstance(one, int | Conflict | None) for one in done)


async def test_what_was_given_away_rings_elsewhere_first(house: House) -> None:
    async with house.database.transaction() as session:
        desk = (await session.execute(select(MembershipRow.department_id)
                                      .where(MembershipRow.staff_id == house.staff["rosa"]))).scalars().all()
        await set_membership(session, staff_id=house.staff["wang"], department_ids=list(desk), now=house.clock())
    router = a_router(house)
    await sits(house, "rosa")
    ticket_id = await waits(house)
    await runs(house, router)
    await answers(house, "rosa")
    house.pass_by(timedelta(seconds=10))
    await sits(house, "wang")
    await house.does("rosa", release, ticket_id=ticket_id)
    await runs(house, router)
    # Hers is the longest idle seat, and it would be hers again at once.
    assert (await offers(house))[1:] == [(ticket_id, "wang", None)]
    await answers(house, "wang", decline)
    await choose_presence(house, "wang", "away")
    # Nobody else is there: better she than nobody.
    async with house.database.read() as session:
        [one] = await these(session, [ticket_id], now=house.clock())
    assert set(one.refused) == {house.staff["wang"]}


async def choose_presence(house: House, login: str, presence: Presence) -> None:
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff[login], presence=presence, reason=None, now=house.clock())


async def test_what_is_put_back_keeps_its_turn(house: House) -> None:
    first = await talks(house)
    second = await waits(house)
    await house.does("rosa", release, ticket_id=first)
    async with house.database.read() as session:
        line = await everybody(session, now=house.clock())
    assert [one.ticket_id for one in sorted(line, key=lambda one: one.turn)] == [first, second]


@pytest.mark.parametrize("there", [True, False])
async def test_who_is_in_it_keeps_it_when_its_owner_goes(house: House, *, there: bool) -> None:
    await sits(house, "rosa", *(["ines"] if there else []))
    ticket_id, router = await talks(house), a_router(house)
    await house.does("ines", join, ticket_id=ticket_id)
    await runs(house, router)
    async with house.database.transaction() as session:
        await stand_up(session, staff_id=house.staff["rosa"], actor=house.actor("rosa"), now=house.clock())
    await runs(house, router)
    ticket = await house.ticket(ticket_id)
    assert (ticket.assignee_id, ticket.lane) == ((house.staff["ines"], "open") if there else (None, "waiting"))


async def test_who_joins_a_conversation_is_busy_with_it_until_they_leave(house: House) -> None:
    await sits(house, "rosa", "wang")
    router, rosas, own = a_router(house), await talks(house), await waits(house, queue="law")
    await house.does("wang", take, ticket_id=own)
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff["rosa"], presence="busy", reason=None, now=house.clock())
    await house.does("ines", ask_in, ticket_id=rosas, staff_id=house.staff["wang"])
    await runs(house, router)
    await house.does("wang", join, ticket_id=rosas)
    waiting = await waits(house, queue="law")
    await runs(house, router)
    # Of two places one is her own conversation, the other Rosa's, which she has joined.
    assert waiting not in [one[0] for one in await offers(house)]
    other = await talks(house)
    with pytest.raises(Conflict) as refused:
        await passes(house, other, "consult")
    assert refused.value.code == "full"
    await house.does("wang", let_go, ticket_id=rosas, staff_id=house.staff["wang"])
    await runs(house, router)
    assert (waiting, "wang", None) in await offers(house)
    # And so is the patron's going, for whoever spoke with them.
    await answers(house, "wang", decline)
    await house.does("ines", ask_in, ticket_id=other, staff_id=house.staff["wang"])
    await house.does("wang", join, ticket_id=other)
    later = await waits(house, queue="law")
    await runs(house, router)
    assert later not in [one[0] for one in await offers(house)]
    async with house.database.transaction() as session:
        await leave(session, ticket_id=other, now=house.clock())
    await runs(house, router)
    assert (later, "wang", None) in await offers(house)
    async with house.database.read() as session:
        shown = await board(session, target_s=30, capacity=CAPACITY, quarantined=0, now=house.clock())
        held = await loads(session, house.staff.values())
    board_seats = {one.staff_id: one for one in shown.seats}
    assert {who: one.chats for who, one in board_seats.items()} == {one: held[one].chats for one in board_seats}
    assert held[house.staff["wang"]].chats == 1, own
    # What rings there is on the board, and no part of what she holds.
    wang, rosa = board_seats[house.staff["wang"]], board_seats[house.staff["rosa"]]
    assert wang.ring is not None
    assert (wang.ring.ticket_id, wang.ring.channel) == (later, "web_chat")
    assert (wang.has_room, rosa.chats, rosa.ring) == (True, 1, None)
    await answers(house, "wang")
    async with house.database.read() as session:
        shown = await board(session, target_s=30, capacity=CAPACITY, quarantined=0, now=house.clock())
    wang = next(one for one in shown.seats if one.staff_id == house.staff["wang"])
    assert (wang.chats, wang.has_room, wang.ring) == (2, False, None)
