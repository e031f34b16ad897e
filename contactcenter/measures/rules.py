"""How often each rule has set something aside, and how often a librarian said that it was a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.catalogue.messages import MessageReceived, MessageRescued, MessageSetAside
from contactcenter.events.tables import EventRow
from contactcenter.measures.tables import RuleCountRow

READER = "rules"
STRETCH = 20_000
"""Events a round: a log of ten years is not read in one piece."""
BEHIND = 5_000
"""Events without anything to count, after which the cursor moves all the same: so much is read again by a restart."""
_RULE = EventRow.data["rule"].as_string()
# Most events name no rule: the database passes them over, and nothing is made of them here.
_TELLING = (
    select(EventRow.position, EventRow.type, _RULE.label("rule"))
    .where(EventRow.type.in_((MessageReceived.type, MessageRescued.type, MessageSetAside.type)), _RULE.is_not(None))
    .order_by(EventRow.position)
)


# Places that no event has (`events/restarted.py`) are no way to go.
_FAR = (
    select(EventRow.position).where(EventRow.position > bindparam("begun", type_=EventRow.position.type))
    .order_by(EventRow.position).offset(bindparam("before", type_=Integer)).limit(1)
)


def counted(told: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """By rule: how many more were set aside and (fewer, where that was taken back) were questions.

    `told`: types of events, each with the rule that it names.
    """
    aside: Counter[str] = Counter()
    rescued: Counter[str] = Counter()
    for type_, rule in told:
        if type_ == MessageReceived.type:
            aside[rule] += 1
        else:
            rescued[rule] += 1 if type_ == MessageRescued.type else -1
    return {rule: (aside[rule], rescued[rule]) for rule in {**aside, **rescued}}


def names_a_rule(event: tail.Logged) -> bool:
    """Whether there is anything to count in an event."""
    return event.data.get("rule") is not None


class RuleCounter:
    """The reader of the log that keeps the numbers. Each event counts once: they move with the cursor."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read_to = 0

    async def next_set(self) -> int:
        """Count the next events. Returns how many positions were read (0: none wait)."""
        async with self._database.read() as session:
            stored = await tail.cursor(session, READER)
            begun = max(stored, self._read_to)
            newest = await tail.head(session)
            if newest <= begun:
                return 0
            if newest - begun > STRETCH:
                newest = await session.scalar(_FAR, {"begun": begun, "before": STRETCH - 1}) or newest
            stretch = _TELLING.where(EventRow.position > begun, EventRow.position <= newest)
            told = [(row.position, row.type, row.rule) for row in await session.execute(stretch)]
        if told or newest - stored >= BEHIND:
            async with self._database.transaction(durable=False) as session:
                await tail.advance(session, READER, 0)  # the first of several processes makes the row that they lock
                before = await tail.cursor(session, READER, lock=True)
                fresh = counted((type_, rule) for position, type_, rule in told if position > before)
                for rule, (aside, rescued) in sorted(fresh.items()):
                    await _add(session, rule, aside, rescued)
                await tail.advance(session, READER, newest)
        self._read_to = newest
        return newest - begun


async def _add(session: AsyncSession, rule: str, aside: int, rescued: int) -> None:
    insert = insert_into(session, RuleCountRow).values(rule=rule, set_aside=aside, rescued=rescued)
    await session.execute(insert.on_conflict_do_update(
        index_elements=[RuleCountRow.rule],
        set_={"set_aside": RuleCountRow.set_aside + aside, "rescued": RuleCountRow.rescued + rescued},
    ))


async def counts(session: AsyncSession) -> dict[str, RuleCountRow]:
    """The numbers by rule."""
    rows = (await session.execute(select(RuleCountRow).order_by(RuleCountRow.rule))).scalars()
    return {row.rule: row for row in rows}
