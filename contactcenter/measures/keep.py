"""The reader of the log that keeps the facts: small sets, each in one transaction with its cursor.

What a set changes is worked out outside of the transaction; there it is only written, where the cursor is still where
it was: of several processes one writes and the others look again. Counting everything anew is the cursor at `AGAIN`:
the reader then takes all facts away, some at a time, and begins with the first event.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute, aliased

from contactcenter.accounts.tables import StaffRow
from contactcenter.db.base import EPOCH, MICROSECOND, Base, table_of
from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.db.prepared import Prepared, Query, listed
from contactcenter.events import tail
from contactcenter.events.tables import CursorRow, EventRow
from contactcenter.measures.facts import RecordFact, SeatFact, TalkFact, TicketFact, WaitFact
from contactcenter.measures.project import TELLING, Hours, Known, Projection, Told
from contactcenter.measures.tables import (
    PERIOD_US,
    FactPeriodRow,
    RecordFactRow,
    SeatFactRow,
    TalkFactRow,
    TicketFactRow,
    WaitFactRow,
)
from contactcenter.needs.tables import ESTIMATED, TransactionRow
from contactcenter.queue.calendar import Calendar
from contactcenter.queue.calendars import Calendars
from contactcenter.tickets.row import stream

READER = "facts"
AGAIN = -1
"""The cursor of facts that are to be counted anew."""
SET = 400
"""Events a transaction: some milliseconds of the one writer of SQLite."""
STRETCH = 20_000
"""Positions a round, where most of them tell nothing."""
NEAR = 200
"""Positions that are read on the loop itself, where that costs a tenth; a longer stretch would keep it too long."""
BEHIND = 2_000
"""Events that change nothing, after which the cursor moves all the same."""
GONE_AT_ONCE = 2_000
HELD_S = 2.0
"""While a flood of inquiries comes in, it is counted this much later."""
ROUND_S = 0.5
"""So long a round goes on where there is more; then the loop's own pause."""
PAUSE_S = 0.01
"""Before a set is read, and written: a live message has just gone its way then, or none came for so long."""
TABLES: tuple[type[Base], ...] = (TicketFactRow, WaitFactRow, TalkFactRow, SeatFactRow, RecordFactRow)


def _put(row: type[Base]) -> Prepared:
    names = [column.name for column in table_of(row).c]
    keys = [column.name for column in table_of(row).primary_key]

    def over(insert: sqlite.Insert) -> sqlite.Insert:
        return insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in names if name not in keys},
        )

    return Prepared(over(sqlite.insert(row)), *names,
                    postgresql=over(postgresql.insert(row)))  # type: ignore[arg-type]  # the same methods


_PERIODS: dict[type[Base], dict[str, str]] = {
    row: {name: name.removesuffix("_in") + "_us" for column in table_of(row).c if (name := column.name).endswith("_in")}
    for row in TABLES
}
_COLUMNS = {row: [column for column in table_of(row).c if column.name not in _PERIODS[row]] for row in TABLES}
"""Without what follows from the others."""
_PUT: dict[type[Base], Prepared] = {row: _put(row) for row in TABLES}
_PUT_PERIOD = _put(FactPeriodRow)
Fact = TypeVar("Fact", TicketFact, WaitFact, TalkFact, SeatFact)
Facts = dict[type[Base], list[dict[str, object]]]



def _among(query: Query, column: QueryableAttribute[int]) -> Prepared:
    """A statement over the rows whose column is one of `ids`."""
    return Prepared(
        query.where(column.in_(listed("ids"))),  # type: ignore[union-attr]  # a SELECT it is
        postgresql=query.where(column.in_(bindparam("ids", expanding=True))),  # type: ignore[union-attr]
    )


_EVENTS = (
    select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
    .where(EventRow.position > bindparam("begun", type_=BigInteger),
           EventRow.position <= bindparam("newest", type_=BigInteger))
    .order_by(EventRow.position).limit(SET)
)
_TOLD = Prepared(
    _EVENTS.where(EventRow.type.in_(listed("types"))),
    postgresql=_EVENTS.where(EventRow.type.in_(bindparam("types", expanding=True))),
)


