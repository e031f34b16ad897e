"""Asking a colleague into one ticket, speaking with its patron beside the owner, and leaving again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.colleagues import ColleagueAsked, ColleagueJoined, ColleagueLeft
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid
from contactcenter.tickets.row import audience, happen, lock_visible, refuse_merged
from contactcenter.tickets.tables import GuestRow, TicketRow


async def ask_in(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Let a colleague see and work on this ticket, and no other. Twice is once."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if staff_id in ticket.guest_ids:
        return
    colleague = await session.get(StaffRow, staff_id)
    if colleague is None or colleague.disabled_at is not None:
        raise Invalid("staff_id", "There is no such colleague: choose one from the list.", code="unknown")
    before = audience(ticket)
    ticket.guest_ids = sorted({*ticket.guest_ids, staff_id})
    await session.execute(insert(GuestRow).values(
        staff_id=staff_id, ticket_id=ticket.id, asked_by=scope.staff_id, asked_at=now
    ))
    happen(session, ticket, ColleagueAsked(ticket_id=ticket.id, staff_id=staff_id), actor=actor, now=now,
           seen_before=before)


async def join(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Speak with the patron beside the owner, who stays the owner. Twice is once.

    Raises `Conflict("not_live")` where nobody is at the other end: a mail is answered by one.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if scope.staff_id is None:
        raise Forbidden("Only a person can join a conversation.")
    if not ticket.live:
        raise Conflict("not_live", "Nobody is at the other end: there is no conversation to join.", ticket.version)
    if ticket.assignee_id != scope.staff_id:
        await joins(session, ticket, scope.staff_id, actor=actor, now=now)


async def joins(session: AsyncSession, ticket: TicketRow, staff_id: int, *, actor: Actor, now: datetime) -> bool:
    """The same on a locked ticket, for somebody who is not its owner. Whether they were not in it before."""
    before = audience(ticket)
    joined = await session.execute(
        insert_into(session, GuestRow)
        .values(staff_id=staff_id, ticket_id=ticket.id, asked_by=actor.id, asked_at=now, joined_at=now)
        .on_conflict_do_update(
            index_elements=[GuestRow.staff_id, GuestRow.ticket_id], set_={"joined_at": now},
            where=GuestRow.joined_at.is_(None),
        ).returning(GuestRow.staff_id)
    )
    if joined.scalar_one_or_none() is None:
        return False
    ticket.guest_ids = sorted({*ticket.guest_ids, staff_id})
    happen(session, ticket, ColleagueJoined(ticket_id=ticket.id, staff_id=staff_id), actor=actor, now=now,
           seen_before=before)
    return True


async def joined_by(session: AsyncSession, ticket_id: int) -> list[int]:
    """Who speaks with the patron beside the owner, in the order in which they came."""
    return list((await session.execute(
        select(GuestRow.staff_id).where(GuestRow.ticket_id == ticket_id, GuestRow.joined_at.is_not(None))
        .order_by(GuestRow.joined_at, GuestRow.staff_id)
    )).scalars())


async def let_go(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Take back what `ask_in` granted. Twice is once."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if staff_id not in ticket.guest_ids:
        return
    before = audience(ticket)
    await no_guest(session, ticket, staff_id)
    happen(session, ticket, ColleagueLeft(ticket_id=ticket.id, staff_id=staff_id), actor=actor, now=now,
           seen_before=before)


async def no_guest(session: AsyncSession, ticket: TicketRow, staff_id: int) -> None:
    """Take a guest's place away, on a locked ticket; who tells of it is the caller."""
    ticket.guest_ids = [guest for guest in ticket.guest_ids if guest != staff_id]
    await session.execute(delete(GuestRow).where(GuestRow.staff_id == staff_id, GuestRow.ticket_id == ticket.id))
