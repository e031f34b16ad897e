"""Whatever happens at once: arrivals, sign-outs, silence, answers, crashes and two routers.

Never above capacity, no demand violated, nothing rings twice, nothing is lost; and once all is quiet, nobody waits whom
a ready seat may serve.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contactcenter.db.engine import Database
from contactcenter.queue import rules, staffed, waiting
from contactcenter.queue.claim import take
from contactcenter.queue.decide import may_serve
from contactcenter.queue.load import loads
from contactcenter.queue.offer import accept, decline
from contactcenter.queue.pass_on import ring_at
from contactcenter.queue.router import Router
from contactcenter.queue.tables import OfferRow, QueueRow, QueueSkillRow
from contactcenter.seats.capacity import Capacity, fits
from contactcenter.seats.presence import choose, keep_alive, sit, stand_up
from contactcenter.seats.tables import SeatRow, SkillRow, StaffSkillRow
from contactcenter.tickets.errors import Conflict, Invalid, NotFound
from contactcenter.tickets.guests import join, let_go
from contactcenter.tickets.presence import come, leave
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import GuestRow, TicketRow
from tests.conformance.anew import on_postgresql, on_sqlite
from tests.conformance.house import DEPARTMENTS, Founded, House, build
from tests.neighbours.postgres import Postgres

CAPACITY = Capacity(chats=2)
LOGINS = ("rosa", "wang", "ines")
QUEUES = tuple(one.slug for one in DEPARTMENTS)
THINGS = st.one_of(
    st.tuples(st.just("arrives"), st.sampled_from(QUEUES)),
    st.tuples(st.sampled_from(["leaves", "is taken", "is closed", "is joined"]), st.integers(0, 7)),
    st.tuples(st.sampled_from(["is asked in", "is asked in", "is let go"]), st.sampled_from(LOGINS)),
    st.tuples(st.sampled_from(["sits", "accepts", "accepts", "declines", "stands up", "goes away"]), st.sampled_from(LOGINS)),
    st.tuples(st.just("routes"), st.integers(0, 1)),
    st.tuples(st.just("restarts"), st.integers(0, 1)),
)
MOMENTS = st.lists(st.tuples(
    st.lists(THINGS, min_size=1, max_size=4), st.sampled_from([0.0, 0.0, 0.0, 5.0, 31.0, 61.0]),
), min_size=4, max_size=16)
Moments = Sequence[tuple[Sequence[tuple[str, object]], float]]


class Scene:
    """The house with two routers, and all who take part."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.routers = [self._router(), self._router()]
        self.tickets: list[int] = []
        self.by_own_will: set[int] = set()
        """Who stepped in unasked: that is theirs to decide."""

    def _router(self) -> Router:
        return Router(self.house.database, self.house.clock, capacity=CAPACITY, wrap_up=timedelta(seconds=3),
                      return_after=timedelta(hours=8))

    async def happens(self, thing: str, what: object) -> None:
        """One thing; that it comes too late is no fault."""
        try:
            if thing == "arrives":
                await self._arrives(str(what))
            elif thing == "routes":
                await self.routers[int(str(what))].next_set()
            elif thing == "restarts":
                self.routers[int(str(what))] = self._router()
            elif isinstance(what, int):
                await self._of_ticket(thing, what)
            elif thing in ("is asked in", "is let go"):
                await self._beside(thing, str(what))
            else:
                await self._of_seat(thing, str(what))
        except (Conflict, Invalid, NotFound, LookupError):
            return

    async def _arrives(self, queue: str) -> None:
        ticket_id = await self.house.chats(queue=queue)
        self.tickets.append(ticket_id)
        async with self.house.database.transaction() as session:
            await come(session, ticket_id=ticket_id, now=self.house.clock())

    async def _of_ticket(self, thing: str, place: int) -> None:
        if not self.tickets:
            return
        ticket_id = self.tickets[place % len(self.tickets)]
        if thing == "leaves":
            async with self.house.database.transaction() as session:
                await leave(session, ticket_id=ticket_id, now=self.house.clock())
        elif thing == "is joined":
            await self.house.does("ines", join, ticket_id=ticket_id)
            self.by_own_will.add(self.house.staff["ines"])
        else:
            await self.house.does("ines", take if thing == "is taken" else close, ticket_id=ticket_id)

    async def _beside(self, thing: str, login: str) -> None:
        """A colleague rings to join a conversation, or leaves one that they joined."""
        who = self.house.staff[login]
        async with self.house.database.read() as session:
            tickets = (await session.execute(select(TicketRow).where(TicketRow.live).order_by(TicketRow.id))).scalars().all()
        if thing == "is let go":
            for one in [one for one in tickets if who in one.guest_ids][:1]:
                await self.house.does("ines", let_go, ticket_id=one.id, staff_id=who)
        for one in [one for one in tickets if one.assignee_id not in (None, who)][:1] if thing == "is asked in" else ():
            await self.house.does("ines", ring_at, ticket_id=one.id, staff_id=who, way="consult", capacity=CAPACITY)

    async def _of_seat(self, thing: str, login: str) -> None:
        house, who = self.house, self.house.staff[login]
        async with house.database.transaction() as session:
            now = house.clock()
            if thing == "sits":
                await sit(session, staff_id=who, begins="available", now=now)
                await choose(session, staff_id=who, presence="available", reason=None, now=now)
            elif thing == "stands up":
                await stand_up(session, staff_id=who, actor=house.actor(login), now=now)
            elif thing == "goes away":
                await choose(session, staff_id=who, presence="away", reason="lunch", now=now)
            else:
                ringing = (await session.execute(
                    select(OfferRow.id).where(OfferRow.outcome.is_(None), OfferRow.staff_id == who)
                )).scalar_one_or_none()
                if ringing is not None:
                    verb = partial(accept, capacity=CAPACITY) if thing == "accepts" else decline
                    await verb(session, offer_id=ringing, staff_id=who, actor=house.actor(login), now=now)

    async def holds(self) -> None:
        """What must be so at every moment."""
        async with self.house.database.read() as session:
            ringing = (await session.execute(select(OfferRow).where(OfferRow.outcome.is_(None)))).scalars().all()
            tickets = {one.id: one for one in (await session.execute(select(TicketRow))).scalars()}
            held = await loads(session, self.house.staff.values())
            beside = (await session.execute(select(GuestRow).where(GuestRow.joined_at.is_not(None)))).scalars().all()
            skills = {(one.staff_id, one.skill): one.level for one in (await session.execute(select(StaffSkillRow))).scalars()}
        assert len({one.ticket_id for one in ringing}) == len({one.staff_id for one in ringing}) == len(ringing)
        assert {(one.ticket_id, one.staff_id) for one in ringing} == {
            (one.id, one.offered_to) for one in tickets.values() if one.offered_to is not None
        }
        for one in ringing:
            if one.kind == "line" and tickets[one.ticket_id].queue_id == self.house.queues["law"]:
                assert skills.get((one.staff_id, "law"), 0) >= 3, "a demand was violated"
        by_hand = {event.data.get("to_staff_id") for event in await self.house.log()
                   if event.type == "ticket.assigned" and event.data.get("reason") != "offer"}
        lanes = ("waiting", "open", "waiting_patron")
        for who, load in held.items():
            owned = {one.id for one in tickets.values() if one.assignee_id == who and one.lane in lanes[1:]}
            joined = {one.ticket_id for one in beside if one.staff_id == who and tickets[one.ticket_id].lane in lanes}
            assert load.chats == sum(tickets[one].live for one in owned | joined), "not what they are in"
            assert who in by_hand | self.by_own_will or load.chats <= CAPACITY.chats, "above capacity"

    async def comes_to_rest(self) -> None:
        """In the end every inquiry is held, rings, or waits where no ready seat may serve it."""
        house = self.house
        router = self._router()
        for _ in range(200):
            async with house.database.transaction() as session:
                await keep_alive(session, staff_ids=house.staff.values(), now=house.clock())
            if not await router.next_set():
                break
        else:
            raise AssertionError("the router never rests")
        await self.holds()
        now = house.clock()
        async with house.database.read() as session:
            line = await waiting.everybody(session, now=now)
            seats = await staffed.ready(session, now=now)
            policy = await rules.policy(session, capacity=CAPACITY)
            tickets = (await session.execute(select(TicketRow))).scalars().all()
            empty = set((await session.execute(
                select(SeatRow.staff_id).where(SeatRow.presence == "offline")
            )).scalars())
        assert not [(one, seat) for one in line for seat in seats if may_serve(one, seat, policy, now)
                    and fits(seat.load, one.kind.channel, CAPACITY)]
        for one in tickets:
            assert not (one.live and one.state == "open" and one.assignee_id in empty), "held by nobody"
            if one.live and one.lane == "waiting" and one.offered_to is None:
                assert one.id in {waits.ticket_id for waits in line}, "lost"


