"""Correcting, confirming and removing a ticket's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.transactions import TransactionChanged, TransactionConfirmed, TransactionRemoved
from contactcenter.events.record import Actor
from contactcenter.needs.choose import known_need
from contactcenter.needs.record import say, unsaid
from contactcenter.needs.tables import ESTIMATED, TransactionRow
from contactcenter.shapes.needs import TransactionChangeAsk
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.row import happen, lock_visible
from contactcenter.tickets.tables import TicketRow


async def change_transaction(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, transaction_id: int, ask: TransactionChangeAsk
) -> TransactionRow:
    """Say some values by hand: they are no estimates from then on; once none is, the row is confirmed.

    Said already, nothing changes. A need said here is the ticket's, too. Raises `NotFound`; `Conflict("changed")` when
    somebody changed it after `expected_version`, `Conflict("removed")`; `Invalid` for an unknown need.
    """
    ticket, row = await _held(session, scope, transaction_id)
    said = ask.said()
    if not unsaid(row, said):
        return row
    _fresh(row, ask.expected_version)
    if "need_id" in said and ask.need_id != row.need_id:
        await known_need(session, ask.need_id)
    await say(session, ticket, row, said, scope=scope, actor=actor, now=now)
    return row


async def confirm_transaction(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, transaction_id: int, expected_version: int
) -> TransactionRow:
    """It is as it stands. Confirmed already, nothing changes. Raises `NotFound`, `Conflict("changed" | "removed")`."""
    ticket, row = await _held(session, scope, transaction_id)
    if row.confirmed_at is not None:
        return row
    _fresh(row, expected_version)
    for value in ESTIMATED:
        setattr(row, f"{value}_estimated", False)
    row.confirmed_at, row.confirmed_by = now, scope.staff_id
    row.version += 1
    happen(session, ticket, TransactionConfirmed(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)
    return row


async def remove_transaction(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, transaction_id: int
) -> None:
    """It was none. Removed already, nothing changes. Raises `NotFound`."""
    ticket, row = await _found(session, scope, transaction_id)
    if row.removed_at is not None:
        return
    row.removed_at = now
    row.version += 1
    happen(session, ticket, TransactionRemoved(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)


async def restore_transaction(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, transaction_id: int
) -> TransactionRow:
    """Take the removal back. There already, nothing changes. Raises `NotFound`."""
    ticket, row = await _found(session, scope, transaction_id)
    if row.removed_at is None:
        return row
    row.removed_at = None
    row.version += 1
    happen(session, ticket, TransactionChanged(ticket_id=ticket.id, transaction_id=row.id), actor=actor, now=now)
    return row


async def _held(session: AsyncSession, scope: Scope, transaction_id: int) -> tuple[TicketRow, TransactionRow]:
    ticket, row = await _found(session, scope, transaction_id)
    if row.removed_at is not None:
        raise Conflict("removed", "This record was removed.", row.version)
    return ticket, row


async def _found(session: AsyncSession, scope: Scope, transaction_id: int) -> tuple[TicketRow, TransactionRow]:
    """The transaction under its ticket's lock, if the ticket is theirs to see."""
    ticket_id = (await session.execute(
        select(TransactionRow.ticket_id).where(TransactionRow.id == transaction_id)
    )).scalar_one_or_none()
    if ticket_id is None:
        raise NotFound
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    row = await session.get(TransactionRow, transaction_id, populate_existing=True)
    if row is None:
        raise NotFound
    return ticket, row


def _fresh(row: TransactionRow, expected_version: int) -> None:
    if row.version != expected_version:
        raise Conflict("changed", "Somebody changed this meanwhile. Look at it again, then save.", row.version)
