"""Taking an answer back in the seconds before it leaves: the ticket stands as it stood before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.secrets import new_token
from contactcenter.events.catalogue.messages import ReplyWithdrawn, ReplyWritten
from contactcenter.events.catalogue.tickets import TicketAssigned, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.events.tables import EventRow
from contactcenter.outbox.recall import recall
from contactcenter.shapes.asks import Upload, Withdrawn
from contactcenter.tickets.delivery import trouble_of
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.retell import NOBODY_WAITS, retell
from contactcenter.tickets.row import audience, happen, lock_visible, refuse_merged, settle_lane, stream
from contactcenter.tickets.tables import NOT_WAITING, AttachmentRow, MessageRow, TicketRow, UploadRow

SEEN_AT_ONCE = ("web_chat",)
WITHDRAWN = "withdrawn"
"""Why a ticket steps back: what withdrawing an answer tells already."""


async def withdraw(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, message_id: int
) -> Withdrawn:
    """Remove one's own answer that has not begun to leave; what it said, for the composer.

    Raises `NotFound`; `Conflict("sent")` when it is on its way, or on the screen of a chat.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    message = (await session.execute(
        select(MessageRow).where(MessageRow.id == message_id, MessageRow.ticket_id == ticket_id)
    )).scalar_one_or_none()
    if message is None or message.author_key != f"{actor.kind}:{actor.id}":
        raise NotFound
    refuse_merged(ticket)
    if message.kind != "staff" or not await recall(session, message_id=message_id, seen_at_once=SEEN_AT_ONCE):
        raise Conflict("sent", "It is on its way already and cannot be taken back.", ticket.version)
    files = await _give_back(session, message, now=now)
    said = Withdrawn(text=message.text, html=message.html, attachments=files,
                     recipients=message.recipients or [])  # type: ignore[arg-type]  # pydantic reads them
    own = await _own_events(session, message)
    last_reply = await _last_reply(session, ticket.id, message)
    since = _waited_since(own, ticket)
    await session.delete(message)
    await retell(session, ticket)
    ticket.last_reply_version = last_reply
    ticket.trouble = await trouble_of(session, ticket.id)
    happen(session, ticket, ReplyWithdrawn(ticket_id=ticket.id, message_id=message_id), actor=actor, now=now)
    _step_back(session, ticket, own, actor=actor, now=now)
    ticket.waiting_key = NOT_WAITING if ticket.state in NOBODY_WAITS else since
    return said


async def _give_back(session: AsyncSession, message: MessageRow, *, now: datetime) -> list[Upload]:
    """The files as uploads again; the counted reference goes back with them."""
    rows = (await session.execute(
        select(AttachmentRow).where(AttachmentRow.message_id == message.id).order_by(AttachmentRow.id)
    )).scalars().all()
    given = []
    for row in rows:
        upload = UploadRow(
            id=new_token(), owner_key=message.author_key, name=row.name, media_type=row.media_type,
            size=row.size, digest=row.digest, created_at=now,
        )
        session.add(upload)
        given.append(Upload(id=upload.id, name=row.name, media_type=row.media_type, size=row.size))
    await session.execute(delete(AttachmentRow).where(AttachmentRow.message_id == message.id))
    await session.flush()
    return given


async def _own_events(session: AsyncSession, message: MessageRow) -> list[EventRow]:
    """The answer's event and what it did besides, in order: it took the ticket, it moved it on."""
    rows = (await session.execute(
        select(EventRow)
        .where(EventRow.stream == stream(message.ticket_id), EventRow.version >= message.version,
               EventRow.at == message.created_at)
        .order_by(EventRow.version)
    )).scalars()
    return [row for row in rows if row.actor_id == message.author_id]


def _waited_since(own: list[EventRow], ticket: TicketRow) -> datetime:
    """Since when the patron waits again: from before the answer, or from what they wrote after it."""
    told = next((row.data.get("waited_since") for row in own if row.type == ReplyWritten.type), None)
    return min(ticket.waiting_key, NOT_WAITING if told is None else datetime.fromisoformat(str(told)))


async def _last_reply(session: AsyncSession, ticket_id: int, message: MessageRow) -> int:
    """The version of the answer before this one: none of those that were withdrawn, nor any that a split brought."""
    rows = (await session.execute(
        select(EventRow.version, EventRow.type, EventRow.data)
        .where(EventRow.stream == stream(ticket_id), EventRow.type.in_((ReplyWritten.type, ReplyWithdrawn.type)))
        .order_by(EventRow.version)
    )).all()
    gone = {row.data["message_id"] for row in rows if row.type == ReplyWithdrawn.type} | {message.id}
    left = [row.version for row in rows if row.type == ReplyWritten.type and row.data["message_id"] not in gone]
    return max(left, default=0)


def _step_back(
    session: AsyncSession, ticket: TicketRow, own: list[EventRow], *, actor: Actor, now: datetime
) -> None:
    """Undo the steps, where nobody has taken another since."""
    moves = [row.data for row in own if row.type == TicketStateChanged.type and row.data.get("reason") == "answered"]
    if moves and ticket.state == moves[-1]["to_state"]:
        was, ticket.state = ticket.state, moves[0]["from_state"]  # type: ignore[assignment]  # as it was recorded
        if ticket.state == "snoozed":
            ticket.state = "open"  # until when is not known any more
        ticket.snoozed_until, ticket.closed_at = None, now if ticket.state == "closed" else None
        settle_lane(ticket)
        happen(session, ticket, TicketStateChanged(
            ticket_id=ticket.id, from_state=was, to_state=ticket.state, reason=WITHDRAWN,
        ), actor=actor, now=now)
    if any(row.type == TicketAssigned.type for row in own) and ticket.assignee_id == actor.id:
        before = audience(ticket)
        ticket.assignee_id = None
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(
            ticket_id=ticket.id, from_staff_id=actor.id, to_staff_id=None, reason=WITHDRAWN,
        ), actor=actor, now=now, seen_before=before)
