"""Rules at work: a reader of the log. Each event and rule once, however many workers and crashes.

A rule's turn is one transaction: the mark that it had it (unique), and all that it does. Whoever comes second finds the
mark; whoever crashed left neither. So the cursor may lag behind: what is read twice is done once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.automation.act import Doer, perform
from contactcenter.automation.facts import Calendars, facts_of
from contactcenter.automation.match import matches, waits_for
from contactcenter.automation.rules import ACTIONS, CONDITIONS, WHEN, in_order
from contactcenter.automation.tables import AutomationRuleRow, AutomationRunRow
from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.catalogue.automation import RuleFailed
from contactcenter.events.catalogue.event import Code
from contactcenter.events.record import SUPERVISORS, SYSTEM, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.events.tail import Logged
from contactcenter.events.turn import its_turn
from contactcenter.logs import place
from contactcenter.queue.scope import scope_for
from contactcenter.shapes.automation import Trigger
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.recipients import nobody_is_ours
from contactcenter.tickets.row import lock
from contactcenter.tickets.tables import TicketRow

log = structlog.get_logger(__name__)
READER = "automation"
DEEPEST = 3
"""How far rules may follow from rules: what nobody of ours did is at 0."""
FIRST_MESSAGE = 2
"""The version of a ticket that its first message brings: a ticket opens with 1."""
BEHIND = 5_000
"""Events without anything to do, after which the cursor moves all the same."""
HELD_S = 10.0
"""While a flood of inquiries comes in, rules wait so long at most."""


BY_EVENT: dict[str, Trigger] = {
    "ticket.state_changed": "state_changed", "promise.near": "promise_near", "promise.broken": "promise_broken",
}
"""Occasions that are an event of their own, with nothing more to look at."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that rules may wait for. `origin`: the place of what nobody of ours did, from which it follows."""

    trigger: Trigger
    ticket_id: int
    message_id: int | None
    to_state: str | None
    at: datetime
    position: int
    origin: int
    depth: int


class _NotNow(Exception):
    """By now the rule is off, or its conditions hold no more."""


