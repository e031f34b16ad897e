"""Any sequence of merging, splitting, writing and their undoing keeps every message once and every row true."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from contactcenter.db.engine import Database
from contactcenter.events.tables import EventRow
from contactcenter.queue.claim import release, take
from contactcenter.queue.move import move
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.merge import merge, thread_ids, unmerge
from contactcenter.tickets.row import preview
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.state import close, reopen
from contactcenter.tickets.states import lane_of
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, TicketRow
from contactcenter.tickets.withdraw import withdraw
from tests.conformance.house import AMINA, LI_LEI, Founded, House, build
from tests.tickets.test_withdraw import picture

PLACE = st.integers(0, 30)


class Threads(RuleBasedStateMachine):
    """A house on SQLite, and Ines, who sees all, doing what hypothesis says."""

    template: Path
    founded: Founded

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="threads-"))
        for file in self.template.iterdir():
            shutil.copy(file, self.folder)
        self.runner = asyncio.Runner()
        self.written: set[int] = set()

    @initialize()
    def begin(self) -> None:
        async def start() -> House:
            return build(Database(DatabaseSettings(), self.folder), self.folder, self.founded)

        self.house = self.runner.run(start())
        for sender in (AMINA, AMINA, LI_LEI):
            self.mail(sender=sender)

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.runner.run(self.house.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def tickets(self) -> list[TicketRow]:
        async def load() -> list[TicketRow]:
            async with self.house.database.read() as session:
                return list((await session.execute(select(TicketRow).order_by(TicketRow.id))).scalars())

        return self.runner.run(load())

    def pick(self, place: int) -> int:
        rows = self.tickets()
        return rows[place % len(rows)].id

    def thread(self, ticket_id: int) -> tuple[int, ...]:
        async def load() -> tuple[int, ...]:
            async with self.house.database.read() as session:
                return await thread_ids(session, ticket_id)

        return self.runner.run(load())

    def tries(self, verb: Callable[..., object], **arguments: object) -> bool:
        """Whether the verb was done; a refused one must leave no trace."""
        before = self.runner.run(self.house.head())
        try:
            self.runner.run(self.house.does("ines", verb, **arguments))  # type: ignore[arg-type]
        except (Conflict, Invalid):
            assert self.runner.run(self.house.head()) == before
            return False
        return True

    @rule(sender=st.sampled_from([AMINA, LI_LEI]))
    def mail(self, sender: str) -> None:
        self.runner.run(self.house.mails(sender=sender, text=f"Question {next(self.house.counter)}"))

    @rule(place=PLACE, automatic=st.booleans())
    def patron_writes(self, place: int, automatic: bool) -> None:
        more = {"auto_submitted": "auto-replied"} if automatic else {}
        to = self.house.signer.reply_address(self.pick(place))
        self.runner.run(self.house.mails(to=to, text=f"More {next(self.house.counter)}", **more))

    @rule(place=PLACE, then=st.sampled_from(["keep", "close", "waiting_patron"]))
    def answer(self, place: int, then: str) -> None:
        with contextlib.suppress(Conflict):
            self.runner.run(self.house.replies("ines", self.pick(place), then=then))

    @rule(place=PLACE, then=st.sampled_from(["keep", "close", "waiting_patron"]))
    def answer_and_back(self, place: int, then: str) -> None:
        ticket_id = self.pick(place)
        before = next(picture(row) for row in self.tickets() if row.id == ticket_id)
        with contextlib.suppress(Conflict):
            message_id = self.runner.run(self.house.replies("ines", ticket_id, then=then))
            assert self.tries(withdraw, ticket_id=ticket_id, message_id=message_id)
            after = next(picture(row) for row in self.tickets() if row.id == ticket_id)
            if before["state"] == "snoozed":
                return
            assert after == before

    @rule(place=PLACE)
    def note(self, place: int) -> None:
        with contextlib.suppress(Conflict):
            self.runner.run(self.house.notes("ines", self.pick(place)))

    @rule(place=PLACE, verb=st.sampled_from([take, release, close, reopen]))
    def small(self, place: int, verb: Callable[..., object]) -> None:
        self.tries(verb, ticket_id=self.pick(place))

    @rule(place=PLACE, slug=st.sampled_from(["general", "law"]))
    def hand_over(self, place: int, slug: str) -> None:
        self.tries(move, ticket_id=self.pick(place), queue_id=self.house.queues[slug])

    @rule(place=PLACE, into=PLACE)
    def merge(self, place: int, into: int) -> None:
        self.tries(merge, ticket_id=self.pick(place), into=self.pick(into))

    @rule(place=PLACE)
    def unmerge(self, place: int) -> None:
        self.tries(unmerge, ticket_id=self.pick(place))

    @rule(place=PLACE, chosen=st.sets(st.integers(0, 5), min_size=1, max_size=3))
    def split(self, place: int, chosen: set[int]) -> None:
        ticket_id = self.pick(place)
        own = [message.id for message in self.runner.run(self.house.messages(ticket_id))]
        if own:
            ids = sorted({own[one % len(own)] for one in chosen})
            self.tries(split, ticket_id=ticket_id, message_ids=ids, subject="Split")

    @rule(place=PLACE)
    def unsplit(self, place: int) -> None:
        self.tries(unsplit, ticket_id=self.pick(place))

    @rule(place=PLACE, into=PLACE)
    def merge_and_back(self, place: int, into: int) -> None:
        source, target = self.pick(place), self.pick(into)
        before = (self.thread(source), self.thread(target))
        rows = {row.id: row for row in self.tickets()}
        if rows[source].merged_into is None and self.tries(merge, ticket_id=source, into=target):
            assert self.thread(target) == tuple(sorted(before[0] + before[1]))
            assert self.tries(unmerge, ticket_id=source)
            assert (self.thread(source), self.thread(target)) == before

    @rule(place=PLACE)
    @precondition(lambda self: hasattr(self, "house"))
    def split_and_back(self, place: int) -> None:
        ticket_id = self.pick(place)
        before = self.thread(ticket_id)
        own = [message.id for message in self.runner.run(self.house.messages(ticket_id))]
        if own and self.tries(split, ticket_id=ticket_id, message_ids=own[:1], subject="Split"):
            fresh = self.tickets()[-1].id
            assert self.thread(fresh) == (own[0],)
            assert self.tries(unsplit, ticket_id=fresh)
            assert self.thread(ticket_id) == before

    @invariant()
    def every_row_is_true(self) -> None:
        if not hasattr(self, "house"):
            return
        tickets = {row.id: row for row in self.tickets()}
        messages, events = self.runner.run(self._load())
        for root in tickets.values():
            assert root.lane == lane_of(
                root.state, assigned=root.assignee_id is not None, merged=root.merged_into is not None
            )
            assert root.root_id == _root(tickets, root)
            if root.merged_into is not None:
                assert root.waiting_key == NOT_WAITING
                continue
            here = [message for message in messages if tickets[message.ticket_id].root_id == root.id]
            assert root.message_count == len(here)
            spoken = [message for message in here if message.kind != "note"]
            assert root.preview == (preview(spoken[-1].reply or spoken[-1].text) if spoken else "")
            if root.waiting_key != NOT_WAITING:
                assert any(message.kind == "patron" for message in here)
        # No message is lost, and none stands nowhere.
        ids = {message.id for message in messages}
        assert self.written <= ids
        self.written = ids
        for ticket in tickets.values():
            versions = [event.version for event in events if event.stream == f"ticket:{ticket.id}"]
            assert versions == list(range(1, ticket.version + 1))

    async def _load(self) -> tuple[list[MessageRow], list[EventRow]]:
        async with self.house.database.read() as session:
            messages = (await session.execute(
                select(MessageRow).order_by(MessageRow.created_at, MessageRow.id)
            )).scalars()
            events = (await session.execute(select(EventRow).order_by(EventRow.position))).scalars()
            return list(messages), list(events)


def _root(tickets: dict[int, TicketRow], ticket: TicketRow) -> int:
    while ticket.merged_into is not None:
        ticket = tickets[ticket.merged_into]
    return ticket.id


@pytest.fixture
def machine(founded_sqlite: tuple[Path, Founded]) -> type[Threads]:
    template, founded = founded_sqlite
    return type("ThreadsHere", (Threads,), {"template": template, "founded": founded})


@pytest.mark.timeout(300)  # on a slow disk every step is a commit
def test_no_sequence_loses_a_message_or_lies_in_a_row(machine: type[Threads]) -> None:
    run_state_machine_as_test(machine, settings=settings(
        max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
    ))
