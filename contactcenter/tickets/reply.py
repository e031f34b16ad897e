"""Answering the patron: a message and its delivery in one transaction (law 5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.envelope import Address
from contactcenter.events.catalogue import ReplyWritten, State, TicketAssigned, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.outbox.enqueue import enqueue
from contactcenter.shapes import ReplyAsk
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.row import go, happen, lock_visible, preview, refuse_merged, settle_lane
from contactcenter.tickets.states import LEGAL
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, TicketRow
from contactcenter.tickets.write import take_uploads, write_message, written

CHAT_GRACE = timedelta(minutes=10)
"""A chat answer is on the patron's screen at once; unseen for this long it goes by e-mail, if they
left an address."""
REFERENCES_KEPT = 10


async def reply(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, ask: ReplyAsk,
    send: bool = True, hold: timedelta = timedelta(),
) -> int:
    """Write the answer and put it on its way. Returns the message's id; twice is once.

    With `send` false the patron has it already, by word of mouth: it is written down, and nothing leaves.
    A mail waits for `hold` before it leaves, so that it can be withdrawn.
    Raises `NotFound`; `Conflict("answered")` when somebody answered after `expected_version`; `Invalid`
    for an empty answer or a lost file.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    author_key = f"{actor.kind}:{actor.id}"
    known = await written(session, ticket_id=ticket.id, author_key=author_key, client_id=ask.client_id)
    if known is not None:
        return known
    refuse_merged(ticket)
    if not ask.text.strip() and not ask.attachments:
        raise Invalid("text", "The answer is empty: write something or attach a file.")
    if ticket.last_reply_version > ask.expected_version:
        raise Conflict("answered", "A colleague has answered since you opened this. Read it, then send again.",
                       ticket.version)
    if ticket.state == "junk":
        raise Conflict("junk", "This was set aside as junk. Reopen it to answer.", ticket.version)
    files = await take_uploads(session, ids=ask.attachments, owner_key=author_key)
    way = _way_out(ticket) if send else ticket.channel
    message_id = await write_message(
        session, ticket, files=files,
        kind="staff", channel=way, author_kind="staff", author_id=actor.id,
        author_name=scope.name, author_key=author_key, address=ticket.reply_value if send else None, proof=None,
        text=ask.text, reply=None, html=ask.html, message_id=None, client_id=ask.client_id,
        automatic=None, created_at=now,
    )
    if message_id is None:
        raise Conflict("repeated", "This answer is being sent already.", ticket.version)
    ticket.updated_at = now
    ticket.message_count += 1
    ticket.preview, ticket.preview_by = preview(ask.text), "staff"
    waited_since = None if ticket.waiting_key == NOT_WAITING else ticket.waiting_key
    ticket.waiting_key = NOT_WAITING
    ticket.last_reply_version = ticket.version + 1
    ticket.trouble = None
    happen(session, ticket, ReplyWritten(
        ticket_id=ticket.id, message_id=message_id, channel=way, waited_since=waited_since,
    ), actor=actor, now=now)
    if send:
        await _send(session, ticket, message_id=message_id, now=now, leaves_at=now + hold)
    if ticket.assignee_id is None and scope.staff_id is not None:
        ticket.assignee_id = scope.staff_id
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=None, to_staff_id=scope.staff_id),
               actor=actor, now=now)
    _move_on(session, ticket, ask.then, actor=actor, now=now)
    return message_id


def _way_out(ticket: TicketRow) -> str:
    """The channel an answer leaves by: e-mail where there is an address, else the way it came."""
    if ticket.channel == "web_chat":
        return "web_chat"
    return "email" if ticket.reply_kind == "email" else ticket.channel


async def _send(
    session: AsyncSession, ticket: TicketRow, *, message_id: int, now: datetime, leaves_at: datetime
) -> None:
    """One delivery to each way back there is: the ticket's own, and those of tickets merged into it.

    A desk question was answered at the desk, and a form without an address is read on the patron's
    own page: for these there is nothing to send.
    """
    family = (await session.execute(
        select(TicketRow).where(TicketRow.root_id == ticket.id).order_by(TicketRow.id)
    )).scalars().all()
    ways = (ticket, *(member for member in family if member.id != ticket.id))
    told: set[str] = set()
    for one in ways:
        if one.channel != "web_chat" and one.reply_kind == "email" and one.reply_value and one.reply_value not in told:
            told.add(one.reply_value)
            known = await _references(session, one.id)
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="email",
                          to=Address("email", one.reply_value, one.reply_name), now=now, due_at=leaves_at,
                          in_reply_to=known[-1] if known else None, references=known)
    for one in ways:
        if one.channel == "web_chat":
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="web_chat",
                          to=_beside_the_chat(one, told), now=now, due_at=now + CHAT_GRACE)


def _beside_the_chat(ticket: TicketRow, told: set[str]) -> Address:
    """Where an answer goes that nobody saw on the screen: by e-mail, if they left an address.

    Not to one that has the answer by mail already, because a merged inquiry came from there.
    """
    if ticket.reply_kind == "email" and ticket.reply_value and ticket.reply_value not in told:
        return Address("email", ticket.reply_value, ticket.reply_name)
    return Address("chat", str(ticket.id), ticket.patron_name)


async def _references(session: AsyncSession, ticket_id: int) -> tuple[str, ...]:
    """Message-IDs of the patron's last mails, oldest first (RFC 5322 3.6.4)."""
    rows = (await session.execute(
        select(MessageRow.message_id)
        .where(MessageRow.ticket_id == ticket_id, MessageRow.kind == "patron", MessageRow.message_id.isnot(None))
        .order_by(MessageRow.created_at.desc(), MessageRow.id.desc())
        .limit(REFERENCES_KEPT)
    )).scalars().all()
    return tuple(reference for reference in reversed(rows) if reference)


def _move_on(session: AsyncSession, ticket: TicketRow, then: str, *, actor: Actor, now: datetime) -> None:
    targets: dict[str, State] = {"keep": ticket.state, "close": "closed", "waiting_patron": "waiting_patron"}
    target = targets[then]
    if target == ticket.state:
        return
    if target not in LEGAL[ticket.state]:
        # Answering a closed ticket: it is open for a moment, then waits.
        _step(session, ticket, "open", actor=actor, now=now)
    _step(session, ticket, target, actor=actor, now=now)


def _step(session: AsyncSession, ticket: TicketRow, state: State, *, actor: Actor, now: datetime) -> None:
    before = ticket.state
    go(ticket, state, now=now)
    happen(session, ticket, TicketStateChanged(
        ticket_id=ticket.id, from_state=before, to_state=state, reason="answered",
    ), actor=actor, now=now)