class Automaton:
    """`next_set` is a worker's step."""

    def __init__(
        self, database: Database, clock: Clock, calendars: Calendars, *, library: str, most_a_day: int = 10,
        ours: Callable[[str], bool] = nobody_is_ours, turn: asyncio.Event | None = None,
    ) -> None:
        """`library`: in whose name a rule answers. `turn` is set while nothing more pressing waits."""
        self._database = database
        self._clock = clock
        self._calendars = calendars
        self._library = library
        self._most_a_day = most_a_day
        self._ours = ours
        self._turn = turn
        self._read_to = 0
        self._waits = True

    def cares(self, event: Logged) -> bool:
        """Whether a rule may wait for an event: where none is on, only for one that is made or turned on."""
        return (self._waits and trigger_of(event) is not None) or event.type.startswith("rule")

    async def next_set(self) -> int:
        """Let rules act on the next events. Returns how many were read (0: none wait)."""
        await its_turn(self._turn, at_most_s=HELD_S)
        async with self._database.read() as session:
            stored = await tail.cursor(session, READER)
            begun = max(stored, self._read_to)
            rules = [one for one in await in_order(session) if one.on_since is not None]
            self._waits = bool(rules)
            if rules:
                begun = max(begun, min(one.on_since or 0 for one in rules))
                events: Sequence[Logged]
                events, newest = await tail.telling(session, begun, WAITED_FOR)
            else:
                events, newest = (), max(await tail.head(session), begun)
        asked = 0
        for event in events:
            asked += await self._event(event, rules)
        # Also where no rule acted: asked again after a restart it might find its conditions to hold by now.
        if asked or newest - stored >= BEHIND:
            async with self._database.transaction() as session:
                await tail.advance(session, READER, newest)
        self._read_to = newest
        return len(events)

    async def _event(self, event: Logged, rules: Sequence[AutomationRuleRow]) -> int:
        """Have the rules asked that wait for this. How many do."""
        trigger = trigger_of(event)
        if trigger is None:
            return 0
        to_state = str(event.data["to_state"]) if trigger == "state_changed" else None
        waiting = [one for one in rules if (one.on_since or 0) < event.position
                   and waits_for(WHEN.validate_python(one.when), trigger, to_state)]
        if not waiting:
            return 0
        happened = await self._happened(event, trigger, to_state)
        if happened is None:
            return 0
        for rule in waiting:
            await self._ask(rule, happened)
        return len(waiting)

    async def _happened(self, event: Logged, trigger: Trigger, to_state: str | None) -> Happened | None:
        """The event with where it comes from; None for what follows from too many rules."""
        ticket_id = int(str(event.data["ticket_id"]))
        origin, depth = event.position, 0
        if event.actor_kind == "rule":
            async with self._database.read() as session:
                run = (await session.execute(select(AutomationRunRow.origin, AutomationRunRow.depth).where(
                    AutomationRunRow.ticket_id == ticket_id, AutomationRunRow.upto_version >= event.version,
                    AutomationRunRow.after_version < event.version,
                ))).first()
            if run is None or run.depth + 1 >= DEEPEST:
                log.info("automation.too_deep", ticket_id=ticket_id, position=event.position)
                return None
            origin, depth = run.origin, run.depth + 1
        message = event.data.get("message_id")
        return Happened(trigger, ticket_id, None if message is None else int(str(message)), to_state, event.at,
                        event.position, origin, depth)

    async def _ask(self, rule: AutomationRuleRow, happened: Happened) -> None:
        """Let a rule act, if its conditions hold; most do not, and cost a read."""
        async with self._database.read() as session:
            ticket = await session.get(TicketRow, happened.ticket_id)
            if ticket is None or not await self._applies(session, rule, ticket, happened):
                return
        await self._database.lull.wait()
        try:
            async with self._database.transaction() as session:
                await self._act(session, rule.id, happened)
                return
        except _NotNow:
            return
        except Conflict as error:
            code = error.code
        except (Forbidden, Invalid, NotFound) as error:
            code = {Forbidden: "forbidden", Invalid: "invalid", NotFound: "not_found"}[type(error)]
        except Exception as error:  # what one rule does must not stop the others
            if passing(error):
                raise
            log.error("automation.failed", rule_id=rule.id, ticket_id=happened.ticket_id,  # noqa: TRY400
                      error=type(error).__name__, place=place(error))
            code = "defect"
        await self._failed(rule.id, happened, code)

    async def _applies(
        self, session: AsyncSession, rule: AutomationRuleRow, ticket: TicketRow, happened: Happened
    ) -> bool:
        if ticket.merged_into is not None or ticket.state == "junk":
            return False
        facts = await facts_of(session, ticket, calendars=self._calendars, at=happened.at,
                               message_id=happened.message_id, first=happened.trigger == "opened")
        return matches(CONDITIONS.validate_python(rule.conditions), facts)

    async def _act(self, session: AsyncSession, rule_id: int, happened: Happened) -> bool:
        """Do what a rule says. False: it had its turn."""
        now = self._clock()
        if not await _mark(session, rule_id, happened, code=None, now=now):
            return False
        rule = await session.get(AutomationRuleRow, rule_id)
        ticket = (await lock(session, happened.ticket_id)).get(happened.ticket_id)
        if rule is None or rule.on_since is None or ticket is None:
            raise _NotNow
        if not await self._applies(session, rule, ticket, happened):
            raise _NotNow
        before = ticket.version
        scope = await scope_for(session, staff_id=None, name=self._library, role="admin", department_ids=frozenset())
        facts = await facts_of(session, ticket, calendars=self._calendars, at=happened.at,
                               message_id=happened.message_id, first=happened.trigger == "opened")
        await perform(session, ACTIONS.validate_python(rule.actions), facts, Doer(
            scope=scope, actor=Actor("rule", rule_id), now=now, once=f"rule-{happened.origin:08}",
            library=self._library, rule_id=rule_id, most_a_day=self._most_a_day, ours=self._ours,
        ))
        await session.flush()
        await session.execute(
            update(AutomationRunRow)
            .where(AutomationRunRow.origin == happened.origin, AutomationRunRow.rule_id == rule_id)
            .values(after_version=before, upto_version=ticket.version)
        )
        log.info("automation.acted", rule_id=rule_id, ticket_id=happened.ticket_id)
        return True

    async def _failed(self, rule_id: int, happened: Happened, code: Code) -> None:
        """Say that a rule could not do what it says: it had its turn, and supervisors hear of it."""
        async with self._database.transaction() as session:
            now = self._clock()
            if await _mark(session, rule_id, happened, code=code, now=now):
                stream = f"rule:{rule_id}"
                record(session, RuleFailed(rule_id=rule_id, ticket_id=happened.ticket_id, code=code), stream=stream,
                       version=await next_version(session, stream), actor=SYSTEM, at=now, seen_by=SUPERVISORS)


WAITED_FOR = frozenset({"ticket.opened", "message.received", *BY_EVENT})
"""Events for which a rule may wait."""


def trigger_of(event: Logged) -> Trigger | None:
    """What rules call this; None for what no rule waits for. A machine's message is nobody's."""
    if event.type == "ticket.opened":
        return "opened"
    if event.type == "message.received" and event.data.get("rule") is None and event.version > FIRST_MESSAGE:
        return "patron_wrote"
    return BY_EVENT.get(event.type)


async def _mark(session: AsyncSession, rule_id: int, happened: Happened, *, code: str | None, now: datetime) -> bool:
    """Whether the rule has its turn now; False where it had it."""
    marked = await session.execute(
        insert_into(session, AutomationRunRow).values(
            origin=happened.origin, rule_id=rule_id, ticket_id=happened.ticket_id, depth=happened.depth,
            after_version=0, upto_version=0, code=code, at=now,
        ).on_conflict_do_nothing().returning(AutomationRunRow.rule_id)
    )
    return marked.first() is not None
