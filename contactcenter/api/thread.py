"""One ticket's thread: reading it, answering, noting."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from contactcenter.api.query import IdNumber, Limit, Query
from contactcenter.api.rich_text import sanitised
from contactcenter.api.route import Call, Routes
from contactcenter.calls.closing import refuse_talking
from contactcenter.channels.sms.carries import text_files
from contactcenter.needs.record import prefill, unfill
from contactcenter.outbox.retry import retry
from contactcenter.shapes.asks import NoteAsk, ReadAsk, ReplyAsk, Withdrawn
from contactcenter.shapes.tickets import Message, TicketDetail, Timeline
from contactcenter.tickets import detail, messages
from contactcenter.tickets.delivery import note_delivery
from contactcenter.tickets.errors import Conflict
from contactcenter.tickets.note import note
from contactcenter.tickets.read import read
from contactcenter.tickets.reply import reply
from contactcenter.tickets.withdraw import withdraw

routes = Routes("Thread")


class Before(Query):
    """Which stretch of a thread."""

    before: Annotated[IdNumber | None, Field(description="`more_before` of the stretch after it.")] = None
    limit: Limit = 100


@routes.get("/tickets/{ticket_id}")
async def show_ticket(call: Call, ticket_id: int) -> TicketDetail:
    """A ticket with its newest 100 messages."""
    return await detail.detail(call.session, scope=call.scope, ticket_id=ticket_id)


@routes.get("/tickets/{ticket_id}/messages")
async def earlier_messages(call: Call, ticket_id: int, query: Before) -> Timeline:
    """A stretch of the thread, oldest first."""
    return await detail.timeline(
        call.session, scope=call.scope, ticket_id=ticket_id, before=query.before, limit=query.limit
    )


@routes.post("/tickets/{ticket_id}/replies", status=201, problems=(409,))
async def write_reply(call: Call, ticket_id: int, ask: ReplyAsk) -> Message:
    """Answer the patron; 409 `answered` when a colleague was first, and nothing is sent.

    409 `talking`: to close it would end the call in which its patron is.
    """
    if ask.then == "close":
        await refuse_talking(call.session, ticket_id=ticket_id)
    clean = ask.model_copy(update={"html": sanitised(ask.html)})
    message_id = await reply(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, ask=clean,
        hold=timedelta(seconds=call.house.settings.mail.undo_s), ours=call.house.is_ours,
        files_by_text=text_files(call.house.settings, call.house.carrier),
    )
    if ask.then == "close":
        await prefill(call.session, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await _message(call, message_id)


@routes.post("/tickets/{ticket_id}/replies/{message_id}/withdraw", problems=(409,))
async def withdraw_reply(call: Call, ticket_id: int, message_id: int) -> Withdrawn:
    """Take back one's own answer before it leaves; 409 `sent` when it is on its way."""
    said = await withdraw(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, message_id=message_id
    )
    await unfill(call.session, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return said


@routes.post("/tickets/{ticket_id}/notes", status=201, problems=(409,))
async def write_note(call: Call, ticket_id: int, ask: NoteAsk) -> Message:
    """Add an internal note; it never leaves the house."""
    clean = ask.model_copy(update={"html": sanitised(ask.html)})
    message_id = await note(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, ask=clean
    )
    return await _message(call, message_id)


@routes.post("/tickets/{ticket_id}/read")
async def mark_read(call: Call, ticket_id: int, ask: ReadAsk) -> None:
    """I have read the ticket up to this version."""
    await read(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, up_to=ask.version
    )


@routes.post("/messages/{message_id}/retry", problems=(409,))
async def retry_message(call: Call, message_id: int) -> Message:
    """Send a reply again whose delivery failed; 409 `nothing_failed` when none did."""
    await messages.row_visible(call.session, scope=call.scope, message_id=message_id)
    again = await retry(call.session, message_id=message_id, now=call.now)
    if not again:
        raise Conflict("nothing_failed", "No delivery of this message has failed.")
    for delivery in again:
        await note_delivery(call.session, delivery=delivery, now=call.now)
    return await _message(call, message_id)


async def _message(call: Call, message_id: int) -> Message:
    await call.session.flush()
    return (await messages.load(call.session, [message_id]))[0]
