"""Telling a ticket's row anew from its thread, after messages came or left by a merge or a split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.tickets.row import preview
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, TicketRow

NOBODY_WAITS = frozenset({"closed", "junk", "waiting_patron"})
"""States in which no patron waits for us: a question in them is out of sight."""


async def retell(session: AsyncSession, ticket: TicketRow) -> None:
    """Count, last words and since when the patron waits, as the whole thread of this root says."""
    await session.flush()
    family = (await session.execute(select(TicketRow.id).where(TicketRow.root_id == ticket.id))).scalars().all()
    here = MessageRow.ticket_id.in_(family)
    ticket.message_count = (await session.execute(select(func.count()).where(here))).scalar_one()
    last = (await session.execute(
        select(MessageRow).where(here, MessageRow.kind != "note")
        .order_by(MessageRow.created_at.desc(), MessageRow.id.desc()).limit(1)
    )).scalar_one_or_none()
    # Where only notes are left, nobody's words: those that stood here went elsewhere, or were withdrawn.
    ticket.preview = preview(last.reply or last.text) if last is not None else ""
    ticket.preview_by = "staff" if last is not None and last.kind == "staff" else "patron"
    ticket.waiting_key = NOT_WAITING
    if ticket.state not in NOBODY_WAITS and ticket.merged_into is None:
        ticket.waiting_key = await _waiting_since(session, family) or NOT_WAITING


async def _waiting_since(session: AsyncSession, family: Sequence[int]) -> datetime | None:
    """When the patron first wrote after the last answer; a machine's message is nobody waiting."""
    here = MessageRow.ticket_id.in_(family)
    place = tuple_(MessageRow.created_at, MessageRow.id)
    order = (MessageRow.created_at.desc(), MessageRow.id.desc())
    answer = (await session.execute(
        select(MessageRow.created_at, MessageRow.id).where(here, MessageRow.kind == "staff").order_by(*order).limit(1)
    )).one_or_none()
    asked = select(func.min(MessageRow.created_at)).where(
        here, MessageRow.kind == "patron", MessageRow.automatic.is_(None)
    )
    if answer is not None:
        asked = asked.where(place > tuple_(literal(answer[0], MessageRow.created_at.type), literal(answer[1])))
    return (await session.execute(asked)).scalar_one()
