"""What happens at seats and in conversations, one step each: for tests that let everything happen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import select

from contactcenter.events.catalogue.seats import Presence
from contactcenter.queue import offer as offers
from contactcenter.queue.pass_on import Way, ring_at
from contactcenter.queue.tables import OfferRow
from contactcenter.seats import presence as seats
from contactcenter.seats.capacity import Capacity
from contactcenter.tickets import presence as conversation
from tests.conformance.house import House

Step = Callable[[House], Awaitable[object]]
RING = timedelta(seconds=30)


def sits(login: str) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await seats.sit(session, staff_id=house.staff[login], begins="available", now=house.clock())

    return step


def chooses(login: str, presence: Presence, reason: str | None = None) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await seats.choose(
                session, staff_id=house.staff[login], presence=presence, reason=reason, now=house.clock()
            )

    return step


def stands_up(login: str) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await seats.stand_up(session, staff_id=house.staff[login], actor=house.actor(login), now=house.clock())

    return step


async def empties(house: House) -> None:
    """Nothing was heard of any seat for too long."""
    house.pass_by(seats.LEASE + timedelta(seconds=1))
    async with house.database.transaction() as session:
        await seats.expire(session, now=house.clock())


def comes(ticket_id: int) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await conversation.come(session, ticket_id=ticket_id, now=house.clock())

    return step


def leaves(ticket_id: int) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await conversation.leave(session, ticket_id=ticket_id, now=house.clock())

    return step


def rings(ticket_id: int, login: str) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await offers.offer(
                session, [offers.Proposal(ticket_id, house.staff[login], RING)], capacity=Capacity(), now=house.clock(),
            )

    return step


def accepts(login: str) -> Step:
    async def step(house: House) -> None:
        offer_id = await newest(house)
        async with house.database.transaction() as session:
            await offers.accept(
                session, offer_id=offer_id, staff_id=house.staff[login], capacity=Capacity(),
                actor=house.actor(login), now=house.clock(),
            )

    return step


def declines(login: str) -> Step:
    async def step(house: House) -> None:
        offer_id = await newest(house)
        async with house.database.transaction() as session:
            await offers.decline(
                session, offer_id=offer_id, staff_id=house.staff[login], actor=house.actor(login),
                now=house.clock(),
            )

    return step


async def misses(house: House) -> None:
    house.pass_by(RING)
    offer_id = await newest(house)
    async with house.database.transaction() as session:
        await offers.miss(session, offer_id=offer_id, now=house.clock())


def withdraws(ticket_id: int) -> Step:
    async def step(house: House) -> None:
        async with house.database.transaction() as session:
            await offers.withdraw(session, ticket_id=ticket_id, now=house.clock())

    return step


async def newest(house: House) -> int:
    """The offer that was made last."""
    async with house.database.read() as session:
        return (await session.execute(select(OfferRow.id).order_by(OfferRow.id.desc()).limit(1))).scalar_one()


def passes_on(ticket_id: int, login: str, to: str, way: Way = "transfer") -> Step:
    async def step(house: House) -> None:
        await house.does(login, ring_at, ticket_id=ticket_id, staff_id=house.staff[to], way=way, capacity=Capacity())

    return step
