"""Adding an internal note. It has no delivery: a note cannot leave the house."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.messages import NoteAdded
from contactcenter.events.record import Actor
from contactcenter.shapes.asks import NoteAsk
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.row import happen, lock_visible, refuse_merged
from contactcenter.tickets.write import take_uploads, write_message, written


async def note(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, ask: NoteAsk
) -> int:
    """Write the note. Returns its message id; twice is once."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    author_key = f"{actor.kind}:{actor.id}"
    known = await written(session, ticket_id=ticket.id, author_key=author_key, client_id=ask.client_id)
    if known is not None:
        return known
    refuse_merged(ticket)
    if not ask.text.strip() and not ask.attachments:
        raise Invalid("text", "The note is empty: write something or attach a file.", code="empty")
    files = await take_uploads(session, ids=ask.attachments, owner_key=author_key)
    message_id = await write_message(
        session, ticket, files=files,
        kind="note", channel="note", author_kind="system" if actor.kind == "rule" else "staff",
        author_id=actor.id, author_name=scope.name,
        author_key=author_key, address=None, proof=None, text=ask.text, reply=None, html=ask.html,
        message_id=None, client_id=ask.client_id, automatic=None, created_at=now,
    )
    if message_id is None:
        raise Conflict("repeated", "This note is being saved already.", ticket.version)
    ticket.message_count += 1
    happen(session, ticket, NoteAdded(ticket_id=ticket.id, message_id=message_id,
                                      mentioned_staff_ids=tuple(ask.mentions)), actor=actor, now=now)
    return message_id
