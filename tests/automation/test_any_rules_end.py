"""Any set of rules ends, and each acts at most once on what nobody of ours did: two workers at once, crashes between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.automation.rules import add_rule
from contactcenter.automation.run import DEEPEST, Automaton, Happened
from contactcenter.automation.tables import AutomationReplyRow, AutomationRuleRow, AutomationRunRow
from contactcenter.db.engine import Database
from contactcenter.events.tail import Logged
from contactcenter.queue.calendars import Calendars
from contactcenter.shapes.automation import RuleAsk
from contactcenter.tickets.errors import Conflict
from contactcenter.tickets.state import close, reopen
from tests.automation.test_rules import a_snippet, a_tag
from tests.conformance.anew import on_postgresql, on_sqlite
from tests.conformance.house import Founded, House, build
from tests.neighbours.postgres import Postgres

WHEN = st.lists(st.one_of(
    st.just({"trigger": "opened"}), st.just({"trigger": "patron_wrote"}), st.just({"trigger": "state_changed"}),
    st.sampled_from(["open", "closed", "waiting_patron"]).map(lambda state: {"trigger": "state_changed", "to_state": state}),
), min_size=1, max_size=3)
# What opens and closes, answers and moves, in any order: whatever could lead from one rule to the next.
ACTIONS = st.lists(st.sampled_from([
    {"do": "close"}, {"do": "reply", "snippet_id": 1, "then": "waiting_patron"}, {"do": "reply", "snippet_id": 1, "then": "close"},
    {"do": "reply", "snippet_id": 1}, {"do": "note", "text": "seen"}, {"do": "tag", "tag_id": 1}, {"do": "untag", "tag_id": 1},
    {"do": "move", "queue_id": 1}, {"do": "move", "queue_id": 2}, {"do": "priority", "priority": 2}, {"do": "assign", "staff_id": 4},
]), min_size=1, max_size=3)
RULES = st.lists(st.tuples(WHEN, ACTIONS), min_size=1, max_size=6)
THINGS = st.lists(st.sampled_from(["mails", "chats", "writes", "closes", "reopens", "works"]), min_size=2, max_size=8)
CRASHES = st.lists(st.sampled_from(["", "", "before", "after"]), min_size=4, max_size=4)
Rules = Sequence[tuple[list[dict[str, object]], list[dict[str, object]]]]


class _Crash(Exception):
    """The process is gone."""


class Dying(Automaton):
    """A worker that dies as it is told: before a rule's transaction commits, or right after."""

    def dies(self, when: Iterator[str]) -> Dying:
        self._when = when
        return self

    async def _act(self, session: AsyncSession, rule_id: int, happened: Happened) -> bool:
        acted = await super()._act(session, rule_id, happened)
        if acted and next(self._when, "") == "before":
            raise KeyboardInterrupt
        return acted

    async def _event(self, event: Logged, rules: Sequence[AutomationRuleRow]) -> int:
        asked = await super()._event(event, rules)
        if asked and next(self._when, "") == "after":
            raise KeyboardInterrupt
        return asked


async def run_through(  # noqa: PLR0917  # a scene and its people
    database: Database, folder: Path, founded: Founded, rules: Rules, things: Sequence[str], crashes: Sequence[str]
) -> None:
    try:
        house = build(database, folder, founded)
        await a_tag(house, "seen")
        await a_snippet(house, "We got it.")
        for number, (when, actions) in enumerate(rules):
            ask = RuleAsk.model_validate({"name": f"Rule {number}", "on": True, "when": when, "actions": actions})
            await house.does("ines", add_rule, ask=ask)
        when_to_die = iter(crashes)
        for thing in things:
            await happens(house, thing, when_to_die)
        await settle(house, when_to_die)
        await holds(house, len(rules))
    finally:
        await database.close()


def worker(house: House, when: Iterator[str]) -> Dying:
    return Dying(house.database, house.clock, Calendars(house.settings), library="Library", most_a_day=1000).dies(when)


async def happens(house: House, thing: str, when: Iterator[str]) -> None:
    try:
        if thing == "mails":
            await house.mails()
        elif thing == "chats":
            await house.chats()
        elif thing == "writes":
            await house.says("And?", ticket_id=await house.chats())
        elif thing == "works":
            await works(house, when)
        else:
            await house.does("ines", close if thing == "closes" else reopen, ticket_id=1)
    except (Conflict, LookupError):
        pass
    except Exception as error:  # a ticket that is not there yet
        if type(error).__name__ != "NotFound":
            raise


async def works(house: House, when: Iterator[str]) -> int:
    """Two workers at once, each new; one that dies leaves what it left."""
    ends = await asyncio.gather(*(survives(worker(house, when)) for _ in range(2)))
    return sum(ends)


async def survives(one: Dying) -> int:
    async def round_() -> int:
        try:
            return await one.next_set()
        except KeyboardInterrupt:
            raise _Crash from None

    try:
        return await round_()
    except _Crash:
        return 1


async def settle(house: House, when: Iterator[str]) -> None:
    """It ends: after a bounded number of rounds nothing is left, whatever the rules say."""
    for _ in range(40):
        before = await house.head()
        await works(house, when)
        # Workers are new each time and read all anew: it is over when that leads to nothing, and nobody died.
        if await house.head() == before and next(when, None) is None:
            return
    raise AssertionError("rules without an end")


async def holds(house: House, number: int) -> None:
    async with house.database.read() as session:
        marks = (await session.execute(select(AutomationRunRow))).scalars().all()
        replies = (await session.execute(select(AutomationReplyRow))).scalars().all()
    log = await house.log()
    # Each rule at most once for what nobody of ours did, and what followed stays near it.
    assert len({(one.origin, one.rule_id) for one in marks}) == len(marks)
    of_ours = {event.position for event in log if event.actor_kind == "rule"}
    assert not of_ours & {one.origin for one in marks}
    assert max((one.depth for one in marks), default=0) < DEEPEST
    assert Counter(one.origin for one in marks).most_common(1)[0][1] <= number if marks else True
    # All that rules did stands under a mark, and nothing stands under two.
    done = [one for one in marks if one.code is None]
    for event in log:
        if event.actor_kind == "rule" and event.stream.startswith("ticket:"):
            under = [one for one in done if one.rule_id == event.actor_id and one.ticket_id == event.data.get("ticket_id")
                     and one.after_version < event.version <= one.upto_version]
            assert len(under) == 1, event
    notes = Counter(event.actor_id for event in log if event.type == "note.added" and event.actor_kind == "rule")
    for rule_id, count in notes.items():
        assert count <= 3 * len([one for one in done if one.rule_id == rule_id])
    # One answer by a rule in a ticket.
    assert len({(one.rule_id, one.ticket_id) for one in replies}) == len(replies)
    written = Counter((event.actor_id, event.data["ticket_id"]) for event in log if event.type == "reply.written" and event.actor_kind == "rule")
    assert all(count == 1 for count in written.values())


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(RULES, THINGS, CRASHES)
def test_any_rules_end(founded_sqlite: tuple[Path, Founded], rules: Rules, things: list[str], crashes: list[str]) -> None:
    template, founded = founded_sqlite
    on_sqlite(template, lambda database, folder: run_through(database, folder, founded, rules, things, crashes))


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(RULES, THINGS, CRASHES)
def test_any_rules_end_on_postgresql(
    postgres_server: Postgres, founded_postgresql: tuple[str, Founded], rules: Rules, things: list[str], crashes: list[str]
) -> None:
    template, founded = founded_postgresql
    on_postgresql(postgres_server, template, lambda database, folder: run_through(database, folder, founded, rules, things, crashes))
