"""How often each rule has set something aside, and how often a librarian said that it was a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.catalogue import MessageReceived, MessageRescued, MessageSetAside
from contactcenter.events.tail import Logged
from contactcenter.measures.tables import RuleCountRow

READER = "rules"
BEHIND = 5_000
"""Events without anything to count, after which the cursor moves all the same: so much is read again by a restart."""


def counted(events: Iterable[Logged]) -> dict[str, tuple[int, int]]:
    """By rule: how many more were set aside and (fewer, where that was taken back) were questions."""
    aside: Counter[str] = Counter()
    rescued: Counter[str] = Counter()
    for event in events:
        rule = event.data.get("rule")
        if not isinstance(rule, str):
            continue
        if event.type == MessageReceived.type:
            aside[rule] += 1
        elif event.type == MessageRescued.type:
            rescued[rule] += 1
        elif event.type == MessageSetAside.type:
            rescued[rule] -= 1
    return {rule: (aside[rule], rescued[rule]) for rule in {**aside, **rescued}}


class RuleCounter:
    """The reader of the log that keeps the numbers. Each event counts once: they move with the cursor."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read_to = 0

    async def next_set(self) -> int:
        """Count the next events. Returns how many were read (0: none wait)."""
        async with self._database.near() as session:
            stored = await tail.cursor(session, READER)
            events = await tail.after(session, max(stored, self._read_to))
        if not events:
            return 0
        newest = events[-1].position
        if counted(events) or newest - stored >= BEHIND:
            async with self._database.transaction() as session:
                await tail.advance(session, READER, 0)  # the first of several processes makes the row that they lock
                begun = await tail.cursor(session, READER, lock=True)
                fresh = counted(event for event in events if event.position > begun)
                for rule, (aside, rescued) in sorted(fresh.items()):
                    await _add(session, rule, aside, rescued)
                await tail.advance(session, READER, newest)
        self._read_to = newest
        return len(events)


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
