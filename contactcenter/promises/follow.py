"""The reader of the log that keeps promises, and tells of those that are due.

Each event counts once: what it does to the promises moves with the cursor. Nothing here keeps anybody waiting: mails
and answers are committed before it reads of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.events import tail
from contactcenter.events.catalogue.promises import PromiseBroken, PromiseNear, PromisesChanged
from contactcenter.events.record import SYSTEM
from contactcenter.events.tables import EventRow
from contactcenter.events.tail import Logged
from contactcenter.promises.course import TELLS, Course, Rules, Subject, by_ticket, next_due
from contactcenter.promises.left import left
from contactcenter.promises.set_targets import READER, targets
from contactcenter.promises.tables import PromiseRow
from contactcenter.queue.calendars import Calendars
from contactcenter.shapes.promises import Target
from contactcenter.tickets.row import happen, lock, stream
from contactcenter.tickets.tables import TicketRow

SET = 200
"""Events, or promises, of one transaction."""
BEHIND = 5_000
"""Events that concern no promise, after which the cursor moves all the same."""
ANEW = frozenset({"targets.changed", "queue.changed"})
"""After these everything that runs is measured anew."""
UNDECIDED = (None, None, None)
_TELLING = (
    select(EventRow.position, EventRow.type).where(EventRow.type.in_(TELLS | ANEW)).order_by(EventRow.position)
)


class PromiseKeeper:
    """Follows the log. `next_set` is a worker's step."""

    def __init__(self, database: Database, calendars: Calendars, clock: Clock) -> None:
        self._database = database
        self._calendars = calendars
        self._clock = clock
        self._read_to = 0
        self._anything = True

    def cares(self, event: Logged) -> bool:
        """Whether an event may be of concern: a house that promises nothing waits for targets alone."""
        return (event.type in TELLS and self._anything) or event.type in ANEW

    async def next_set(self) -> int:
        """Take the next events in, and tell of what is near or broken. How much was done (0: nothing waits)."""
        return await self._follow() + await self._tell()

    async def _follow(self) -> int:
        async with self._database.read() as session:
            stored = await tail.cursor(session, READER)
            begun = max(stored, self._read_to)
            newest = await tail.head(session)
            if newest <= begun:
                return 0
            self._anything = await _anything(session)
            if not self._anything:
                found: Sequence[tuple[int, str]] = ()
            else:
                rows = await session.execute(_TELLING.where(EventRow.position > begun).limit(SET))
                found = [(row.position, row.type) for row in rows]
                newest = found[-1][0] if len(found) == SET else newest
        if any(type_ in ANEW for _, type_ in found):
            await self._measure_anew()
        if found or newest - stored >= BEHIND:
            async with self._database.transaction(durable=False) as session:
                await tail.advance(session, READER, 0)  # the first of several processes makes the row that they lock
                begun = max(await tail.cursor(session, READER, lock=True), begun)
                if found and newest > begun:
                    events, _ = await tail.telling(session, begun, TELLS, upto=newest)
                    await self._take_in(session, events)
                await tail.advance(session, READER, newest)
        self._read_to = newest
        return len(found)

    async def _take_in(self, session: AsyncSession, events: Sequence[Logged]) -> None:
        rules = await self._rules(session)
        theirs = by_ticket(events)
        tickets = await lock(session, *theirs)
        promised = await _promises(session, theirs)
        behind = await _left_behind(session, tickets.values(), {one: told[0].version for one, told in theirs.items()})
        for ticket_id, told in theirs.items():
            ticket, rows = tickets[ticket_id], promised.get(ticket_id, [])
            running = next((row for row in rows if row.ended_at is None), None)
            course = Course(
                Subject(
                    ticket_id, running.queue_id if running else _first_queue(told, ticket),
                    ticket.channel, running.priority if running else ticket.priority, ticket_id in behind,
                ),
                rows, rules, answered=0 < ticket.last_reply_version < told[0].version,
            )
            before = [_decided(row) for row in rows]
            for event in told:
                course.take(event)
            session.add_all(course.made)
            self._settle(session, ticket, course.rows, decided=before != [_decided(row) for row in rows] or any(
                _decided(row) != UNDECIDED for row in course.made
            ))

    def _settle(
        self, session: AsyncSession, ticket: TicketRow, rows: Sequence[PromiseRow], *, decided: bool
    ) -> None:
        """The ticket says what is due next; its screens hear of it, and the measures of what was `decided`."""
        due = next_due(rows)
        kind, at, soon = (due.kind, due.due_at, due.near_at) if due else (None, None, None)
        if decided or (ticket.due_kind, ticket.due_at, ticket.due_near_at) != (kind, at, soon):
            ticket.due_kind, ticket.due_at, ticket.due_near_at = kind, at, soon
            happen(session, ticket, PromisesChanged(ticket_id=ticket.id, kind=kind, due_at=at), actor=SYSTEM,
                   now=self._clock())

    async def _rules(self, session: AsyncSession) -> Rules:
        items: Sequence[Target] = (await targets(session)).items
        calendars = {one: kept.calendar for one, kept in (await self._calendars.every(session)).items()}
        return Rules(items, calendars.__getitem__)

    async def _measure_anew(self) -> None:
        """Everything that runs, in sets: a crash on the way begins it again, which changes nothing more."""
        after = 0
        while True:
            async with self._database.transaction(durable=False) as session:
                ids = (await session.execute(
                    select(PromiseRow.ticket_id).where(PromiseRow.ended_at.is_(None), PromiseRow.ticket_id > after)
                    .group_by(PromiseRow.ticket_id).order_by(PromiseRow.ticket_id).limit(SET)
                )).scalars().all()
                if not ids:
                    return
                rules = await self._rules(session)
                tickets = await lock(session, *ids)
                behind = await _left_behind(session, tickets.values())
                for ticket_id, rows in (await _promises(session, ids)).items():
                    ticket = tickets[ticket_id]
                    running = next(row for row in rows if row.ended_at is None)
                    course = Course(
                        Subject(ticket_id, running.queue_id, ticket.channel, running.priority, ticket_id in behind),
                        rows, rules, answered=False,
                    )
                    before = [_decided(row) for row in rows]
                    course.retarget(self._clock())
                    self._settle(session, ticket, rows, decided=before != [_decided(row) for row in rows])
                after = ids[-1]

    async def _tell(self) -> int:
        now = self._clock()
        running = (PromiseRow.ended_at.is_(None), PromiseRow.since.is_not(None))
        near = select(PromiseRow.ticket_id).where(
            *running, PromiseRow.near_told_at.is_(None), PromiseRow.near_at <= now).limit(SET)
        broken = select(PromiseRow.ticket_id).where(
            *running, PromiseRow.broken_at.is_(None), PromiseRow.due_at <= now).limit(SET)
        async with self._database.read() as session:
            ids = {*(await session.execute(near)).scalars(), *(await session.execute(broken)).scalars()}
        if not ids:
            return 0
        async with self._database.transaction(durable=False) as session:
            tickets = await lock(session, *ids)
            for ticket_id, rows in (await _promises(session, ids)).items():
                for row in rows:
                    self._tell_of(session, tickets[ticket_id], row, now)
        return len(ids)

    def _tell_of(self, session: AsyncSession, ticket: TicketRow, row: PromiseRow, now: datetime) -> None:
        if row.ended_at is not None or row.due_at is None or row.near_at is None:
            return
        if row.broken_at is None and row.due_at <= now:
            row.broken_at, row.near_told_at = row.due_at, row.near_told_at or now
            happen(session, ticket, PromiseBroken(ticket_id=ticket.id, kind=row.kind, due_at=row.due_at),
                   actor=SYSTEM, now=now)
        elif row.near_told_at is None and row.near_at <= now:
            row.near_told_at = now
            happen(session, ticket, PromiseNear(ticket_id=ticket.id, kind=row.kind, due_at=row.due_at),
                   actor=SYSTEM, now=now)