class _Facts(Generic[Fact]):
    """The facts of some tickets or librarians."""

    def __init__(self, kind: type[Fact], statement: Prepared) -> None:
        self._kind: Callable[[*tuple[object, ...]], Fact] = kind
        self._statement = statement

    async def of(self, session: AsyncSession, ids: Sequence[int]) -> list[Fact]:
        rows = await self._statement.rows(session, {"ids": list(ids)})
        return [self._kind(*row) for row in rows]


_TICKETS = _Facts(TicketFact, _among(select(*_COLUMNS[TicketFactRow]), TicketFactRow.ticket_id))
_WAITS = _Facts(WaitFact, _among(
    select(*_COLUMNS[WaitFactRow]).where(WaitFactRow.ended_us.is_(None)), WaitFactRow.ticket_id,
))
_TALKS = _Facts(TalkFact, _among(
    select(*_COLUMNS[TalkFactRow]).where(TalkFactRow.ended_us.is_(None)), TalkFactRow.ticket_id,
))
_SEATS = _Facts(SeatFact, _among(
    select(*_COLUMNS[SeatFactRow]).where(SeatFactRow.ended_us.is_(None)), SeatFactRow.staff_id,
))
_HOLDING = _among(
    select(TalkFactRow.staff_id, func.count().label("held"))
    .where(TalkFactRow.ended_us.is_(None)).group_by(TalkFactRow.staff_id),
    TalkFactRow.staff_id,
)
_ENDED = aliased(TalkFactRow)
_NEWEST = (
    select(_ENDED.position).where(_ENDED.staff_id == StaffRow.id, _ENDED.ended_us.is_not(None))
    .order_by(_ENDED.ended_us.desc(), _ENDED.position.desc()).limit(1).scalar_subquery()
)
"""One look into the index a librarian, however many conversations they had."""

_OF_THEM = select(_NEWEST).where(StaffRow.id.in_(listed("ids")))
_OF_THEM_THERE = select(_NEWEST).where(StaffRow.id.in_(bindparam("ids", expanding=True)))
_LAST = _Facts(TalkFact, Prepared(
    select(*_COLUMNS[TalkFactRow]).where(TalkFactRow.position.in_(_OF_THEM)),
    postgresql=select(*_COLUMNS[TalkFactRow]).where(TalkFactRow.position.in_(_OF_THEM_THERE)),
))


class QueueHours(Hours):
    """The calendars of the queues as they are now."""

    def __init__(self, calendars: dict[int, Calendar], house: Calendar) -> None:
        self._calendars = calendars
        self._house = house

    def open_at(self, queue_id: int, at_us: int) -> bool:
        return self._calendars.get(queue_id, self._house).open_at(EPOCH + at_us * MICROSECOND)

    def open_us(self, queue_id: int, begin_us: int, end_us: int) -> int:
        calendar = self._calendars.get(queue_id, self._house)
        seconds = calendar.working_time(EPOCH + begin_us * MICROSECOND, EPOCH + end_us * MICROSECOND)
        return timedelta(seconds=seconds) // MICROSECOND


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
        if self._turn is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._turn.wait(), HELD_S)
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
            return await self._take_away(), True
        # Another process may have begun anew meanwhile: what was read beyond another cursor counts for nothing.
        begun = self._read_to if stored == self._stored else stored
        if head <= begun:
            return 0, False
        await self._database.lull.wait(PAUSE_S)
        async with self._database.near() if head - begun <= NEAR else self._database.read() as session:
            told, newest = await _told(session, begun, head)
            projection, before = await self._projected(session, told)
            made = await _made(session, projection)
            touched = await _touched(session, projection, before)
        changes = bool(projection.records) or any(made.values())
        if changes or newest - stored >= BEHIND:
            await self._database.lull.wait(PAUSE_S)
            async with self._database.transaction() as session:
                # The first of several processes makes the row that they lock.
                await session.execute(
                    insert_into(session, CursorRow).values(reader=READER, position=0).on_conflict_do_nothing()
                )
                if await tail.cursor(session, READER, lock=True) != stored:
                    return newest - begun, True  # another process came first
                await _write(session, made, projection.records)
                await _PUT_PERIOD.each(session, [{"period": one, "position": newest} for one in sorted(touched)])
                await tail.advance(session, READER, newest)
            stored = newest
        self._stored, self._read_to = stored, newest
        if changes:
            self._counted()
        return newest - begun, newest < head

    async def _projected(self, session: AsyncSession, told: Sequence[Told]) -> tuple[Projection, dict[int, set[int]]]:
        """The projection, and in which periods the tickets stood before it."""
        known = await _known(session, told)
        stood = {number: replace(ticket) for number, ticket in known.tickets.items()}
        before = {number: _periods(ticket) for number, ticket in stood.items()}
        projection = Projection(known, await self._hours(session), await _answers(session, told))
        projection.apply(told)
        # Of what is said in a chat hardly anything counts, and that need not be written.
        projection.changed_tickets = {
            number for number in projection.changed_tickets if known.tickets[number] != stood.get(number)
        }
        return projection, before

    async def _hours(self, session: AsyncSession) -> QueueHours:
        calendars = {one: kept.calendar for one, kept in (await self._calendars.every(session)).items()}
        return QueueHours(calendars, (await self._calendars.of(session, None)).calendar)

    async def _take_away(self) -> int:
        """Some facts go; once none is left, the log is read from its beginning."""
        async with self._database.transaction() as session:
            if await tail.cursor(session, READER, lock=True) != AGAIN:
                return 1
            for row in TABLES:
                keys = list(table_of(row).primary_key)
                some = select(*keys).limit(GONE_AT_ONCE)
                gone = await session.execute(
                    delete(row).where(tuple_(*keys).in_(some)).execution_options(synchronize_session=False)
                )
                if gone.rowcount:  # type: ignore[attr-defined]  # a DELETE has a count
                    return 1
            await session.execute(update(CursorRow).where(CursorRow.reader == READER).values(position=0))
        return 1