async def run_through(database: Database, folder: Path, founded: Founded, moments: Moments) -> None:
    house = build(database, folder, founded)
    try:
        async with database.transaction() as session:
            session.add(SkillRow(slug="law", kind="subject", name="Law", name_zh="法律"))
            await session.flush()
            session.add(StaffSkillRow(staff_id=house.staff["wang"], skill="law", level=4))
            session.add(QueueSkillRow(queue_id=house.queues["law"], skill="law", level=3, relax_after_s=None))
            general = await session.get(QueueRow, house.queues["general"])
            assert general is not None
            general.overflow_queue_id, general.overflow_after_s = house.queues["law"], 20
        scene = Scene(house)
        for things, seconds in moments:
            await asyncio.gather(*(scene.happens(thing, what) for thing, what in things))
            await scene.holds()
            house.pass_by(timedelta(seconds=seconds))
        await scene.comes_to_rest()
    finally:
        await database.close()


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(MOMENTS)
def test_whatever_happens_at_once(founded_sqlite: tuple[Path, Founded], moments: Moments) -> None:
    template, founded = founded_sqlite
    on_sqlite(template, lambda database, folder: run_through(database, folder, founded, moments))


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(MOMENTS)
def test_whatever_happens_at_once_on_postgresql(
    postgres_server: Postgres, founded_postgresql: tuple[str, Founded], moments: Moments
) -> None:
    template, founded = founded_postgresql
    on_postgresql(postgres_server, template, lambda database, folder: run_through(database, folder, founded, moments))


@pytest.mark.parametrize("moments", [
    [([("arrives", "general"), ("sits", "rosa")], 0.0), ([("routes", 0), ("routes", 1)], 0.0),
     ([("accepts", "rosa"), ("is taken", 0), ("stands up", "rosa")], 0.0), ([("routes", 0), ("routes", 1)], 0.0)],
], ids=["accepted, taken and left at once"])
async def test_seen_before(database: Database, founded: Founded, tmp_path: Path, moments: Moments) -> None:
    await run_through(database, tmp_path, founded, moments)
