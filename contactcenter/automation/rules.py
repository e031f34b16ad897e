"""The rules: making one, changing it, turning it on and off, its place in the order, removing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.automation.tables import AutomationRuleRow, AutomationRunRow
from contactcenter.events import tail
from contactcenter.events.catalogue.automation import RulesChanged
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.automation import (
    Action,
    AssignTo,
    AutomationRule,
    Condition,
    MoveTo,
    NamedRule,
    PutTag,
    QueueIs,
    ReplyWith,
    RuleAsk,
    RuleFailure,
    TagIs,
    TakeTag,
    When,
)
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.tag_tables import TagRow

STREAM = "automation"
STAFF = frozenset({"staff"})
MOST = 100
COUNTED = timedelta(days=30)
COUNT_STOPS = 1000
FAILURES_SHOWN = 5
WHEN = TypeAdapter(list[When])
CONDITIONS: TypeAdapter[list[Condition]] = TypeAdapter(list[Condition])
ACTIONS: TypeAdapter[list[Action]] = TypeAdapter(list[Action])


async def in_order(session: AsyncSession) -> list[AutomationRuleRow]:
    """Every rule that was not removed, in the order in which they are asked."""
    return list((await session.execute(
        select(AutomationRuleRow).where(AutomationRuleRow.removed_at.is_(None))
        .order_by(AutomationRuleRow.place, AutomationRuleRow.id)
    )).scalars())


async def all_rules(session: AsyncSession, *, now: datetime) -> list[AutomationRule]:
    """The same as supervisors see them: with how often each acted lately, and where it failed."""
    return [await shape(session, row, now=now) for row in await in_order(session)]


async def names(session: AsyncSession) -> list[NamedRule]:
    """What rules are called, those that were removed, too."""
    rows = await session.execute(select(AutomationRuleRow.id, AutomationRuleRow.name).order_by(AutomationRuleRow.id))
    return [NamedRule(id=row.id, name=row.name) for row in rows]


async def shape(session: AsyncSession, row: AutomationRuleRow, *, now: datetime) -> AutomationRule:
    """A rule as it is shown."""
    of_it = AutomationRunRow.rule_id == row.id
    failed = (await session.execute(
        select(AutomationRunRow).where(of_it, AutomationRunRow.code.is_not(None))
        .order_by(AutomationRunRow.at.desc()).limit(FAILURES_SHOWN)
    )).scalars()
    lately = (
        select(AutomationRunRow.origin)
        .where(of_it, AutomationRunRow.at > now - COUNTED, AutomationRunRow.code.is_(None))
        .limit(COUNT_STOPS).subquery()
    )
    return AutomationRule(
        id=row.id, version=row.version, name=row.name, on=row.on_since is not None,
        when=WHEN.validate_python(row.when), conditions=CONDITIONS.validate_python(row.conditions),
        actions=ACTIONS.validate_python(row.actions),
        failures=[RuleFailure(ticket_id=one.ticket_id, at=one.at, code=one.code or "") for one in failed],
        runs=(await session.execute(select(func.count()).select_from(lately))).scalar_one(),
    )


async def add_rule(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: RuleAsk
) -> AutomationRuleRow:
    """Make a rule, last in the order. Raises `Forbidden` and `Invalid`."""
    require_supervisor(scope)
    await require_there(session, ask.conditions, ask.actions)
    there = await in_order(session)
    if len(there) >= MOST:
        raise Invalid("name", f"There are {MOST} rules already: remove one first.", code="too_many")
    row = AutomationRuleRow(
        version=1, place=len(there), name=ask.name, on_since=await tail.head(session) if ask.on else None,
        **_parts(ask), changed_at=now,
    )
    session.add(row)
    await _changed(session, row, actor=actor, now=now)
    return row


async def change_rule(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, rule_id: int, ask: RuleAsk
) -> AutomationRuleRow:
    """Rewrite a rule; to the same, nothing changes.

    Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("changed")`.
    """
    row = await _locked(session, scope, rule_id)
    await require_there(session, ask.conditions, ask.actions)
    wanted = {"name": ask.name, **_parts(ask)}
    if (row.on_since is not None) == ask.on and all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    if ask.expected_version != row.version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)
    for name, value in wanted.items():
        setattr(row, name, value)
    # Of what happened before it was as it is now it does nothing.
    row.on_since = await tail.head(session) if ask.on else None
    row.version, row.changed_at = row.version + 1, now
    await _changed(session, row, actor=actor, now=now)
    return row


async def switch_rule(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, rule_id: int, on: bool
) -> AutomationRuleRow:
    """Turn a rule on or off. It is so already: nothing changes."""
    row = await _locked(session, scope, rule_id)
    if (row.on_since is not None) == on:
        return row
    row.on_since = await tail.head(session) if on else None
    row.version, row.changed_at = row.version + 1, now
    await _changed(session, row, actor=actor, now=now)
    return row


async def place_rule(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, rule_id: int, place: int
) -> AutomationRuleRow:
    """Let a rule stand elsewhere in the order; the others make room."""
    row = await _locked(session, scope, rule_id)
    others = [one for one in await in_order(session) if one.id != rule_id]
    wanted = [*others[:place], row, *others[place:]]
    if [one.place for one in wanted] == list(range(len(wanted))):
        return row
    for number, one in enumerate(wanted):
        one.place = number
    await _changed(session, row, actor=actor, now=now)
    return row


async def remove_rule(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, rule_id: int) -> None:
    """Take a rule away; what it did stays, and is told by its name."""
    row = await _locked(session, scope, rule_id)
    row.removed_at, row.on_since, row.version = now, None, row.version + 1
    await _changed(session, row, actor=actor, now=now)


def _parts(ask: RuleAsk) -> dict[str, list[dict[str, object]]]:
    return {
        "when": [one.model_dump(mode="json") for one in ask.when],
        "conditions": [one.model_dump(mode="json") for one in ask.conditions],
        "actions": [one.model_dump(mode="json") for one in ask.actions],
    }


def require_supervisor(scope: Scope) -> None:
    """Raises `Forbidden` for anyone but supervisors and admins."""
    if not scope.sees_all:
        raise Forbidden("Only supervisors and admins keep rules and macros.")


async def _locked(session: AsyncSession, scope: Scope, rule_id: int) -> AutomationRuleRow:
    require_supervisor(scope)
    row = await session.get(AutomationRuleRow, rule_id, with_for_update=True, populate_existing=True)
    if row is None or row.removed_at is not None:
        raise NotFound
    return row


async def require_there(session: AsyncSession, conditions: Sequence[Condition], actions: Sequence[Action]) -> None:
    """Raises `Invalid` for a queue, colleague, tag or saved answer that is not there."""
    queues = {one for each in conditions if isinstance(each, QueueIs) for one in each.any_of}
    tags = {one for each in conditions if isinstance(each, TagIs) for one in each.any_of}
    await _require_all(session, select(QueueRow.id).where(QueueRow.id.in_(queues)), queues, "conditions", "queue")
    query = select(TagRow.id).where(TagRow.id.in_(tags), TagRow.removed_at.is_(None))
    await _require_all(session, query, tags, "conditions", "tag")
    wanted = {
        "queue": {one.queue_id for one in actions if isinstance(one, MoveTo)},
        "tag": {one.tag_id for one in actions if isinstance(one, PutTag | TakeTag)},
        "colleague": {one.staff_id for one in actions if isinstance(one, AssignTo)},
        "saved answer": {one.snippet_id for one in actions if isinstance(one, ReplyWith)},
    }
    queries = {
        "queue": select(QueueRow.id).where(QueueRow.id.in_(wanted["queue"])),
        "tag": select(TagRow.id).where(TagRow.id.in_(wanted["tag"]), TagRow.removed_at.is_(None)),
        "colleague": select(StaffRow.id).where(StaffRow.id.in_(wanted["colleague"]), StaffRow.disabled_at.is_(None)),
        "saved answer": select(SnippetRow.id).where(SnippetRow.id.in_(wanted["saved answer"])),
    }
    for name, ids in wanted.items():
        await _require_all(session, queries[name], ids, "actions", name)


async def _require_all(
    session: AsyncSession, query: object, ids: set[int], field: str, name: str
) -> None:
    if not ids:
        return
    there = set((await session.execute(query)).scalars())  # type: ignore[call-overload]
    if there != ids:
        raise Invalid(field, f"There is no such {name}: choose one from the list.", code="unknown")


async def _changed(session: AsyncSession, row: AutomationRuleRow, *, actor: Actor, now: datetime) -> None:
    await session.flush()
    record(session, RulesChanged(rule_id=row.id), stream=STREAM, version=await next_version(session, STREAM),
           actor=actor, at=now, seen_by=STAFF)
