"""Facts as rows: what a set of events changed, written whole over what stood there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND, Base, table_of
from contactcenter.db.prepared import Prepared
from contactcenter.measures.facts import PromiseFact, RecordFact, TicketFact
from contactcenter.measures.project import Projection
from contactcenter.measures.tables import (
    PERIOD_US,
    FactPeriodRow,
    PromiseFactRow,
    RecordFactRow,
    SeatFactRow,
    TalkFactRow,
    TicketFactRow,
    WaitFactRow,
)
from contactcenter.needs.tables import ESTIMATED, TransactionRow
from contactcenter.promises.tables import PromiseRow
from contactcenter.tickets.tables import TicketRow

TABLES: tuple[type[Base], ...] = (
    TicketFactRow, WaitFactRow, TalkFactRow, SeatFactRow, RecordFactRow, PromiseFactRow,
)
Facts = dict[type[Base], list[dict[str, object]]]


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
COLUMNS = {row: [column for column in table_of(row).c if column.name not in _PERIODS[row]] for row in TABLES}
"""Without what follows from the others."""
_PUT: dict[type[Base], Prepared] = {row: _put(row) for row in TABLES}
_PUT_PERIOD = _put(FactPeriodRow)


async def made(session: AsyncSession, projection: Projection) -> Facts:
    """The changed facts as rows."""
    records = await _records(session, sorted(projection.records)) if projection.records else []
    promises: list[PromiseFact] = []
    if projection.promised:
        decided = await _promises(session, projection.known.tickets, projection.promised)
        stood = await _promises_stood(session, projection.promised)
        # Most of what is told of promises is what is due next, which counts nothing.
        projection.promised = {one.ticket_id for one in {*decided} ^ {*stood}}
        promises = [one for one in decided if one.ticket_id in projection.promised]
    # Stretches that ended come first: of each seat one runs.
    seats = sorted(projection.at_seats.changed_seats.values(), key=lambda one: one.ended_us is None)
    changed: dict[type[Base], Sequence[object]] = {
        TicketFactRow: [projection.known.tickets[one] for one in sorted(projection.changed_tickets)],
        WaitFactRow: list(projection.changed_waits.values()),
        TalkFactRow: list(projection.at_seats.changed_talks.values()),
        SeatFactRow: seats, RecordFactRow: records, PromiseFactRow: promises,
    }
    return {row: [_values(row, fact) for fact in facts] for row, facts in changed.items()}


def _values(row: type[Base], fact: object) -> dict[str, object]:
    values = {column.name: getattr(fact, column.name) for column in COLUMNS[row]}
    for name, of in _PERIODS[row].items():
        at_us = values[of]
        values[name] = at_us // PERIOD_US if isinstance(at_us, int) else None
    return values


async def _records(session: AsyncSession, ids: Sequence[int]) -> list[RecordFact]:
    rows = await session.execute(
        select(TransactionRow, TicketRow.locale).outerjoin(TicketRow, TicketRow.id == TransactionRow.ticket_id)
        .where(TransactionRow.id.in_(ids), TransactionRow.removed_at.is_(None))
    )
    return [
        RecordFact(
            row.id, (row.at - EPOCH) // MICROSECOND, row.queue_id, row.staff_id, row.kind, row.mode, language or "",
            row.need_id, row.effort, row.minutes, row.referral,
            any(getattr(row, f"{value}_estimated") for value in ESTIMATED),
        )
        for row, language in rows
    ]


async def _promises(session: AsyncSession, tickets: Mapping[int, TicketFact], ids: set[int]) -> list[PromiseFact]:
    """Those that are decided: broken since they were overdue, or kept by an answer or a close in time.

    What was dropped, or made to a caller who never waited, was no promise any more; what was closed in time without an
    answer was neither kept nor broken.
    """
    rows = await session.execute(
        select(PromiseRow.id, PromiseRow.ticket_id, PromiseRow.kind, PromiseRow.queue_id, PromiseRow.channel,
               PromiseRow.staff_id, PromiseRow.broken_at, PromiseRow.ended_at, PromiseRow.outcome)
        .where(PromiseRow.ticket_id.in_(sorted(ids)),
               PromiseRow.broken_at.is_not(None) | PromiseRow.ended_at.is_not(None))
        .order_by(PromiseRow.id)
    )
    found: list[PromiseFact] = []
    for row in rows:
        ticket = tickets.get(row.ticket_id)
        kept = row.broken_at is None
        at = row.ended_at if kept else row.broken_at
        if ticket is None or at is None or row.outcome in ("dropped", "unwaited") or (kept and row.outcome == "closed"):
            continue
        found.append(PromiseFact(
            row.id, row.ticket_id, row.kind, row.queue_id, row.channel, ticket.language, row.staff_id, kept,
            (at - EPOCH) // MICROSECOND,
        ))
    return found


async def _promises_stood(session: AsyncSession, ids: set[int]) -> list[PromiseFact]:
    rows = await session.execute(
        select(*COLUMNS[PromiseFactRow]).where(PromiseFactRow.ticket_id.in_(sorted(ids)))
    )
    return [PromiseFact(*row) for row in rows]


async def write(session: AsyncSession, facts: Facts, projection: Projection, *, touched: set[int], newest: int) -> None:
    """Write them, and of each period that one of them `touched` that event `newest` changed it last.

    Transactions and promises that were looked at and are not there any more are no facts either.
    """
    there = {one["transaction_id"] for one in facts[RecordFactRow]}
    if gone := sorted(projection.records - there):
        await session.execute(delete(RecordFactRow).where(RecordFactRow.transaction_id.in_(gone)))
    if projection.promised:
        decided = [one["promise_id"] for one in facts[PromiseFactRow]]
        await session.execute(delete(PromiseFactRow).where(
            PromiseFactRow.ticket_id.in_(sorted(projection.promised)), PromiseFactRow.promise_id.not_in(decided),
        ))
    for row, values in facts.items():
        await _PUT[row].each(session, values)
    await _PUT_PERIOD.each(session, [{"period": one, "position": newest} for one in sorted(touched)])
