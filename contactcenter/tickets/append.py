"""Appending a patron's message to a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Inbound
from contactcenter.events.catalogue import MessageReceived, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.recipients import kept
from contactcenter.tickets.row import go, happen, preview
from contactcenter.tickets.states import WAKES
from contactcenter.tickets.tables import NOT_WAITING
from contactcenter.tickets.write import StoredFile, write_message, written


async def append(
    session: AsyncSession,
    *,
    ticket: TicketInHand,
    inbound: Inbound,
    patron_id: int | None,
    files: Sequence[StoredFile],
    now: datetime,
    by_id: int | None = None,
) -> int | None:
    """Add the message; its id, or None when the same client id came before (nothing changes then).

    `ticket` is locked; `by_id` is the number that the message came by, where it was merged since.
    A person's message opens the ticket again; an automatic one does not.
    """
    actor = Actor("patron", patron_id)
    author_key = "patron" if inbound.client_id else f"{inbound.sender.kind}:{inbound.sender.value}"[:80]
    if inbound.client_id and by_id is not None and await written(
        session, ticket_id=by_id, author_key=author_key, client_id=inbound.client_id
    ):
        return None
    message_id = await write_message(
        session, ticket, files=files,
        kind="patron", channel=inbound.channel, author_kind="patron", author_id=patron_id,
        author_name=(inbound.sender.name or inbound.sender.value or ticket.patron_name)[:200],
        author_key=author_key, split_from=None if by_id in (None, ticket.id) else by_id,
        address=inbound.sender.value[:320] or None, proof=inbound.sender.proved,
        text=inbound.text, reply=None if inbound.reply in ("", inbound.text) else inbound.reply,
        html=inbound.html, message_id=inbound.message_id, client_id=inbound.client_id,
        automatic=inbound.automatic, created_at=now, language=inbound.language,
        findings=[asdict(one) for one in inbound.findings] or None,
        problems=[asdict(one) for one in inbound.problems] or None,
        recipients=kept(inbound.recipients),
    )
    if message_id is None:
        return None
    ticket.updated_at = now
    ticket.message_count += 1
    ticket.preview = preview(inbound.reply or inbound.text)
    ticket.preview_by = "patron"
    ticket.last_patron_version = ticket.version + 1
    if ticket.waiting_key == NOT_WAITING and not inbound.automatic and ticket.state != "junk":
        ticket.waiting_key = now
    happen(session, ticket, MessageReceived(
        ticket_id=ticket.id, message_id=message_id, channel=inbound.channel, rule=inbound.automatic,
    ), actor=actor, now=now)
    if ticket.state in WAKES and not inbound.automatic:
        before = ticket.state
        go(ticket, "open", now=now)
        ticket.waiting_key = now
        happen(session, ticket, TicketStateChanged(
            ticket_id=ticket.id, from_state=before, to_state="open", reason="patron_wrote",
        ), actor=actor, now=now)
    await save(session, ticket)
    return message_id
