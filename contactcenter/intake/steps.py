"""The way of one inquiry, in order. Reading this tuple is reading the intake.

Each step takes the session and the work in hand and may fill in what it is named for. A step that
raises sends the one inquiry to quarantine under the step's name; the others of its set go on.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.blobs import Blobs
from contactcenter.db.insert import insert_into
from contactcenter.envelope import Address, BlobRef, Inbound
from contactcenter.events.record import Actor
from contactcenter.intake.bounced import note_bounce
from contactcenter.intake.tables import InboundRow, KnownKeyRow
from contactcenter.intake.thread import find_thread
from contactcenter.outbox.enqueue import enqueue
from contactcenter.patrons.identify import identify as identify_patron
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.tickets.append import append
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.link import join
from contactcenter.tickets.open import open_ticket
from contactcenter.tickets.row import lock
from contactcenter.tickets.tables import TicketRow
from contactcenter.tickets.write import StoredFile

REPLYABLE = frozenset({"email"})
KNOWN_BY = frozenset({"email", "phone"})
ACKNOWLEDGED = frozenset({"email", "web_form"})
"""Channels whose patrons hear at once that their inquiry arrived. In a chat they see it."""


@dataclass(slots=True)
class Work:
    """One inquiry on its way through the steps."""

    inbound_id: int
    inbound: Inbound
    now: datetime
    blobs: Blobs
    duplicate: bool = False
    patron_id: int | None = None
    ticket: TicketInHand | None = None
    known_ticket_id: int | None = None
    """Where the first one went, when this one came before."""
    by_id: int | None = None
    related: TicketRow | None = None
    queue_id: int | None = None
    opened: bool = False
    message_id: int | None = None
    files: list[StoredFile] = field(default_factory=list)


async def dedupe(session: AsyncSession, work: Work) -> None:
    """The same inquiry by two doors, or twice by one, is one."""
    for key in work.inbound.identity_keys:
        fresh = await session.execute(
            insert_into(session, KnownKeyRow).values(key=key[:200], inbound_id=work.inbound_id)
            .on_conflict_do_nothing().returning(KnownKeyRow.key)
        )
        if fresh.scalar_one_or_none() is None:
            holder = await session.get(KnownKeyRow, key[:200])
            work.duplicate = holder is not None and holder.inbound_id != work.inbound_id
            if work.duplicate and holder is not None:
                await _answer_as_before(session, work, holder)
                return


async def _answer_as_before(session: AsyncSession, work: Work, holder: KnownKeyRow) -> None:
    """Whoever sent it twice hears where the first one went (a chat's first receipt was lost, say)."""
    first = await session.get(InboundRow, holder.inbound_id)
    if first is not None:
        work.known_ticket_id, work.message_id = first.ticket_id, first.message_id


async def identify(session: AsyncSession, work: Work) -> None:
    """Who wrote. An address that stands for nobody makes no patron, and neither does a chat without a name."""
    if not work.inbound.from_nobody and work.inbound.sender.kind in KNOWN_BY:
        work.patron_id = await identify_patron(
            session, address=work.inbound.sender, locale=work.inbound.locale, now=work.now
        )


async def thread(session: AsyncSession, work: Work) -> None:
    """Which ticket it belongs to, if it proves so; else what it should be linked to (law 10)."""
    found = await find_thread(session, inbound=work.inbound)
    work.ticket, work.by_id = found.ticket, found.by_id
    if found.related_id is not None:
        work.related = (await lock(session, found.related_id)).get(found.related_id)


async def route(session: AsyncSession, work: Work) -> None:
    """Which queue a new ticket joins: the one the patron chose or wrote to, else the general desk."""
    if work.ticket is not None:
        return
    if work.inbound.queue:
        work.queue_id = (await session.execute(
            select(QueueRow.id).where(QueueRow.slug == work.inbound.queue)
        )).scalar_one_or_none()
    addresses = [one.value.lower() for one in work.inbound.to if one.kind == "email"]
    if work.queue_id is None and addresses:
        work.queue_id = (await session.execute(
            select(QueueAddressRow.queue_id).where(QueueAddressRow.address.in_(addresses))
            .order_by(QueueAddressRow.queue_id.desc()).limit(1)
        )).scalar_one_or_none()
    if work.queue_id is None:
        work.queue_id = (await session.execute(select(QueueRow.id).order_by(QueueRow.id).limit(1))).scalar_one()


async def open_or_append(session: AsyncSession, work: Work) -> None:
    """The message joins its ticket; a new inquiry opens one."""
    if work.ticket is None:
        assert work.queue_id is not None  # noqa: S101  # the step before saw to it
        sender = work.inbound.reply_to or work.inbound.sender
        work.ticket = await open_ticket(
            session, inbound=work.inbound, queue_id=work.queue_id, patron_id=work.patron_id,
            reply_to=sender if sender.kind in REPLYABLE and sender.value else None,
            set_aside_by=work.inbound.automatic, actor=_who_opens(work), now=work.now,
        )
        work.opened = True
    work.files = await _keep_files(session, work)
    work.message_id = await append(
        session, ticket=work.ticket, by_id=work.by_id, inbound=work.inbound, patron_id=work.patron_id,
        files=work.files, now=work.now,
    )
    if work.message_id is None:
        work.duplicate = True
        await work.blobs.release(session, [file.digest for file in work.files])


def _who_opens(work: Work) -> Actor:
    """The patron, or at the desk the librarian who wrote the question down."""
    if work.inbound.author_staff_id is not None:
        return Actor("staff", work.inbound.author_staff_id)
    return Actor("patron", work.patron_id)


async def relate(session: AsyncSession, work: Work) -> None:
    """A ticket that was merely mentioned is linked, so that a librarian sees both."""
    if work.opened and work.related is not None and work.ticket is not None:
        await join(session, work.ticket, work.related, reason="mentioned", actor=Actor("system"), now=work.now)
        await save(session, work.ticket)


async def acknowledge(session: AsyncSession, work: Work) -> None:
    """One acknowledgement a thread, never to a machine or where its mail asks for none (RFC 3834)."""
    ticket = work.ticket
    if not work.opened or work.inbound.silent or ticket is None or ticket.reply_kind != "email":
        return
    if work.inbound.channel not in ACKNOWLEDGED or not ticket.reply_value:
        return
    known = (work.inbound.message_id,) if work.inbound.message_id else ()
    await enqueue(
        session, kind="acknowledgement", ticket_id=ticket.id, message_id=None, channel="email",
        to=Address("email", ticket.reply_value, ticket.reply_name), now=work.now, due_at=work.now,
        in_reply_to=work.inbound.message_id, references=known,
    )


async def bounce(session: AsyncSession, work: Work) -> None:
    """An answer came back: its delivery and its ticket say so (law 5). A delay is only told in the thread.

    Only our own signed Message-ID names the delivery: whoever knows it has had that mail in hand.
    """
    if work.inbound.bounce is not None:
        await note_bounce(session, bounce=work.inbound.bounce, deliveries=work.inbound.thread.deliveries, now=work.now)


_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
Step = Callable[[AsyncSession, Work], Awaitable[None]]
STEPS: tuple[Step, ...] = (dedupe, identify, thread, route, open_or_append, relate, acknowledge, bounce)


async def _keep_files(session: AsyncSession, work: Work) -> list[StoredFile]:
    files = []
    for attachment in work.inbound.attachments:
        if isinstance(attachment.data, BlobRef):
            await work.blobs.refer(session, [attachment.data.digest])
            ref = attachment.data
        else:
            ref = await work.blobs.keep(session, attachment.data, now=work.now)
        files.append(StoredFile(
            attachment.name[:255], attachment.media_type[:127], ref.size, ref.digest,
            attachment.content_id[:255] if attachment.content_id else None, attachment.inline,
        ))
    return files


def storable(inbound: Inbound) -> Inbound:
    """Text as both databases hold it; the raw bytes keep what they were.

    NUL (PostgreSQL) and lone surrogates (UTF-8) are shown as the replacement character.
    """
    changes: dict[str, object] = {
        name: _text(value)
        for name in ("subject", "text", "reply", "html", "message_id", "client_id", "locale", "language")
        if isinstance(value := getattr(inbound, name), str) and _NOT_TEXT.search(value)
    }
    for name in ("sender", "reply_to"):
        address: Address | None = getattr(inbound, name)
        if address is not None and _NOT_TEXT.search(address.value + address.name):
            changes[name] = replace(address, value=_text(address.value), name=_text(address.name))
    if any(_NOT_TEXT.search(one.address + one.name) for one in inbound.recipients):
        changes["recipients"] = tuple(
            replace(one, address=_text(one.address), name=_text(one.name)) for one in inbound.recipients
        )
    if any(_NOT_TEXT.search(f"{one.name}{one.media_type}{one.content_id}") for one in inbound.attachments):
        changes["attachments"] = tuple(
            replace(one, name=_text(one.name), media_type=_text(one.media_type),
                    content_id=None if one.content_id is None else _text(one.content_id))
            for one in inbound.attachments
        )
    if any(_NOT_TEXT.search(one.reason + "".join(one.fields.values())) for one in inbound.findings):
        changes["findings"] = tuple(replace(one, reason=_text(one.reason), fields=_texts(one.fields))
                                    for one in inbound.findings)
    if any(_NOT_TEXT.search(one.words + "".join(one.fields.values())) for one in inbound.problems):
        changes["problems"] = tuple(replace(one, words=_text(one.words), fields=_texts(one.fields))
                                    for one in inbound.problems)
    return replace(inbound, **changes) if changes else inbound  # type: ignore[arg-type]  # each as its field is


def _text(value: str) -> str:
    return _NOT_TEXT.sub("\ufffd", value)


def _texts(fields: dict[str, str]) -> dict[str, str]:
    return {name: _text(value) for name, value in fields.items()}
