"""What a transaction holds before anybody said so: everything that the ticket itself tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.record import Actor, pending
from contactcenter.events.tables import EventRow
from contactcenter.needs.effort import SPOKEN_LETTERS, estimated_effort, letters
from contactcenter.needs.minutes import LEAD, estimated_minutes, spoken
from contactcenter.needs.modes import mode_of
from contactcenter.needs.tables import ESTIMATED, TicketNeedRow, TransactionRow
from contactcenter.shapes.needs import Mode, Referral
from contactcenter.tickets.row import stream
from contactcenter.tickets.tables import MessageRow, TicketRow

OURS = "transaction."
"""Keeping the record is no work on the inquiry."""
SPOKEN = ("call.answered", "call.ended")
SPOKEN_WITH = ("phone", "chat")
"""Modes in which a question is heard as it is asked: nothing was read before it was taken."""
TOLD_BEFORE = ("in_person",)
"""Modes of which the ticket is written after the conversation."""
TRACES_READ = 2_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value each, as `TransactionRow` names them."""

    need_id: int | None
    """The one last chosen on the ticket: nobody guessed it."""
    effort: int | None
    mode: Mode
    minutes: int | None
    referral: Referral


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody of staff told the patron, in the ticket or one merged into it."""

    staff_id: int | None
    at: datetime
    letters: int
    """How much it was; what was said on the telephone by how long they spoke."""
    until: datetime | None = None
    """When they stopped speaking; None: it is written, or goes on."""


async def answers(session: AsyncSession, ticket_id: int) -> list[Answer]:
    """The answers, written and spoken, oldest first."""
    family = (await session.execute(
        select(TicketRow.id).where(or_(TicketRow.root_id == ticket_id, TicketRow.id == ticket_id))
    )).scalars().all()
    rows = await session.execute(
        select(MessageRow.author_id, MessageRow.created_at, MessageRow.reply, MessageRow.text)
        .where(MessageRow.ticket_id.in_(family), MessageRow.kind == "staff", MessageRow.author_kind == "staff")
        .order_by(MessageRow.created_at, MessageRow.id)
    )
    written = [Answer(row.author_id, row.created_at, letters(row.text if row.reply is None else row.reply))
               for row in rows]
    return sorted([*written, *await _spoken(session, family)], key=lambda one: one.at)


async def _spoken(session: AsyncSession, ticket_ids: Sequence[int]) -> list[Answer]:
    """The calls in which somebody of staff and the patron spoke, as the log tells of them."""
    rows = await session.execute(
        select(EventRow.at, EventRow.type, EventRow.data)
        .where(EventRow.stream.in_([stream(one) for one in ticket_ids]), EventRow.type.in_(SPOKEN))
        .order_by(EventRow.position)
    )
    found: dict[object, Answer] = {}
    for row in rows:
        call_id, staff_id = row.data["call_id"], row.data.get("staff_id")
        if row.type == "call.answered":
            found[call_id] = Answer(staff_id, row.at, 0)
        elif call_id in found and row.data.get("talked_since") is not None:
            over, since = (datetime.fromisoformat(row.data[name]) for name in ("over_at", "talked_since"))
            seconds = max(0, round((over - since).total_seconds()))
            begun = found[call_id]
            found[call_id] = Answer(staff_id or begun.staff_id, begun.at, seconds * SPOKEN_LETTERS, over)
    return list(found.values())


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
    mode = mode_of(ticket.channel)
    for one in given:
        if one.until is not None and one.staff_id == staff_id:
            traces += spoken(one.at, one.until)
    minutes = estimated_minutes(
        traces, opened=None if mode in TOLD_BEFORE else ticket.created_at,
        lead=timedelta() if mode in SPOKEN_WITH else LEAD,
    ) if traces else None
    return Estimate(
        need_id=need_id, effort=estimated_effort(one.letters for one in given) if given else None,
        mode=mode, minutes=minutes, referral="none",
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
