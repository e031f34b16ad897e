"""What a transaction holds before anybody said so: everything that the ticket itself tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.record import Actor, pending
from contactcenter.events.tables import EventRow
from contactcenter.needs.effort import estimated_effort
from contactcenter.needs.minutes import estimated_minutes
from contactcenter.needs.modes import mode_of
from contactcenter.needs.tables import ESTIMATED, TicketNeedRow, TransactionRow
from contactcenter.shapes import Mode, Referral
from contactcenter.tickets.row import stream
from contactcenter.tickets.tables import MessageRow, TicketRow

OURS = "transaction."
"""Keeping the record is no work on the inquiry."""
TRACES_READ = 2_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value each, as `TransactionRow` names them."""

    need_id: int | None
    effort: int | None
    mode: Mode
    minutes: int | None
    referral: Referral


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody of staff told the patron, in the ticket or one merged into it."""

    staff_id: int | None
    text: str


async def answers(session: AsyncSession, ticket_id: int) -> list[Answer]:
    """The answers, oldest first."""
    family = select(TicketRow.id).where(or_(TicketRow.root_id == ticket_id, TicketRow.id == ticket_id))
    rows = await session.execute(
        select(MessageRow.author_id, MessageRow.reply, MessageRow.text)
        .where(MessageRow.ticket_id.in_(family), MessageRow.kind == "staff", MessageRow.author_kind == "staff")
        .order_by(MessageRow.created_at, MessageRow.id)
    )
    return [Answer(row.author_id, row.text if row.reply is None else row.reply) for row in rows]


async def estimate(
    session: AsyncSession, *, ticket: TicketRow, staff_id: int | None, given: Sequence[Answer]
) -> Estimate:
    """What is known of a ticket's transaction by itself.

    Need: the one last chosen on the ticket. Mode: its channel (`modes.py`). Effort: from the answers (`effort.py`),
    None where there is none. Minutes: from the librarian's own traces (`minutes.py`), None where there are none.
    Referral: none. The same ticket gives the same estimate, whenever and by whomever it is asked for.
    """
    need_id = (await session.execute(
        select(TicketNeedRow.need_id).where(TicketNeedRow.ticket_id == ticket.id)
    )).scalar_one_or_none()
    traces = await _traces(session, ticket.id, staff_id)
    return Estimate(
        need_id=need_id, effort=estimated_effort(one.text for one in given) if given else None,
        mode=mode_of(ticket.channel), minutes=estimated_minutes(traces) if traces else None, referral="none",
    )


def take_over(row: TransactionRow, found: Estimate) -> bool:
    """Put the estimate into those values that are estimates still. True when one changed."""
    changed = False
    for value, column in ESTIMATED.items():
        if getattr(row, f"{value}_estimated") and getattr(row, column) != getattr(found, column):
            setattr(row, column, getattr(found, column))
            changed = True
    return changed


async def _traces(session: AsyncSession, ticket_id: int, staff_id: int | None) -> list[datetime]:
    """When somebody of staff did something in a ticket, what this transaction did included."""
    if staff_id is None:
        return []
    told = (await session.execute(
        select(EventRow.at, EventRow.type)
        .where(EventRow.stream == stream(ticket_id), EventRow.actor_kind == "staff", EventRow.actor_id == staff_id)
        .order_by(EventRow.version.desc()).limit(TRACES_READ)
    )).all()
    they = Actor("staff", staff_id)
    untold = [(at, type_) for at, type_, actor in pending(session, stream(ticket_id)) if actor == they]
    return [at for at, type_ in (*told, *untold) if not type_.startswith(OURS)]
