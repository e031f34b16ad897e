"""Asking a colleague into one ticket, and letting them go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.catalogue import ColleagueAsked, ColleagueLeft
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import audience, happen, lock_visible
from contactcenter.tickets.tables import GuestRow


async def ask_in(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Let a colleague see and work on this ticket, and no other. Twice is once."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if staff_id in ticket.guest_ids:
        return
    colleague = await session.get(StaffRow, staff_id)
    if colleague is None or colleague.disabled_at is not None:
        raise Invalid("staff_id", "There is no such colleague: choose one from the list.")
    before = audience(ticket)
    ticket.guest_ids = sorted({*ticket.guest_ids, staff_id})
    await session.execute(insert(GuestRow).values(
        staff_id=staff_id, ticket_id=ticket.id, asked_by=scope.staff_id, asked_at=now
    ))
    happen(session, ticket, ColleagueAsked(ticket_id=ticket.id, staff_id=staff_id), actor=actor, now=now,
           seen_before=before)


async def let_go(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Take back what `ask_in` granted. Twice is once."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if staff_id not in ticket.guest_ids:
        return
    before = audience(ticket)
    ticket.guest_ids = [guest for guest in ticket.guest_ids if guest != staff_id]
    await session.execute(delete(GuestRow).where(GuestRow.staff_id == staff_id, GuestRow.ticket_id == ticket.id))
    happen(session, ticket, ColleagueLeft(ticket_id=ticket.id, staff_id=staff_id), actor=actor, now=now,
           seen_before=before)