async def count_again(session: AsyncSession) -> None:
    """Have all facts counted anew from the first event, by whichever process keeps them."""
    await session.execute(
        insert_into(session, FactPeriodRow).values(period=AGAIN, position=1)
        .on_conflict_do_update(index_elements=[FactPeriodRow.period], set_={"position": FactPeriodRow.position + 1})
    )
    await session.execute(
        insert_into(session, CursorRow).values(reader=READER, position=AGAIN)
        .on_conflict_do_update(index_elements=[CursorRow.reader], set_={"position": AGAIN})
    )


async def _told(session: AsyncSession, begun: int, head: int) -> tuple[list[Told], int]:
    """The next events that tell something, and the position up to which none of them is missing."""
    newest = min(head, begun + STRETCH)
    rows = await _TOLD.rows(session, {"begun": begun, "newest": newest, "types": sorted(TELLING)})
    told = [Told(*row) for row in rows]  # type: ignore[arg-type]  # the columns of the statement
    return told, told[-1].position if len(told) == SET else newest


async def _known(session: AsyncSession, told: Sequence[Told]) -> Known:
    """What these events may change, as it stands."""
    known = Known()
    numbers = sorted({one for event in told if (one := event.number("ticket_id")) is not None})
    if numbers:
        known.tickets = {one.ticket_id: one for one in await _TICKETS.of(session, numbers)}
        known.waits = {one.ticket_id: one for one in await _WAITS.of(session, numbers)}
        known.talks = {one.ticket_id: one for one in await _TALKS.of(session, numbers)}
    people = {one for event in told for name in ("staff_id", "to_staff_id") if (one := event.number(name)) is not None}
    people |= {ticket.assignee_id for ticket in known.tickets.values() if ticket.assignee_id is not None}
    people |= {talk.staff_id for talk in known.talks.values()}
    if people:
        await _know_seats(session, known, sorted(people))
    return known


async def _know_seats(session: AsyncSession, known: Known, people: Sequence[int]) -> None:
    known.seats = {one.staff_id: one for one in await _SEATS.of(session, people)}
    known.holding = {row.staff_id: row.held for row in await _HOLDING.rows(session, {"ids": list(people)})}
    known.last = {one.staff_id: one for one in await _LAST.of(session, people)}


Answer = tuple[int, int | None, int]