def _decided(row: PromiseRow) -> tuple[object, ...]:
    return row.ended_at, row.outcome, row.broken_at


async def _anything(session: AsyncSession) -> bool:
    """Whether anything is promised, or still runs: a house without targets pays for none."""
    return bool((await targets(session)).items) or bool((await session.execute(
        select(exists().where(PromiseRow.ended_at.is_(None)))
    )).scalar_one())


async def _left_behind(
    session: AsyncSession, tickets: Iterable[TicketRow], before: Mapping[int, int] | None = None
) -> set[int]:
    """Of these the inquiries whose callers had hung up without talking with anybody, `before` a version of each."""
    calls = {stream(ticket.id): ticket.id for ticket in tickets if ticket.channel == "phone"}
    if not calls:
        return set()
    rows = await session.execute(
        select(EventRow.stream, EventRow.version, EventRow.data)
        .where(EventRow.stream.in_(sorted(calls)), EventRow.type == "call.ended")
    )
    return {
        calls[name] for name, version, data in rows
        if left(data) and (before is None or version < before[calls[name]])
    }


async def _promises(session: AsyncSession, ticket_ids: Collection[int]) -> dict[int, list[PromiseRow]]:
    rows = (await session.execute(
        select(PromiseRow).where(PromiseRow.ticket_id.in_(sorted(ticket_ids))).order_by(PromiseRow.id)
        .execution_options(populate_existing=True)
    )).scalars()
    found: dict[int, list[PromiseRow]] = {}
    for row in rows:
        found.setdefault(row.ticket_id, []).append(row)
    return found


def _first_queue(told: Sequence[Logged], ticket: TicketRow) -> int:
    """In which queue the ticket was when the first of these happened."""
    for event in told:
        if event.type == "ticket.opened":
            return int(str(event.data["queue_id"]))
        if event.type == "ticket.moved":
            return int(str(event.data["from_queue_id"]))
    return ticket.queue_id
