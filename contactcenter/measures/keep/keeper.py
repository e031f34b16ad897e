"""Keeps the facts: reads the log in sets, works out what changes, and writes it where the cursor still is.

What a set changes is worked out outside of the transaction, letting others go first between its parts; there it is
only written: of several processes one writes and the others look again. Counting everything anew is the cursor at
`AGAIN`: the reader then takes all facts away, some at a time, and begins with the first event.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.tables import CursorRow
from contactcenter.events.turn import its_turn
from contactcenter.measures.keep.cursor import AGAIN, READER, take_away
from contactcenter.measures.keep.hours import hours
from contactcenter.measures.keep.known import known, told
from contactcenter.measures.keep.periods import Counted, counted, touched
from contactcenter.measures.keep.rows import made, write
from contactcenter.measures.keep.taken_back import taken_back
from contactcenter.measures.project import Projection
from contactcenter.measures.told import Told
from contactcenter.queue.calendars import Calendars

NEAR = 200
"""Positions that are read on the loop itself, where that costs a tenth; a longer stretch would keep it too long."""
BEHIND = 2_000
"""Events that change nothing, after which the cursor moves all the same."""
HELD_S = 2.0
"""While a flood of inquiries comes in, it is counted this much later."""
ROUND_S = 0.5
"""So long a round goes on where there is more; then the loop's own pause."""


class FactKeeper:
    """Keeps the facts. `next_set` is a worker's step."""

    def __init__(self, database: Database, calendars: Calendars, *, turn: asyncio.Event | None = None,
                 counted: Callable[[], None] = lambda: None) -> None:
        """`turn` is set while nothing more pressing waits; `counted` is told when there is something new to show."""
        self._database = database
        self._calendars = calendars
        self._turn = turn
        self._counted = counted
        self._stored = self._read_to = 0
        """Where the cursor was, and how far beyond it there is nothing to count."""

    async def next_set(self) -> int:
        """Take in what happened, as far as a round goes. Returns how many positions were read (0: none wait)."""
        await its_turn(self._turn, at_most_s=HELD_S)
        begun, read = time.monotonic(), 0
        while time.monotonic() - begun <= ROUND_S:
            some, more = await self._set()
            read += some
            if not more:
                break
        return read

    async def _set(self) -> tuple[int, bool]:
        """One set. How many positions were read, and whether more wait already (what comes later waits for more)."""
        async with self._database.near() as session:
            stored, head = await tail.cursor(session, READER), await tail.head(session)
        if stored == AGAIN:
            async with self._database.transaction() as session:
                await take_away(session)
            return 1, True
        # Another process may have begun anew meanwhile: what was read beyond another cursor counts for nothing.
        begun = self._read_to if stored == self._stored else stored
        if head <= begun:
            return 0, False
        await self._database.lull.wait()
        async with self._database.near() if head - begun <= NEAR else self._database.read() as session:
            events, newest = await told(session, begun, head)
            await asyncio.sleep(0)
            projection, before = await self._projected(session, events)
            await asyncio.sleep(0)
            facts = await made(session, projection)
            await asyncio.sleep(0)
            periods = await touched(session, projection, before, facts)
        changes = bool(projection.records or projection.promised) or any(facts.values())
        if changes or newest - stored >= BEHIND:
            await self._database.lull.wait()
            async with self._database.transaction(durable=False) as session:
                # The first of several processes makes the row that they lock.
                await session.execute(
                    insert_into(session, CursorRow).values(reader=READER, position=0).on_conflict_do_nothing()
                )
                if await tail.cursor(session, READER, lock=True) != stored:
                    return newest - begun, True  # another process came first
                await write(session, facts, projection, touched=periods, newest=newest)
                await tail.advance(session, READER, newest)
            stored = newest
        self._stored, self._read_to = stored, newest
        if changes:
            self._counted()
        return newest - begun, newest < head

    async def _projected(self, session: AsyncSession, events: Sequence[Told]) -> tuple[Projection, dict[int, Counted]]:
        """The projection, and what the tickets said in which period before it."""
        facts = await known(session, events)
        await asyncio.sleep(0)
        stood = {number: replace(ticket) for number, ticket in facts.tickets.items()}
        projection = Projection(facts, await hours(session, self._calendars), await taken_back(session, events))
        projection.apply(events)
        # Of what is said in a chat hardly anything counts, and that need not be written.
        projection.changed_tickets = {
            number for number in projection.changed_tickets if facts.tickets[number] != stood.get(number)
        }
        return projection, {number: counted(ticket) for number, ticket in stood.items()}
