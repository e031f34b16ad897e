"""Answering the patron: a message and its delivery in one transaction (law 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.envelope import FAX_CARRIES, Recipient
from contactcenter.events.catalogue.messages import ReplyWritten
from contactcenter.events.catalogue.tickets import State, TicketAssigned, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.shapes.asks import RecipientAsk, ReplyAsk
from contactcenter.tickets import ways_out
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.guests import joins
from contactcenter.tickets.recipients import chosen, kept, nobody_is_ours
from contactcenter.tickets.row import go, happen, lock_visible, preview, refuse_merged, settle_lane
from contactcenter.tickets.states import LEGAL
from contactcenter.tickets.tables import NOT_WAITING, TicketRow, UploadRow
from contactcenter.tickets.text_files import Carried, must_fit, no_files
from contactcenter.tickets.write import take_uploads, write_message, written


async def reply(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, ask: ReplyAsk,
    send: bool = True, hold: timedelta = timedelta(), ours: Callable[[str], bool] = nobody_is_ours,
    answers: bool = True, files_by_text: Carried = no_files,
) -> int:
    """Write the answer and put it on its way. Returns the message's id; twice is once.

    With `send` false the patron has it already, by word of mouth: it is written down, and nothing leaves.
    A mail waits for `hold` before it leaves, so that it can be withdrawn. It goes to the ticket's way back, or to whom
    `ask` names; `ours` tells which addresses are the library's own, to which nothing is sent; `files_by_text` which
    files go with a text message.
    A rule's word that `answers` nothing leaves the patron waiting for somebody, and is in no librarian's way.
    Raises `NotFound`; `Conflict("answered")` when somebody answered after `expected_version`; `Invalid`
    for an empty answer, a lost file or an address that is none.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    author_key = f"{actor.kind}:{actor.id}"
    known = await written(session, ticket_id=ticket.id, author_key=author_key, client_id=ask.client_id)
    if known is not None:
        return known
    refuse_merged(ticket)
    if not ask.text.strip() and not ask.attachments:
        raise Invalid("text", "The answer is empty: write something or attach a file.", code="empty")
    if ticket.last_reply_version > ask.expected_version:
        raise Conflict("answered", "A colleague has answered since you opened this. Read it, then send again.",
                       ticket.version)
    if ticket.state == "junk":
        raise Conflict("junk", "This was set aside as junk. Reopen it to answer.", ticket.version)
    if send:
        await _may_leave(session, ticket, ask, files_by_text, now=now)
    recipients = await _recipients(session, ticket, ask, ours) if send else ()
    files = await take_uploads(session, ids=ask.attachments, owner_key=author_key)
    way = ways_out.way_out(ticket) if send else ticket.channel
    message_id = await write_message(
        session, ticket, files=files,
        kind="staff", channel=way, author_kind="system" if actor.kind == "rule" else "staff", author_id=actor.id,
        author_name=scope.name, author_key=author_key, address=ticket.reply_value if send else None, proof=None,
        text=ask.text, reply=None, html=ask.html, message_id=None, client_id=ask.client_id,
        automatic=None, created_at=now, recipients=kept(recipients),
    )
    if message_id is None:
        raise Conflict("repeated", "This answer is being sent already.", ticket.version)
    ticket.updated_at = now
    ticket.message_count += 1
    ticket.preview, ticket.preview_by = preview(ask.text), "staff"
    waited_since = None if ticket.waiting_key == NOT_WAITING or not answers else ticket.waiting_key
    if answers:
        ticket.waiting_key = NOT_WAITING
        ticket.last_reply_version = ticket.version + 1
    ticket.trouble = None
    happen(session, ticket, ReplyWritten(
        ticket_id=ticket.id, message_id=message_id, channel=way, waited_since=waited_since,
    ), actor=actor, now=now)
    if send:
        await ways_out.send(session, ticket, message_id=message_id, recipients=recipients, now=now,
                            leaves_at=now + hold)
    if ticket.live and ticket.assignee_id not in (None, scope.staff_id) and scope.staff_id is not None:
        # Whoever says something to a patron at the other end is in the conversation: the patron is told so.
        await joins(session, ticket, scope.staff_id, actor=actor, now=now)
    if ticket.assignee_id is None and scope.staff_id is not None:
        ticket.assignee_id = scope.staff_id
        settle_lane(ticket)
        happen(session, ticket, TicketAssigned(ticket_id=ticket.id, from_staff_id=None, to_staff_id=scope.staff_id),
               actor=actor, now=now)
    _move_on(session, ticket, ask.then, actor=actor, now=now)
    return message_id


async def _may_leave(
    session: AsyncSession, ticket: TicketRow, ask: ReplyAsk, files_by_text: Carried, *, now: datetime
) -> None:
    """Raises `Conflict` where the way to the patron is shut, `Invalid` for what it cannot carry."""
    if await ways_out.says_stop(session, ticket):
        raise Conflict("opted_out", "They do not want text messages from us (STOP). Call, or write another way.",
                       ticket.version)
    closes_at = await ways_out.window_closes_at(session, ticket)
    if closes_at is not None and closes_at <= now:
        raise Conflict("window_closed", "They wrote too long ago: this way carries no answer any more.", ticket.version)
    if ways_out.way_out(ticket) == "sms":
        if ask.attachments:
            await must_fit(session, ticket, ask.attachments, files_by_text)
        if len(ask.text.strip()) > ways_out.TEXT_CHARS:
            raise Invalid("text", f"A text message holds {ways_out.TEXT_CHARS} characters at most.",
                          code="text_too_long")
    if ways_out.way_out(ticket) == "fax" and ask.attachments:
        names = (await session.execute(select(UploadRow.name).where(
            UploadRow.id.in_(ask.attachments), UploadRow.media_type.not_in(FAX_CARRIES)
        ))).scalars().all()
        if names:
            raise Invalid("attachments", f"A fax carries PDF files and pictures only. Leave out: {', '.join(names)}.",
                          code="fax_files")


async def _recipients(
    session: AsyncSession, ticket: TicketRow, ask: ReplyAsk, ours: Callable[[str], bool]
) -> tuple[Recipient, ...]:
    """Whom the writer chose; nobody where it goes the usual way."""
    if ask.to is None and not ask.cc:
        return ()
    if ways_out.way_out(ticket) != "email":
        raise Invalid("to", "This inquiry is not answered by e-mail, so nobody can be put into To or Cc.",
                      code="not_by_mail")
    to = ask.to
    if to is None:
        to = [RecipientAsk(address=one.reply_value or "", name=one.reply_name)
              for one in await ways_out.by_mail(session, ticket)]
    return chosen(to=to, cc=ask.cc, ours=ours)


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
