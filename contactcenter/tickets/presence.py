"""Whether the patron of a chat or a call is at the other end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.patrons import PatronCame, PatronLeft
from contactcenter.events.catalogue.tickets import State
from contactcenter.events.record import Actor
from contactcenter.tickets.row import happen, lock_root
from contactcenter.tickets.tables import NOT_WAITING, GuestRow, TicketRow

GOES_ON: frozenset[State] = frozenset({"open", "waiting_patron"})
"""States in which somebody at the other end is in conversation with us; a closed one is no conversation any more."""


async def come(session: AsyncSession, *, ticket_id: int, now: datetime) -> bool:
    """The patron is there. Whether they were taken for gone before; where nothing goes on, nothing changes."""
    ticket = await lock_root(session, ticket_id)
    if ticket is None or ticket.live or ticket.state not in GOES_ON:
        return False
    ticket.live = True
    if ticket.guest_ids:
        # It begins anew: who spoke with them before does so again when they say something.
        await session.execute(update(GuestRow).where(GuestRow.ticket_id == ticket.id).values(joined_at=None))
    happen(session, ticket, PatronCame(ticket_id=ticket.id), actor=Actor("patron", ticket.patron_id), now=now)
    return True


async def leave(
    session: AsyncSession, *, ticket_id: int, now: datetime, abandoned: bool | None = None
) -> bool:
    """The patron is gone: what they asked stays, as work that no longer rings. Gone already: nothing changes.

    `abandoned`: whether they gave the wait up, where that is known better than from what was written (a call).
    """
    ticket = await lock_root(session, ticket_id)
    if ticket is None or not ticket.live:
        return False
    ticket.live = False
    waited = None if ticket.waiting_key == NOT_WAITING else ticket.waiting_key
    happen(session, ticket, PatronLeft(
        ticket_id=ticket.id, waited_since=waited,
        abandoned=(ticket.last_reply_version == 0 if abandoned is None else abandoned) and waited is not None,
    ), actor=Actor("patron", ticket.patron_id), now=now)
    return True


async def there(session: AsyncSession, *, channel: str) -> list[int]:
    """The tickets of a channel whose patrons are taken to be there."""
    rows = await session.execute(select(TicketRow.id).where(text("live"), TicketRow.channel == channel))
    return list(rows.scalars())
