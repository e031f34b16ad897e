"""Changing a ticket's state by hand or by time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.tickets import State, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import go, happen, lock_visible, refuse_merged
from contactcenter.tickets.tables import TicketRow

STAFF = "staff"
"""What set a ticket aside where no rule did."""


async def change_state(
    session: AsyncSession,
    *,
    scope: Scope,
    actor: Actor,
    now: datetime,
    ticket_id: int,
    state: State,
    until: datetime | None = None,
) -> None:
    """Take one legal step. To be where one is already changes nothing.

    Raises `Conflict("illegal_state")`; `Invalid` when `snoozed` has no time or a past one.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if state == "snoozed" and (until is None or until <= now):
        raise Invalid("until", "Say until when to snooze: a time to come.", code="not_to_come")
    if state == ticket.state and until == ticket.snoozed_until:
        return
    step(session, ticket, state=state, until=until, actor=actor, now=now)


def step(
    session: AsyncSession,
    ticket: TicketRow,
    *,
    state: State,
    until: datetime | None = None,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """The step itself, on a locked ticket."""
    before = ticket.state
    if state == before == "snoozed":
        ticket.snoozed_until = until
    else:
        go(ticket, state, until=until, now=now)
        ticket.set_aside_by = STAFF if state == "junk" else None
    if state == "open" and before in ("closed", "junk", "snoozed", "waiting_patron", "waiting_third"):
        ticket.updated_at = now
    happen(session, ticket, TicketStateChanged(
        ticket_id=ticket.id, from_state=before, to_state=state, until=until, reason=reason,
    ), actor=actor, now=now)


async def close(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Close a ticket; closing a closed one changes nothing."""
    await change_state(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, state="closed")


async def reopen(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Open a closed or set-aside ticket again; opening an open one changes nothing."""
    await change_state(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, state="open")
