"""A ticket as its patron may see it: their own words and the answers, nothing of anyone else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope import Attachment, BlobRef, Line, Standing
from contactcenter.events.catalogue.patrons import PatronSeen
from contactcenter.events.record import Actor
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.delivery import note_delivery
from contactcenter.tickets.guests import joined_by
from contactcenter.tickets.row import happen, lock
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow


async def history(session: AsyncSession, *, ticket_id: int, after: int = 0) -> list[Line]:
    """Lines after a message id (ids grow within a ticket: its lock orders them), oldest first.

    Of a merged ticket the patron sees what came by it, before or since, and the answers given since.
    """
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None:
        return []
    rows = (await session.execute(
        select(MessageRow).where(
            await _theirs(session, ticket, await _split_off(session, ticket_id)),
            MessageRow.kind != "note", MessageRow.id > after,
        )
        .order_by(MessageRow.id)
    )).scalars().all()
    files: dict[int, list[Attachment]] = {}
    if any(row.file_count for row in rows):
        for file in (await session.execute(
            select(AttachmentRow).where(AttachmentRow.message_id.in_([row.id for row in rows]))
            .order_by(AttachmentRow.id)
        )).scalars():
            files.setdefault(file.message_id, []).append(Attachment(
                file.name, file.media_type, BlobRef(file.digest, file.size), file.content_id, file.inline
            ))
    return [
        Line(id=row.id, version=row.id, author=row.kind, name=row.author_name,
             text=row.text if row.reply is None else row.reply, html=row.html if row.kind == "staff" else None,
             at=row.created_at, attachments=tuple(files.get(row.id, ())), client_id=row.client_id, channel=row.channel)
        for row in rows
    ]


async def standing(session: AsyncSession, *, ticket_id: int) -> Standing | None:
    """How a ticket stands for its patron; of a merged one, how the ticket that answers for it does."""
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None:
        return None
    root = ticket if ticket.root_id in (None, ticket.id) else await session.get(TicketRow, ticket.root_id)
    root = root or ticket
    parts = await _split_off(session, ticket_id)
    version = (await session.execute(
        select(func.max(MessageRow.id)).where(await _theirs(session, ticket, parts), MessageRow.kind != "note")
    )).scalar_one()
    roots = (await session.execute(select(TicketRow.root_id).where(TicketRow.id.in_(parts)))).scalars() if parts else ()
    librarian = await session.get(StaffRow, root.assignee_id) if root.assignee_id is not None else None
    beside = [await session.get(StaffRow, one) for one in await joined_by(session, root.id)] if root.guest_ids else []
    return Standing(
        version=version or 0, root_id=root.id, state=root.state, patron_name=ticket.patron_name,
        librarian=librarian.name if librarian else "", queue_id=root.queue_id,
        beside=tuple(one.name for one in beside if one is not None and one is not librarian),
        parts=tuple(sorted({*parts, *(one for one in roots if one is not None)} - {ticket_id, root.id})),
    )


async def _theirs(session: AsyncSession, ticket: TicketRow, parts: Sequence[int]) -> ColumnElement[bool]:
    """What came by this ticket, and the answers given to it.

    Answers given here, where a part of it was split off to, and, since each merge, where they were merged into.
    """
    seen = [MessageRow.ticket_id == ticket.id, MessageRow.split_from == ticket.id]
    if parts:
        seen.append(and_(MessageRow.ticket_id.in_(parts), MessageRow.kind == "staff"))
    for one in (ticket.id, *parts):
        step = await session.get(TicketRow, one)
        while step is not None and step.merged_into is not None and step.merged_at is not None:
            seen.append(and_(MessageRow.ticket_id == step.merged_into, MessageRow.kind == "staff",
                             MessageRow.created_at > step.merged_at))
            step = await session.get(TicketRow, step.merged_into)
    return or_(*seen)


async def _split_off(session: AsyncSession, ticket_id: int) -> list[int]:
    """Tickets that hold messages which came by this one and were split off, over any number of steps.

    A message may also stand elsewhere because this ticket was merged: that is no part of it.
    """
    taken = aliased(MessageRow)
    found: list[int] = []
    level = [ticket_id]
    while level:
        level = list((await session.execute(
            select(TicketRow.id).distinct().join(taken, taken.ticket_id == TicketRow.id)
            .where(taken.split_from == ticket_id, TicketRow.split_from.in_(level), TicketRow.id.not_in(found))
        )).scalars())
        found += level
    return found


async def seen(session: AsyncSession, *, ticket_id: int, message_id: int, now: datetime) -> None:
    """The patron's screen showed everything up to a message: what waited to be seen is delivered."""
    delivered = (await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.ticket_id.in_((ticket_id, *await _split_off(session, ticket_id))),
               DeliveryRow.channel == "web_chat", DeliveryRow.message_id <= message_id,
               DeliveryRow.state.in_(("queued", "delayed", "sent")))
        .values(state="delivered", due_at=None, lease=None, leased_until=None, changed_at=now)
        .returning(DeliveryRow)
        .execution_options(synchronize_session=False)
    )).scalars().all()
    for delivery in sorted(delivered, key=lambda row: row.id):
        await note_delivery(session, delivery=delivery, now=now)
    if not delivered:
        return
    ticket = (await lock(session, ticket_id))[ticket_id]
    if message_id > ticket.patron_seen_version:
        ticket.patron_seen_version = message_id
        happen(session, ticket, PatronSeen(ticket_id=ticket_id, up_to_version=message_id),
               actor=Actor("patron", ticket.patron_id), now=now)
