"""Saying what a ticket is about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.needs import TicketNeedChosen
from contactcenter.events.record import Actor
from contactcenter.needs.tables import ESTIMATED, NeedRow, TicketNeedRow, TransactionRow
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import happen, lock_visible, refuse_merged


async def choose_need(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, need_id: int | None
) -> None:
    """Choose the need of a ticket (None: none). Chosen already, nothing changes.

    A transaction that is not confirmed follows where its need is an estimate, and has it said from then on.
    Raises `NotFound`, `Conflict("merged")`, `Invalid` for a need that is not there or retired.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    was = (await session.execute(
        select(TicketNeedRow.need_id).where(TicketNeedRow.ticket_id == ticket_id)
    )).scalar_one_or_none()
    if was == need_id:
        return
    await known_need(session, need_id)
    await note_need(session, ticket_id=ticket_id, need_id=need_id, staff_id=scope.staff_id, now=now)
    rows = (await session.execute(
        select(TransactionRow).where(
            TransactionRow.ticket_id == ticket_id, TransactionRow.removed_at.is_(None),
            TransactionRow.confirmed_at.is_(None), TransactionRow.need_estimated,
        ).execution_options(populate_existing=True)
    )).scalars()
    for row in rows:
        row.need_id, row.need_estimated = need_id, need_id is None
        if not any(getattr(row, f"{value}_estimated") for value in ESTIMATED):
            row.confirmed_at, row.confirmed_by = now, scope.staff_id
        row.version += 1
    happen(session, ticket, TicketNeedChosen(ticket_id=ticket_id, need_id=need_id), actor=actor, now=now)


async def known_need(session: AsyncSession, need_id: int | None) -> None:
    """Raises `Invalid` for a need that nobody can choose (any more)."""
    if need_id is None:
        return
    row = await session.get(NeedRow, need_id)
    if row is None or row.retired_at is not None:
        raise Invalid("need_id", "There is no such need: choose one from the tree.", code="unknown")


async def note_need(
    session: AsyncSession, *, ticket_id: int, need_id: int | None, staff_id: int | None, now: datetime
) -> None:
    """Keep what was chosen, on a ticket that is held. The caller records the event."""
    chosen = {"need_id": need_id, "chosen_by": staff_id, "chosen_at": now}
    await session.execute(
        insert_into(session, TicketNeedRow).values(ticket_id=ticket_id, **chosen)
        .on_conflict_do_update(index_elements=[TicketNeedRow.ticket_id], set_=chosen)
    )
