"""Writing a ticket's transactions: by hand, and by themselves when it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.transactions import TransactionChanged, TransactionRecorded, TransactionRemoved
from contactcenter.events.record import Actor
from contactcenter.needs.choose import known_need, note_need
from contactcenter.needs.estimate import Estimate, answers, estimate, take_over
from contactcenter.needs.tables import ESTIMATED, TransactionRow
from contactcenter.shapes.needs import TransactionAsk
from contactcenter.tickets.row import happen, lock, lock_visible, refuse_merged
from contactcenter.tickets.tables import TicketRow


async def record_transaction(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, ask: TransactionAsk
) -> TransactionRow:
    """Record one more transaction of a ticket, as one's own. What `ask` leaves out is estimated.

    The same `client_id` again is the same transaction, also after it was removed. Raises `NotFound`,
    `Conflict("merged")`, `Invalid` for an unknown need.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    author_key = f"{actor.kind}:{actor.id}"
    known = (await session.execute(
        select(TransactionRow).where(TransactionRow.author_key == author_key, TransactionRow.client_id == ask.client_id)
    )).scalar_one_or_none()
    if known is not None:
        return known
    refuse_merged(ticket)
    said = ask.said()
    if "need_id" in said:
        await known_need(session, ask.need_id)
    here = [row for row in await _rows(session, ticket.id) if row.removed_at is None] if ask.first else []
    if here:
        await say(session, ticket, here[-1], said, scope=scope, actor=actor, now=now)
        return here[-1]
    given = await answers(session, ticket.id)
    found = await estimate(session, ticket=ticket, staff_id=scope.staff_id, given=given)
    if ask.first:
        said = {**_chosen(found), **said}
    row = _row(ticket, found, said, staff_id=scope.staff_id, author_key=author_key, at=now)
    row.kind = ask.kind or "reference"
    row.client_id = ask.client_id
    if row.confirmed_at is not None:
        row.confirmed_by = scope.staff_id
    if "need_id" in said:
        await note_need(session, ticket_id=ticket.id, need_id=ask.need_id, staff_id=scope.staff_id, now=now)
    return await _write(session, ticket, row, actor=actor, now=now)


async def prefill(session: AsyncSession, *, actor: Actor, now: datetime, ticket_id: int) -> int | None:
    """Make the transaction of a ticket that was just closed, all but a need that was chosen estimated; its id, or None.

    Called in the transaction of what closed the ticket, by whoever composed it. Only where the ticket is closed, was
    answered, and has no transaction yet; where its newest one is not confirmed, what is an estimate in it is estimated
    anew. One that somebody removed does not come back. Closing twice is closing once.
    """
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    if ticket is None or ticket.state != "closed" or ticket.merged_into is not None:
        return None
    rows = await _rows(session, ticket_id)
    here = [row for row in rows if row.removed_at is None]
    given = await answers(session, ticket_id)
    if here:
        await _anew(session, ticket, here[-1], actor=actor, now=now)
        return here[-1].id
    if rows or not given:
        return None
    staff_id = given[-1].staff_id
    found = await estimate(session, ticket=ticket, staff_id=staff_id, given=given)
    row = _row(ticket, found, _chosen(found), staff_id=staff_id, author_key="system", at=ticket.closed_at or now)
    return (await _write(session, ticket, row, actor=actor, now=now)).id


async def unfill(session: AsyncSession, *, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Unmake what `prefill` made of an answer that was taken back before it left, unless somebody touched it.

    The row goes altogether, for the next closing makes another; a need that was said stays the ticket's.
    Nothing where an answer is left.
    """
    ticket = (await lock(session, ticket_id)).get(ticket_id)
    if ticket is None or await answers(session, ticket_id):
        return
    for row in await _rows(session, ticket_id):
        if row.client_id is None and row.removed_at is None and all(
                estimated for value, estimated in flags(row).items() if value != "need"):
            await session.delete(row)
            await session.flush()
            gone = TransactionRemoved(ticket_id=ticket_id, transaction_id=row.id)
            happen(session, ticket, gone, actor=actor, now=now)


async def say(
    session: AsyncSession, ticket: TicketRow, row: TransactionRow, said: Mapping[str, object], *, scope: Scope,
    actor: Actor, now: datetime,
) -> None:
    """Put what was said into a transaction of a ticket that is held; confirmed once nothing of it is an estimate.

    Said already, nothing changes. A need said here is the ticket's, too.
    """
    if not unsaid(row, said):
        return
    for column, value in said.items():
        setattr(row, column, value)
    for value, column in ESTIMATED.items():
        if column in said:
            setattr(row, f"{value}_estimated", False)
    if row.confirmed_at is None and not any(flags(row).values()):
        row.confirmed_at, row.confirmed_by = now, scope.staff_id
    row.version += 1
    if "need_id" in said:
        await note_need(session, ticket_id=ticket.id, need_id=row.need_id, staff_id=scope.staff_id, now=now)
    happen(session, ticket, TransactionChanged(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)


def unsaid(row: TransactionRow, said: Mapping[str, object]) -> bool:
    """Whether saying it would change anything."""
    return any(getattr(row, column) != value for column, value in said.items()) or any(
        estimated for value, estimated in flags(row).items() if ESTIMATED[value] in said
    )


def flags(row: TransactionRow) -> dict[str, bool]:
    """Which values are estimates still."""
    return {value: getattr(row, f"{value}_estimated") for value in ESTIMATED}


def _chosen(found: Estimate) -> dict[str, object]:
    """What somebody chose on the ticket by hand is no estimate."""
    return {} if found.need_id is None else {"need_id": found.need_id}


async def _anew(session: AsyncSession, ticket: TicketRow, row: TransactionRow, *, actor: Actor, now: datetime) -> None:
    if row.confirmed_at is not None:
        return
    given = await answers(session, ticket.id)
    if take_over(row, await estimate(session, ticket=ticket, staff_id=row.staff_id, given=given)):
        row.version += 1
        happen(session, ticket, TransactionChanged(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)


async def _rows(session: AsyncSession, ticket_id: int) -> list[TransactionRow]:
    """All that were ever recorded, the oldest first."""
    await session.flush()
    return list((await session.execute(
        select(TransactionRow).where(TransactionRow.ticket_id == ticket_id).order_by(TransactionRow.id)
        .execution_options(populate_existing=True)
    )).scalars())


def _row(
    ticket: TicketRow, found: Estimate, said: Mapping[str, object], *, staff_id: int | None, author_key: str,
    at: datetime,
) -> TransactionRow:
    values = {column: said.get(column, getattr(found, column)) for column in ESTIMATED.values()}
    marks = {f"{value}_estimated": column not in said for value, column in ESTIMATED.items()}
    return TransactionRow(
        version=1, ticket_id=ticket.id, patron_id=ticket.patron_id, staff_id=staff_id, queue_id=ticket.queue_id,
        kind="reference", author_key=author_key, at=at, confirmed_at=None if any(marks.values()) else at,
        **values, **marks,
    )


async def _write(
    session: AsyncSession, ticket: TicketRow, row: TransactionRow, *, actor: Actor, now: datetime
) -> TransactionRow:
    session.add(row)
    await session.flush()
    happen(session, ticket, TransactionRecorded(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)
    return row
