"""What the outbox reports, written on the ticket (law 5): giving up is an event on the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope import Settled
from contactcenter.events.catalogue.messages import DeliveryChanged
from contactcenter.events.catalogue.tickets import TicketAssigned
from contactcenter.events.record import SYSTEM
from contactcenter.outbox.backoff import GIVE_UP_AFTER, next_delay
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.shapes.base import DeliveryState
from contactcenter.tickets.in_hand import lock_roots_in_hand, save
from contactcenter.tickets.row import audience, happen, lock, settle_lane
from contactcenter.tickets.state import step
from contactcenter.tickets.tables import MessageRow, TicketRow

_LEAVING: frozenset[DeliveryState] = frozenset({"queued", "sending", "delayed"})
_BEFORE: dict[Settled, frozenset[DeliveryState]] = {
    "sent": _LEAVING, "delivered": _LEAVING | {"sent"}, "failed": _LEAVING | {"sent"},
    "bounced": _LEAVING | {"sent", "delivered", "failed"},
}
"""From where a later word leads to where: reports come late, twice and in any order, and states only go forward."""


async def note_deliveries(session: AsyncSession, deliveries: Sequence[DeliveryRow], *, now: datetime) -> None:
    """Record where deliveries stand now. A failed answer opens its ticket again and marks it."""
    stands = await _tickets_of(session, deliveries)
    roots = await lock_roots_in_hand(session, sorted(set(stands.values())))
    grave = []
    for one in deliveries:
        root = roots.get(stands[one.id])
        if root is None:
            continue
        if root.trouble is None and not _gave_up(one):
            happen(session, root, _changed(root.id, one), actor=SYSTEM, now=now)
        else:
            grave.append((root.id, one))
    await save(session, {root.id: root for root in roots.values()}.values())
    for root_id, one in grave:
        await _note_grave(session, root_id, one, now=now)


async def note_delivery(session: AsyncSession, *, delivery: DeliveryRow, now: datetime) -> None:
    """The same for one."""
    await note_deliveries(session, [delivery], now=now)


async def _tickets_of(session: AsyncSession, deliveries: Sequence[DeliveryRow]) -> dict[int, int]:
    """The tickets in which the messages of these deliveries stand today, by delivery."""
    messages = sorted({one.message_id for one in deliveries if one.message_id is not None})
    rows = await session.execute(
        select(MessageRow.id, MessageRow.ticket_id).where(MessageRow.id.in_(messages))
    ) if messages else ()
    stands = {row.id: row.ticket_id for row in rows}
    return {one.id: stands.get(one.message_id or 0, one.ticket_id) for one in deliveries}


def _gave_up(delivery: DeliveryRow) -> bool:
    return delivery.state in ("failed", "bounced") and delivery.message_id is not None


def _changed(ticket_id: int, delivery: DeliveryRow) -> DeliveryChanged:
    return DeliveryChanged(
        ticket_id=ticket_id, message_id=delivery.message_id, delivery_id=delivery.id, state=delivery.state,
        code=delivery.code, attempts=delivery.attempts,
        next_try_at=delivery.due_at if delivery.state == "delayed" else None,
    )


async def _note_grave(session: AsyncSession, root_id: int, delivery: DeliveryRow, *, now: datetime) -> None:
    """A failure, or what may be the end of one: it changes more of the ticket than its version."""
    ticket = (await lock(session, root_id))[root_id]
    gave_up = _gave_up(delivery)
    if gave_up:
        ticket.trouble = delivery.code or delivery.state
        ticket.updated_at = now
    elif ticket.trouble is not None:
        ticket.trouble = await trouble_of(session, ticket.id)
    happen(session, ticket, _changed(ticket.id, delivery), actor=SYSTEM, now=now)
    if not gave_up:
        return
    if ticket.state in ("closed", "waiting_patron", "waiting_third", "snoozed"):
        step(session, ticket, state="open", reason="delivery_failed", actor=SYSTEM, now=now)
    owner = await session.get(StaffRow, ticket.assignee_id) if ticket.assignee_id else None
    if owner is not None and owner.disabled_at is not None:
        before = audience(ticket)
        ticket.assignee_id = ticket.pushed_until = None
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=owner.id, to_staff_id=None),
               actor=SYSTEM, now=now, seen_before=before)


async def settle(
    session: AsyncSession, *, delivery_id: int, state: Settled, code: str = "", detail: str = "", now: datetime,
    remote_id: str = "", again: bool = False,
) -> None:
    """What the far side said about a delivery, later: it bounced, it was seen. Twice is once, late is never back.

    `remote_id` names the attempt that it is about. What failed and may go `again` waits like any other.
    """
    row = await session.get(DeliveryRow, delivery_id, with_for_update=True)
    if row is None or row.state not in _BEFORE[state] or _of_another_attempt(row, state, remote_id):
        return
    again = again and state == "failed" and now - row.created_at < GIVE_UP_AFTER
    row.state, row.code, row.detail = "delayed" if again else state, code or None, detail[:2000] or None
    row.due_at, row.changed_at = now + next_delay(row.attempts, code) if again else None, now
    row.remote_id = remote_id or row.remote_id
    if again:
        session.info["queued"] = True
    # A bounce may overtake our own worker, which must then not write "sent" over it.
    row.lease = row.leased_until = None
    await session.flush()
    await note_delivery(session, delivery=row, now=now)


def _of_another_attempt(row: DeliveryRow, state: Settled, remote_id: str) -> bool:
    """Whether a report is about an attempt that is over. One under way has no name with us yet."""
    if not remote_id or row.remote_id is None or row.lease is not None:
        return False
    # What was reported as failed waits for its next attempt: only that it did arrive ends that.
    return remote_id != row.remote_id or (row.state == "delayed" and state != "delivered")


async def trouble_of(session: AsyncSession, root_id: int) -> str | None:
    """The code of the newest failure that no later answer has dealt with."""
    await session.flush()
    answers = (
        select(MessageRow.id, MessageRow.created_at)
        .join(TicketRow, TicketRow.id == MessageRow.ticket_id)
        .where(TicketRow.root_id == root_id, MessageRow.kind == "staff")
    ).subquery()
    newest = select(func.max(answers.c.created_at)).scalar_subquery()
    failed = (await session.execute(
        select(DeliveryRow.code, DeliveryRow.state)
        .join(answers, answers.c.id == DeliveryRow.message_id)
        .where(DeliveryRow.state.in_(("failed", "bounced")), DeliveryRow.changed_at >= newest)
        .order_by(DeliveryRow.changed_at.desc(), DeliveryRow.id.desc()).limit(1)
    )).one_or_none()
    return None if failed is None else failed.code or failed.state
