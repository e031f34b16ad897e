"""Mail that is given away unasked: to who has room, never above it, and back exactly once where nobody opened it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.queue.claim import assign, take
from contactcenter.queue.push import push, recall
from contactcenter.queue.pusher import LOOK_AGAIN, Pusher
from contactcenter.queue.set_push import set_push
from contactcenter.queue.tables import PushRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import choose, keep_alive, sit
from contactcenter.shapes.asks import PushAsk
from contactcenter.tickets.errors import Conflict, Forbidden, NotFound
from contactcenter.tickets.read import read
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import TicketRow
from tests.conformance.anew import on_postgresql, on_sqlite
from tests.conformance.house import LAW, Founded, House, build
from tests.neighbours.postgres import Postgres
from tests.queue.test_router import sits

CAPACITY = Capacity(chats=2, mails=2)
RECALL_S = 600


def a_pusher(house: House) -> Pusher:
    return Pusher(house.database, house.clock, capacity=CAPACITY)


async def pushes(house: House, *queues: str) -> None:
    """These queues give their lists away."""
    for slug in queues:
        await house.does("ines", set_push, queue_id=house.queues[slug], ask=PushAsk(push=True, recall_s=RECALL_S))


async def runs(*pushers: Pusher) -> None:
    while sum(await asyncio.gather(*(pusher.next_set() for pusher in pushers))):
        pass


async def owners(house: House, tickets: Sequence[int]) -> list[str | None]:
    logins = {staff_id: login for login, staff_id in house.staff.items()}
    return [logins.get((await house.ticket(one)).assignee_id or 0) for one in tickets]


async def reasons(house: House, ticket_id: int) -> list[object]:
    return [event.data.get("reason") for event in await house.log()
            if event.type == "ticket.assigned" and event.data["ticket_id"] == ticket_id]


async def test_nothing_is_given_away_unless_a_queue_wants_it(house: House) -> None:
    await sits(house, "rosa")
    tickets = [await house.mails()]
    await runs(a_pusher(house))
    assert await owners(house, tickets) == [None]


async def test_to_who_has_room_by_turns(house: House) -> None:
    await sits(house, "rosa", "ines")
    await pushes(house, "general")
    tickets = [await house.mails() for _ in range(5)]
    await runs(a_pusher(house))
    # Ines was given nothing for longer by then; more than two each fit nobody.
    assert await owners(house, tickets) == ["rosa", "ines", "rosa", "ines", None]
    ticket = await house.ticket(tickets[0])
    assert ticket.pushed_until is not None
    assert await reasons(house, tickets[0]) == ["push"]
    # What was answered makes room.
    await house.replies("rosa", tickets[0])
    await runs(a_pusher(house))
    assert (await owners(house, tickets))[4] == "rosa"


async def test_where_no_queue_wants_it_nothing_is_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await sits(house, "rosa")
    tickets = [await house.mails()]
    pusher = a_pusher(house)
    house.database.committed.append(pusher.heard)
    await pusher.next_set()
    asked = 0

    def read() -> AbstractAsyncContextManager[AsyncSession]:
        nonlocal asked
        asked += 1
        return looks()

    looks = house.database.read
    monkeypatch.setattr(house.database, "read", read)
    # Mail that comes is no reason to look.
    tickets.append(await house.mails())
    assert (await pusher.next_set(), asked) == (0, 0)
    await pushes(house, "general")
    if not house.database.sqlite:
        # What is committed is no news there: it is looked for again a little later.
        house.pass_by(LOOK_AGAIN)
    assert await pusher.next_set() == 2
    assert await owners(house, tickets) == ["rosa", "rosa"]
    # What was given is watched also where nothing more is given.
    await house.does("ines", set_push, queue_id=house.queues["general"], ask=PushAsk(push=False, recall_s=RECALL_S))
    house.pass_by(timedelta(seconds=RECALL_S + 1))
    assert await pusher.next_set() == 2
    assert await owners(house, tickets) == [None, None]
    await pusher.next_set()
    asked = 0
    assert (await pusher.next_set(), asked) == (0, 0)
    house.pass_by(LOOK_AGAIN)
    await pusher.next_set()
    assert asked


@pytest.mark.parametrize("presence", ["away", "busy", "offline"])
async def test_who_is_not_available_gets_none(house: House, presence: str) -> None:
    await sits(house, "rosa")
    async with house.database.transaction() as session:
        await choose(session, staff_id=house.staff["rosa"], presence=presence, reason=None, now=house.clock())  # type: ignore[arg-type]
    await pushes(house, "general", "law")
    tickets = [await house.mails(), await house.mails(to=LAW)]
    await runs(a_pusher(house))
    assert await owners(house, tickets) == [None, None]


async def test_what_was_not_opened_comes_back_and_goes_to_another(house: House) -> None:
    await sits(house, "rosa")
    await pushes(house, "general")
    tickets = [await house.mails(), await house.mails()]
    await runs(a_pusher(house))
    await house.does("rosa", read, ticket_id=tickets[1], up_to=1)
    opened = await house.ticket(tickets[1])
    assert (opened.assignee_id, opened.pushed_until) == (house.staff["rosa"], None)
    house.pass_by(timedelta(seconds=RECALL_S + 1))
    async with house.database.transaction() as session:
        await keep_alive(session, staff_ids=[house.staff["rosa"]], now=house.clock())
    await runs(a_pusher(house), a_pusher(house))
    assert await owners(house, tickets) == [None, "rosa"]
    assert await reasons(house, tickets[0]) == ["push", "not_opened"]
    # She had her turn; somebody else who sits down gets it.
    await sits(house, "rosa", "ines")
    async with house.database.transaction() as session:
        for login in ("rosa", "ines"):
            await choose(session, staff_id=house.staff[login], presence="available", reason=None, now=house.clock())
    await runs(a_pusher(house))
    assert await owners(house, tickets) == ["ines", "rosa"]


async def test_whatever_its_owner_does_is_opening_it(house: House) -> None:
    await sits(house, "rosa")
    await pushes(house, "general")
    noted, given = await house.mails(), await house.mails()
    await runs(a_pusher(house))
    await house.notes("rosa", noted)
    assert (await house.ticket(noted)).pushed_until is None
    await house.notes("ines", given)
    assert (await house.ticket(given)).pushed_until is not None
    await house.does("ines", assign, ticket_id=given, staff_id=house.staff["ines"])
    assert (await house.ticket(given)).pushed_until is None


async def test_who_may_turn_it_on(house: House) -> None:
    ask = PushAsk(push=True)
    with pytest.raises(Forbidden):
        await house.does("rosa", set_push, queue_id=house.queues["general"], ask=ask)
    for login, queue_id in (("wang", house.queues["general"]), ("tomas", house.queues["general"]), ("ines", 99)):
        with pytest.raises(NotFound):
            await house.does(login, set_push, queue_id=queue_id, ask=ask)


async def test_what_was_decided_on_is_looked_at_again(house: House) -> None:
    await sits(house, "rosa")
    tickets = [await house.mails() for _ in range(4)]

    async def given(ticket_id: int, login: str = "rosa") -> bool:
        async with house.database.transaction() as session:
            return await push(session, ticket_id=ticket_id, staff_id=house.staff[login], capacity=CAPACITY, now=house.clock())

    assert not await given(tickets[0])
    await pushes(house, "general")
    assert sum(await asyncio.gather(*(given(one) for one in tickets))) == CAPACITY.mails
    assert [await given(tickets[0]), await given(tickets[3], "wang"), await given(99)] == [False, False, False]
    # Taken back for nobody opened it: what another pusher decided before that counts no more.
    held, *_ = [one for one in tickets if (await house.ticket(one)).assignee_id is not None]
    house.pass_by(timedelta(seconds=RECALL_S + 1))
    async with house.database.transaction() as session:
        assert await recall(session, ticket_id=held, now=house.clock())
    async with house.database.transaction() as session:
        await sit(session, staff_id=house.staff["rosa"], begins="available", now=house.clock())
    assert not await given(held)


THINGS = st.one_of(
    st.just(("arrives", 0)), st.just(("arrives", 0)),
    st.tuples(st.just("pushes"), st.integers(0, 1)),
    st.tuples(st.just("is pushed"), st.integers(0, 15)), st.tuples(st.just("is pushed"), st.integers(0, 15)),
    st.tuples(st.sampled_from(["opens", "closes", "answers", "takes"]), st.integers(0, 5)),
    st.tuples(st.sampled_from(["goes", "comes"]), st.integers(0, 1)),
)
MOMENTS = st.lists(st.tuples(
    st.lists(THINGS, min_size=1, max_size=5), st.sampled_from([0.0, 0.0, 30.0, RECALL_S + 1.0]),
), min_size=4, max_size=14)
Moments = Sequence[tuple[Sequence[tuple[str, int]], float]]
LOGINS = ("rosa", "ines")


class Scene:
    """The house with two pushers."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.pushers = [a_pusher(house), a_pusher(house)]
        self.tickets: list[int] = []
        self.by_hand: set[int] = set()

    async def happens(self, thing: str, what: int) -> None:
        house = self.house
        if thing == "arrives":
            self.tickets.append(await house.mails())
        elif thing == "pushes":
            await self.pushers[what].next_set()
        elif thing == "is pushed" and self.tickets:
            # What some pusher decided on a while ago.
            async with house.database.transaction() as session:
                await push(session, ticket_id=self.tickets[what // 2 % len(self.tickets)], capacity=CAPACITY,
                           staff_id=house.staff[LOGINS[what % 2]], now=house.clock())
        elif thing in ("goes", "comes"):
            presence = "available" if thing == "comes" else "away"
            async with house.database.transaction() as session:
                await choose(session, staff_id=house.staff[LOGINS[what]], presence=presence, reason=None, now=house.clock())  # type: ignore[arg-type]
        elif self.tickets:
            ticket_id = self.tickets[what % len(self.tickets)]
            try:
                await self.of_ticket(thing, ticket_id)
            except Conflict:
                return

    async def of_ticket(self, thing: str, ticket_id: int) -> None:
        owner = {self.house.staff[login]: login for login in LOGINS}.get((await self.house.ticket(ticket_id)).assignee_id or 0)
        if thing == "takes":
            self.by_hand.add(ticket_id)
            await self.house.does("rosa", take, ticket_id=ticket_id)
        elif owner is not None and thing == "opens":
            await self.house.does(owner, read, ticket_id=ticket_id, up_to=99)
        elif owner is not None and thing == "answers":
            await self.house.replies(owner, ticket_id)
        elif owner is not None:
            await self.house.does(owner, close, ticket_id=ticket_id)

    async def holds(self) -> None:
        house = self.house
        async with house.database.read() as session:
            held = Counter((await session.execute(select(TicketRow.assignee_id).where(
                TicketRow.assignee_id.is_not(None), TicketRow.lane == "open", TicketRow.id.not_in(self.by_hand),
            ))).scalars())
            rows = (await session.execute(select(PushRow).order_by(PushRow.id))).scalars().all()
        assert all(count <= CAPACITY.mails for count in held.values()), "above capacity"
        pushed = [event for event in await house.log() if event.data.get("reason") == "push"]
        recalled = [event for event in await house.log() if event.data.get("reason") == "not_opened"]
        assert len(pushed) == len(rows)
        assert len(recalled) == sum(row.recalled_at is not None for row in rows), "recalled once each"
        # Nobody is given twice what they did not open.
        given = [(row.ticket_id, row.staff_id) for row in rows if row.recalled_at is not None]
        assert len(given) == len(set(given))


async def run_through(database: Database, folder: Path, founded: Founded, moments: Moments) -> None:
    house = build(database, folder, founded)
    try:
        async with database.transaction() as session:
            for login in LOGINS:
                await sit(session, staff_id=house.staff[login], begins="available", now=house.clock())
        await pushes(house, "general")
        scene = Scene(house)
        for things, seconds in moments:
            await asyncio.gather(*(scene.happens(thing, what) for thing, what in things))
            await scene.holds()
            house.pass_by(timedelta(seconds=seconds))
            async with database.transaction() as session:
                for login in LOGINS:
                    await sit(session, staff_id=house.staff[login], begins="available", now=house.clock())
        house.pass_by(timedelta(seconds=RECALL_S + 1))
        await runs(*scene.pushers)
        await scene.holds()
        for ticket_id in scene.tickets:
            until = (await house.ticket(ticket_id)).pushed_until
            assert until is None or until > house.time, "kept longer than it may be"
    finally:
        await database.close()


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(MOMENTS)
def test_never_above_capacity_and_back_once(founded_sqlite: tuple[Path, Founded], moments: Moments) -> None:
    template, founded = founded_sqlite
    on_sqlite(template, lambda database, folder: run_through(database, folder, founded, moments))


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(MOMENTS)
def test_never_above_capacity_and_back_once_on_postgresql(
    postgres_server: Postgres, founded_postgresql: tuple[str, Founded], moments: Moments
) -> None:
    template, founded = founded_postgresql
    on_postgresql(postgres_server, template, lambda database, folder: run_through(database, folder, founded, moments))


@pytest.mark.parametrize("moments", [
    [([("arrives", 0)] * 5, 0.0), ([("pushes", 0), ("pushes", 1)], 0.0), ([("opens", 0), ("closes", 1)], RECALL_S + 1.0),
     ([("pushes", 0), ("pushes", 1), ("opens", 2)], 0.0), ([("pushes", 1), ("arrives", 0), ("pushes", 0)], RECALL_S + 1.0),
     ([("pushes", 0), ("pushes", 1)], 0.0)],
], ids=["two at once, all the way"])
async def test_two_pushers_at_once(database: Database, founded: Founded, tmp_path: Path, moments: Moments) -> None:
    await run_through(database, tmp_path, founded, moments)
