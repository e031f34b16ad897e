"""Putting a tag on a ticket, and taking it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.tickets import TicketTagged, TicketUntagged
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import happen, lock_visible, refuse_merged
from contactcenter.tickets.tag_tables import TagRow, TicketTagRow
from contactcenter.tickets.tags import named

MOST = 20
"""Of one ticket: more would say nothing."""


async def tag(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, tag_id: int
) -> None:
    """Put a tag on a ticket. It has it already: nothing changes.

    Raises `NotFound`, `Conflict("merged")`, `Invalid` for an unknown tag or one too many.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if tag_id in ticket.tag_ids:
        return
    if (await session.execute(
        select(TagRow.id).where(TagRow.id == tag_id, TagRow.removed_at.is_(None))
    )).first() is None:
        raise Invalid("tag_id", "There is no such tag: choose one from the list, or write it anew.", code="unknown")
    if len(ticket.tag_ids) >= MOST:
        raise Invalid("tag_id", f"A ticket has at most {MOST} tags: take one away first.", code="too_many")
    ticket.tag_ids = sorted({*ticket.tag_ids, tag_id})
    await session.flush()
    await session.execute(
        insert_into(session, TicketTagRow).values(
            ticket_id=ticket.id, tag_id=tag_id, queue_id=ticket.queue_id, lane=ticket.lane,
            created_at=ticket.created_at, updated_at=ticket.updated_at, waiting_key=ticket.waiting_key,
        ).on_conflict_do_nothing()
    )
    happen(session, ticket, TicketTagged(ticket_id=ticket.id, tag_id=tag_id), actor=actor, now=now)


async def tag_by_name(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, name: str
) -> int:
    """The same by the tag's name; one that nobody used before is made. Returns its id."""
    # Seen before it is made: who may not see the ticket makes no tag.
    await lock_visible(session, scope, ticket_id)
    row = await named(session, name=name, actor=actor, now=now)
    await tag(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, tag_id=row.id)
    return row.id


async def untag(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, tag_id: int
) -> None:
    """Take a tag away from a ticket. It has it not: nothing changes."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if tag_id not in ticket.tag_ids:
        return
    ticket.tag_ids = [one for one in ticket.tag_ids if one != tag_id]
    await session.execute(
        delete(TicketTagRow).where(TicketTagRow.ticket_id == ticket.id, TicketTagRow.tag_id == tag_id)
    )
    happen(session, ticket, TicketUntagged(ticket_id=ticket.id, tag_id=tag_id), actor=actor, now=now)
