"""Taking a ticket from its queue, giving it to somebody, putting it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.catalogue.tickets import TicketAssigned
from contactcenter.events.record import Actor
from contactcenter.queue.one_call import one_call
from contactcenter.queue.scope import scope_of
from contactcenter.queue.turn import back_to_its_turn
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid
from contactcenter.tickets.row import audience, happen, lock_visible, may_see, refuse_merged, settle_lane
from contactcenter.tickets.tables import GuestRow, TicketRow


async def take(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Make the ticket mine. Mine already: nothing changes. A colleague's: `Conflict("taken")`.

    A call while I am in another: `Conflict("on_a_call")`.
    The claim is one statement and a row count (law 6): of two who take at once, one gets a row. Whether
    they may see it stands in the statement itself: afterwards they would see it as its owner.
    """
    if scope.staff_id is None:
        raise Forbidden("A program's token cannot own a ticket: assign it to a person.")
    await one_call(session, staff_id=scope.staff_id, ticket_id=ticket_id)
    asked_in = select(GuestRow.ticket_id).where(GuestRow.staff_id == scope.staff_id)
    mine_to_see = true() if scope.sees_all else or_(
        TicketRow.queue_id.in_(scope.queue_ids), TicketRow.id.in_(asked_in)
    )
    claimed = (await session.execute(
        update(TicketRow)
        .where(TicketRow.id == ticket_id, TicketRow.assignee_id.is_(None), TicketRow.merged_into.is_(None), mine_to_see)
        .values(assignee_id=scope.staff_id,
                lane=case((TicketRow.lane == "waiting", "open"), else_=TicketRow.lane))
        .returning(TicketRow.id)
        .execution_options(synchronize_session=False)
    )).scalar_one_or_none()
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if claimed is None:
        refuse_merged(ticket)
        if ticket.assignee_id == scope.staff_id:
            return
        raise Conflict("taken", "A colleague took this ticket first.", ticket.version)
    happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=None, to_staff_id=scope.staff_id),
           actor=actor, now=now)


async def assign(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, staff_id: int
) -> None:
    """Give the ticket to a colleague who may see it. Theirs already: nothing changes.

    A call rings there at once: `Conflict("on_a_call")` where they are in another.
    """
    await one_call(session, staff_id=staff_id, ticket_id=ticket_id)
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if ticket.assignee_id == staff_id:
        return
    colleague = await session.get(StaffRow, staff_id)
    if colleague is None or colleague.disabled_at is not None:
        raise Invalid("staff_id", "There is no such colleague: choose one from the list.", code="unknown")
    if not may_see(await scope_of(session, colleague), ticket):
        raise Invalid("staff_id", "They do not belong to this queue: move the ticket, or ask them in first.",
                      code="not_of_queue")
    give(session, ticket, staff_id, actor=actor, now=now)


async def release(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Put the ticket back into its queue. In the queue already: nothing changes."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    if ticket.assignee_id is None:
        return
    await back_to_its_turn(session, ticket, reason="passed_on", actor=actor, now=now)
    give(session, ticket, None, actor=actor, now=now)


def give(
    session: AsyncSession, ticket: TicketRow, staff_id: int | None, *, actor: Actor, now: datetime,
    reason: str | None = None, seen_before: frozenset[str] | None = None,
) -> None:
    """The step itself, on a locked ticket: another owner, or (None) nobody."""
    before, owner = seen_before or audience(ticket), ticket.assignee_id
    ticket.assignee_id, ticket.pushed_until = staff_id, None
    settle_lane(ticket)
    happen(session, ticket, TicketAssigned(
        ticket_id=ticket.id, from_staff_id=owner, to_staff_id=staff_id, reason=reason,
    ), actor=actor, now=now, seen_before=before)