class _Answers:
    """The answers of tickets of which one was taken back: read from the log, for it is rare."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told

    def __call__(self, ticket_id: int, position: int) -> Answer | None:
        standing: dict[int, Answer] = {}
        for event in self._told:
            message_id = event.number("message_id")
            if event.position > position or event.number("ticket_id") != ticket_id or message_id is None:
                continue
            if event.type == "reply.withdrawn":
                standing.pop(message_id, None)
            elif event.actor_kind in ("staff", "token"):
                standing[message_id] = (
                    event.at_us, event.actor_id if event.actor_kind == "staff" else None, message_id,
                )
        return next(iter(standing.values()), None)


async def _answers(session: AsyncSession, told: Sequence[Told]) -> _Answers:
    streams = sorted({stream(event.number("ticket_id") or 0) for event in told if event.type == "reply.withdrawn"})
    if not streams:
        return _Answers(())
    rows = await session.execute(
        select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
        .where(EventRow.stream.in_(streams), EventRow.type.in_(("reply.written", "reply.withdrawn")))
        .order_by(EventRow.position)
    )
    return _Answers([Told(*row) for row in rows])


async def _made(session: AsyncSession, projection: Projection) -> Facts:
    """The changed facts as rows."""
    records = await _records(session, sorted(projection.records)) if projection.records else []
    # Stretches that ended come first: of each seat one runs.
    seats = sorted(projection.changed_seats.values(), key=lambda one: one.ended_us is None)
    changed: dict[type[Base], Sequence[object]] = {
        TicketFactRow: [projection.known.tickets[one] for one in sorted(projection.changed_tickets)],
        WaitFactRow: list(projection.changed_waits.values()), TalkFactRow: list(projection.changed_talks.values()),
        SeatFactRow: seats, RecordFactRow: records,
    }
    return {row: [_values(row, fact) for fact in facts] for row, facts in changed.items()}


def _values(row: type[Base], fact: object) -> dict[str, object]:
    values = {column.name: getattr(fact, column.name) for column in _COLUMNS[row]}
    for name, of in _PERIODS[row].items():
        at_us = values[of]
        values[name] = at_us // PERIOD_US if isinstance(at_us, int) else None
    return values


def _periods(fact: TicketFact | WaitFact | TalkFact | SeatFact) -> set[int]:
    """The periods in which a fact counts: those of its times; of a stretch of time, all that it lies in."""
    if isinstance(fact, TicketFact):
        times = (fact.opened_us, fact.answered_us, fact.closed_us, fact.first_closed_us)
        return {at_us // PERIOD_US for at_us in times if at_us is not None}
    end_us = fact.began_us if fact.ended_us is None else fact.ended_us
    return set(range(fact.began_us // PERIOD_US, end_us // PERIOD_US + 1))


async def _touched(session: AsyncSession, projection: Projection, before: dict[int, set[int]]) -> set[int]:
    """The periods of which something changes: where the facts stood, and where they stand."""
    touched: set[int] = set()
    for number in projection.changed_tickets:
        touched |= before.get(number, set()) | _periods(projection.known.tickets[number])
    for changed in (projection.changed_waits, projection.changed_talks, projection.changed_seats):
        for fact in changed.values():
            touched |= _periods(fact)
    if projection.records:
        # When a transaction was never changes; of one that is gone the fact still says it.
        ids = sorted(projection.records)
        for at in (await session.execute(select(TransactionRow.at).where(TransactionRow.id.in_(ids)))).scalars():
            touched.add((at - EPOCH) // MICROSECOND // PERIOD_US)
        touched |= set((await session.execute(
            select(RecordFactRow.at_in).where(RecordFactRow.transaction_id.in_(ids))
        )).scalars())
    return touched


async def _records(session: AsyncSession, ids: Sequence[int]) -> list[RecordFact]:
    rows = (await session.execute(
        select(TransactionRow).where(TransactionRow.id.in_(ids), TransactionRow.removed_at.is_(None))
    )).scalars()
    return [
        RecordFact(
            row.id, (row.at - EPOCH) // MICROSECOND, row.queue_id, row.staff_id, row.kind, row.mode, row.need_id,
            row.effort, row.minutes, row.referral, any(getattr(row, f"{value}_estimated") for value in ESTIMATED),
        )
        for row in rows
    ]


async def _write(session: AsyncSession, made: Facts, looked_at: set[int]) -> None:
    there = {one["transaction_id"] for one in made[RecordFactRow]}
    if gone := sorted(looked_at - there):
        await session.execute(delete(RecordFactRow).where(RecordFactRow.transaction_id.in_(gone)))
    for row, values in made.items():
        await _PUT[row].each(session, values)
