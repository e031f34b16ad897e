"""Splitting messages off into a ticket of their own, and taking the split back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.threads import MessagesMoved
from contactcenter.events.catalogue.tickets import TicketOpened
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.link import join
from contactcenter.tickets.merge import merge
from contactcenter.tickets.retell import retell
from contactcenter.tickets.row import happen, lock_visible, refuse_merged
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, TicketRow


async def split(
    session: AsyncSession,
    *,
    scope: Scope,
    actor: Actor,
    now: datetime,
    ticket_id: int,
    message_ids: list[int],
    subject: str,
) -> int:
    """Move messages into a new ticket of the same patron and queue. Returns its id.

    Answers to what was split off follow it: a signed Message-ID leads to its reply, and the reply to
    the ticket it stands in. Raises `Invalid` for messages that are not in this ticket, or for all of them.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    wanted = sorted(set(message_ids))
    moving = list((await session.execute(
        select(MessageRow).where(MessageRow.ticket_id == ticket.id, MessageRow.id.in_(wanted))
        .order_by(MessageRow.created_at, MessageRow.id)
    )).scalars())
    if len(moving) != len(wanted):
        raise Invalid("message_ids", "Choose messages of this ticket (one merged into it is split there).",
                      code="foreign_messages")
    if len(moving) >= ticket.message_count:
        raise Invalid("message_ids", "Leave at least one message where it is.", code="one_stays")
    fresh = await _open(session, ticket, moving, subject=subject, actor=actor, now=now)
    ids = tuple(message.id for message in moving)
    await session.execute(
        update(MessageRow).where(MessageRow.id.in_(ids))
        .values(
            ticket_id=fresh.id, split_from=func.coalesce(MessageRow.split_from, ticket.id),
            split_version=MessageRow.version, version=fresh.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    await retell(session, ticket)
    await retell(session, fresh)
    happen(session, ticket, MessagesMoved(ticket_id=ticket.id, other_ticket_id=fresh.id, direction="out",
                                          message_ids=ids, reason="split"), actor=actor, now=now)
    happen(session, fresh, MessagesMoved(ticket_id=fresh.id, other_ticket_id=ticket.id, direction="in",
                                         message_ids=ids, reason="split"), actor=actor, now=now)
    await join(session, ticket, fresh, reason="split", actor=actor, now=now)
    return fresh.id


async def unsplit(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Bring a split-off ticket back: it is merged into the ticket it came from, whole."""
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    if ticket.split_from is None:
        raise Conflict("not_split", "This ticket was not split off from another.", ticket.version)
    await merge(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, into=ticket.split_from)


async def _open(
    session: AsyncSession, ticket: TicketRow, moving: list[MessageRow], *, subject: str, actor: Actor, now: datetime
) -> TicketRow:
    fresh = TicketRow(
        version=0, subject=subject[:500], channel=ticket.channel, queue_id=ticket.queue_id, state="open",
        lane="open" if ticket.assignee_id is not None else "waiting", assignee_id=ticket.assignee_id,
        guest_ids=[], patron_id=ticket.patron_id, patron_name=ticket.patron_name, reply_kind=ticket.reply_kind,
        reply_value=ticket.reply_value, reply_name=ticket.reply_name, locale=ticket.locale, tag_ids=[],
        preview="", preview_by="patron", message_count=0, last_patron_version=0, last_reply_version=0,
        patron_seen_version=0,
        created_at=now, updated_at=now, waiting_key=NOT_WAITING, split_from=ticket.id,
    )
    session.add(fresh)
    await session.flush()
    fresh.root_id = fresh.id
    happen(session, fresh, TicketOpened(ticket_id=fresh.id, channel=ticket.channel, queue_id=ticket.queue_id),
           actor=actor, now=now)
    if any(message.kind == "patron" for message in moving):
        fresh.last_patron_version = fresh.version + 1
    return fresh
