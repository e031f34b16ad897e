"""Opening a ticket: a question at the desk or on the phone, or another program's.

It enters as every inquiry does, through `Desk.accept_now`, and is answered as every other is. The
three works have transactions of their own; each is done once however often the request is sent,
because each is known by the client's id.
"""

from __future__ import annotations

import hashlib
import re

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.api.route import Call, Routes
from contactcenter.envelope import Raw
from contactcenter.needs.record import prefill
from contactcenter.patrons.queries import profile
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import ReplyAsk, TicketAsk
from contactcenter.shapes.tickets import TicketDetail
from contactcenter.tickets.detail import detail
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid
from contactcenter.tickets.reply import reply
from contactcenter.tickets.row import see
from contactcenter.tickets.state import close
from contactcenter.tickets.tables import UploadRow

routes = Routes("Tickets")
ADDRESS = re.compile(r"""[^\s@<>"(),:;\\\[\]]{1,64}@[^\s@<>"(),:;\\\[\]]{1,189}""")
"""What can be written to a mail's header as it stands (the common part of RFC 5321's Mailbox)."""


@routes.post("/tickets", status=201, transaction="own", problems=(409,))
async def open_ticket(call: Call, ask: TicketAsk) -> TicketDetail:
    """Write down an inquiry from the desk or the phone, or open one for another program."""
    raw = Raw(channel="walk_in", data=await _written_down(call, ask))
    ticket_id = (await call.house.desk.accept_now(raw)).ticket_id
    if ticket_id is None:
        raise Conflict("set_aside", "It was kept but could not be understood; a supervisor finds it in quarantine.")
    await _answer(call, ask, ticket_id)
    async with call.house.database.read() as session:
        return await detail(session, scope=call.scope, ticket_id=ticket_id)


async def _written_down(call: Call, ask: TicketAsk) -> bytes:
    """The inquiry as the walk-in channel reads it, and as it is kept for good."""
    async with call.house.database.read() as session:
        name, email = " ".join(ask.patron_name.split()), ask.patron_email.strip()
        if email and not ADDRESS.fullmatch(email):
            raise Invalid("patron_email", "This is no e-mail address: correct it, or leave it empty.",
                          code="mail_address")
        if ask.patron_id is not None:
            name, email = await _known_patron(session, ask.patron_id)
        if ask.send_answer and not email:
            raise Invalid("send_answer", "There is no e-mail address to send the answer to.", code="no_mail_address")
        return orjson.dumps({
            "subject": ask.subject,
            "text": ask.text,
            "channel": ask.channel,
            "queue": await _queue(session, call.scope, ask.queue_id),
            "patron_name": name,
            "patron_email": email,
            "client_id": ask.client_id,
            "author": f"{call.actor.kind}:{call.actor.id}",
            "author_staff_id": call.scope.staff_id,
            "locale": call.signed_in.staff.locale if call.signed_in else call.house.settings.library.default_locale,
            "attachments": await _files(session, call, ask.attachments),
        })


async def _queue(session: AsyncSession, scope: Scope, queue_id: int | None) -> str:
    """The slug of the queue: the one asked for, else one's own, the general desk's first.

    Only a queue of one's own: what one writes down one must also see.
    """
    if not scope.queue_ids:
        raise Forbidden("You belong to no department: ask a supervisor to add you to one.")
    if queue_id is not None and queue_id not in scope.queue_ids:
        raise Invalid("queue_id", "Choose one of your own queues; hand the ticket over afterwards.",
                      code="own_queue_only")
    wanted = queue_id if queue_id is not None else min(scope.queue_ids)
    return (await session.execute(select(QueueRow.slug).where(QueueRow.id == wanted))).scalar_one()


async def _known_patron(session: AsyncSession, patron_id: int) -> tuple[str, str]:
    patron = await profile(session, patron_id=patron_id)
    if patron is None:
        raise Invalid("patron_id", "There is no such patron: search again.", code="unknown")
    return patron.name, next((one.value for one in patron.identities if one.kind == "email"), "")


async def _files(session: AsyncSession, call: Call, ids: list[str]) -> list[dict[str, object]]:
    """The uploads by their ids. They stay, so that the same request may be sent again."""
    rows = {row.id: row for row in (await session.execute(
        select(UploadRow).where(
            UploadRow.id.in_(ids), UploadRow.owner_key == f"{call.actor.kind}:{call.actor.id}"
        )
    )).scalars()}
    if len(rows) != len(set(ids)):
        raise Invalid("attachments", "A file is no longer there: attach it again.", code="file_gone")
    return [
        {"name": rows[one].name, "media_type": rows[one].media_type, "digest": rows[one].digest, "size": rows[one].size}
        for one in dict.fromkeys(ids)
    ]


async def _answer(call: Call, ask: TicketAsk, ticket_id: int) -> None:
    """What was answered at the desk, and closing."""
    answered = bool(ask.answer.strip())
    if not answered and not ask.close:
        return
    async with call.house.database.transaction() as session:
        if answered:
            ticket = await see(session, scope=call.scope, ticket_id=ticket_id)
            await reply(
                session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                ask=ReplyAsk(
                    text=ask.answer, expected_version=ticket.version, then="close" if ask.close else "keep",
                    client_id=hashlib.sha256(f"answer {ask.client_id}".encode()).hexdigest()[:32],
                ),
                send=ask.send_answer,
            )
        else:
            await close(session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
        if ask.close:
            await prefill(session, actor=call.actor, now=call.now, ticket_id=ticket_id)
