"""The deliveries of an answer: to whom, by which channel, in answer to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Address, Recipient
from contactcenter.outbox.enqueue import enqueue
from contactcenter.patrons.opt_out import opted_out
from contactcenter.tickets.tables import MessageRow, TicketRow

CHAT_GRACE = timedelta(minutes=10)
"""A chat answer is on the patron's screen at once; unseen for this long it goes by e-mail, if they
left an address."""
REFERENCES_KEPT = 10
REPLY_WINDOWS: dict[str, timedelta] = {}
"""Channels on which an answer may leave only so long after the patron's last word (a messenger's 24 hours). Texts, mail
and chats have none."""
TEXT_CHARS = 1600
"""What a carrier takes as one text. https://www.twilio.com/docs/messaging/api/message-resource"""


def way_out(ticket: TicketRow) -> str:
    """The channel an answer leaves by: e-mail where there is an address, else the way it came."""
    if ticket.channel == "web_chat":
        return "web_chat"
    return "email" if ticket.reply_kind == "email" else ticket.channel


async def says_stop(session: AsyncSession, ticket: TicketRow) -> bool:
    """Whether its way back is a number that wants nothing more from us."""
    if way_out(ticket) != "sms" or not ticket.reply_value:
        return False
    return bool(await opted_out(session, [Address("phone", ticket.reply_value)]))


async def window_closes_at(session: AsyncSession, ticket: TicketRow) -> datetime | None:
    """Until when an answer may leave; None where the way out has no such end."""
    window = REPLY_WINDOWS.get(way_out(ticket))
    if window is None:
        return None
    last = (await session.execute(
        select(func.max(MessageRow.created_at)).where(MessageRow.ticket_id == ticket.id, MessageRow.kind == "patron")
    )).scalar_one()
    return last + window  # a ticket of such a channel begins with its patron


async def by_mail(session: AsyncSession, ticket: TicketRow) -> list[TicketRow]:
    """The ticket and those merged into it that are answered by mail, each address once."""
    found: dict[str, TicketRow] = {}
    for one in await _family(session, ticket):
        if one.channel != "web_chat" and one.reply_kind == "email" and one.reply_value:
            found.setdefault(one.reply_value, one)
    return list(found.values())


async def send(
    session: AsyncSession, ticket: TicketRow, *, message_id: int, recipients: Sequence[Recipient], now: datetime,
    leaves_at: datetime,
) -> None:
    """One delivery to each recipient, or to each way back: the ticket's own, and those of tickets merged into it.

    A desk question was answered at the desk, and a form without an address is read on the patron's
    own page: for these there is nothing to send.
    """
    told: set[str] = set()
    if recipients:
        told = {one.address for one in recipients}
        await _one_mail(session, ticket, recipients, message_id=message_id, now=now, leaves_at=leaves_at)
    else:
        for one in await by_mail(session, ticket):
            told.add(one.reply_value or "")
            known = await _references(session, [one.id])
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="email",
                          to=Address("email", one.reply_value or "", one.reply_name), now=now, due_at=leaves_at,
                          in_reply_to=known[-1] if known else None, references=known)
    for one in await _family(session, ticket):
        if one.channel == "fax" and one.reply_kind == "fax" and one.reply_value and one.reply_value not in told:
            told.add(one.reply_value)
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="fax",
                          to=Address("fax", one.reply_value, one.reply_name), now=now, due_at=leaves_at)
        if one.channel == "sms" and one.reply_value and one.reply_value not in told:
            told.add(one.reply_value)
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="sms",
                          to=Address("phone", one.reply_value, one.reply_name), now=now, due_at=leaves_at)
        if one.channel == "web_chat":
            await enqueue(session, kind="reply", ticket_id=one.id, message_id=message_id, channel="web_chat",
                          to=_beside_the_chat(one, told), now=now, due_at=now + CHAT_GRACE)


async def _one_mail(
    session: AsyncSession, ticket: TicketRow, recipients: Sequence[Recipient], *, message_id: int, now: datetime,
    leaves_at: datetime,
) -> None:
    """A delivery for each, under one Message-ID: who refuses it or is late stops nobody else."""
    known = await _references(session, [one.id for one in await _family(session, ticket)])
    first: int | None = None
    for one in recipients:
        made = await enqueue(session, kind="reply", ticket_id=ticket.id, message_id=message_id, channel="email",
                             to=Address("email", one.address, one.name), now=now, due_at=leaves_at,
                             in_reply_to=known[-1] if known else None, references=known, mail_id=first)
        first = made if first is None else first


async def _family(session: AsyncSession, ticket: TicketRow) -> list[TicketRow]:
    """The ticket, then those merged into it."""
    rows = (await session.execute(
        select(TicketRow).where(TicketRow.root_id == ticket.id).order_by(TicketRow.id)
    )).scalars()
    return [ticket, *(member for member in rows if member.id != ticket.id)]


def _beside_the_chat(ticket: TicketRow, told: set[str]) -> Address:
    """Where an answer goes that nobody saw on the screen: by e-mail, if they left an address.

    Not to one that has the answer by mail already, because a merged inquiry came from there.
    """
    if ticket.reply_kind == "email" and ticket.reply_value and ticket.reply_value not in told:
        return Address("email", ticket.reply_value, ticket.reply_name)
    return Address("chat", str(ticket.id), ticket.patron_name)


async def _references(session: AsyncSession, ticket_ids: Iterable[int]) -> tuple[str, ...]:
    """Message-IDs of the patron's last mails, oldest first (RFC 5322 3.6.4)."""
    rows = (await session.execute(
        select(MessageRow.message_id)
        .where(MessageRow.ticket_id.in_(list(ticket_ids)), MessageRow.kind == "patron",
               MessageRow.message_id.isnot(None))
        .order_by(MessageRow.created_at.desc(), MessageRow.id.desc())
        .limit(REFERENCES_KEPT)
    )).scalars().all()
    return tuple(reference for reference in reversed(rows) if reference)
