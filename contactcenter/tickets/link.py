"""Linking tickets that belong together, and taking a link away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.threads import TicketsLinked, TicketsUnlinked
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import AnyTicket, happen, lock_visible
from contactcenter.tickets.tables import LinkRow


async def link(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, other: int
) -> None:
    """Link two tickets both of which the viewer sees. Twice is once."""
    if ticket_id == other:
        raise Invalid("other", "A ticket cannot be linked to itself.", code="itself")
    here, there = await lock_visible(session, scope, ticket_id, other)
    await join(session, here, there, reason="related", actor=actor, now=now)


async def join(
    session: AsyncSession, here: AnyTicket, there: AnyTicket, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Link two locked tickets; intake links a new ticket to one that was merely mentioned."""
    made = await session.execute(
        insert_into(session, LinkRow)
        .values(low_id=min(here.id, there.id), high_id=max(here.id, there.id), reason=reason, created_at=now)
        .on_conflict_do_nothing()
        .returning(LinkRow.low_id)
    )
    if made.scalar_one_or_none() is None:
        return
    for one, other in sorted(((here, there), (there, here)), key=lambda pair: pair[0].id):
        happen(session, one, TicketsLinked(ticket_id=one.id, other_ticket_id=other.id, reason=reason),
               actor=actor, now=now)


async def unlink(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, other: int
) -> None:
    """Take a link away. Twice is once."""
    here, there = await lock_visible(session, scope, ticket_id, other)
    gone = await session.execute(
        delete(LinkRow)
        .where(LinkRow.low_id == min(ticket_id, other), LinkRow.high_id == max(ticket_id, other))
        .returning(LinkRow.low_id)
    )
    if gone.scalar_one_or_none() is None:
        return
    for one, two in sorted(((here, there), (there, here)), key=lambda pair: pair[0].id):
        happen(session, one, TicketsUnlinked(ticket_id=one.id, other_ticket_id=two.id), actor=actor, now=now)
