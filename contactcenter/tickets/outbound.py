"""A delivery as its channel needs it: the content is loaded when it is sent, never copied."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope import Address, Attachment, BlobRef, Line, Outbound, Outlook, Recipient, SendError
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.patrons.opt_out import opted_out
from contactcenter.tickets.conversations import ours_of
from contactcenter.tickets.patron_view import history
from contactcenter.tickets.recipients import of
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow


async def build(session: AsyncSession, delivery: DeliveryRow) -> Outbound | None:
    """The outbound message; None when its ticket or message is gone (erased), so nothing may leave.

    Raises `SendError` for a number that wants nothing more from us.
    """
    ticket = await session.get(TicketRow, delivery.ticket_id)
    if ticket is None:
        return None
    to = Address(delivery.to_kind, delivery.to_value, delivery.to_name)
    if delivery.to_kind == "phone" and await opted_out(session, [to]):
        raise SendError("opted_out", permanent=True)
    text, html, author = "", None, ""
    files: tuple[Attachment, ...] = ()
    lines: tuple[Line, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    written_at = None
    automatic = False
    locale, subject = ticket.locale, ticket.subject
    if delivery.kind == "notice":
        # They may be nobody who sees the ticket: of it they learn its number alone, in their own language.
        locale, subject = await _locale_of(session, delivery.to_value), ""
    if delivery.kind == "transcript":
        lines = tuple(await history(session, ticket_id=ticket.id))
        if not lines:
            return None
    if delivery.message_id is not None:
        message = await session.get(MessageRow, delivery.message_id)
        # A note never leaves, whatever row names it.
        if message is None or message.kind != "staff":
            return None
        text, html, author, written_at = message.text, message.html, message.author_name, message.created_at
        automatic = message.author_kind == "system"
        recipients = _all_of_them(of(message.recipients), delivery)
        if delivery.channel != "sms" or message.channel == "sms":
            files = await _files(session, message.id)
    return Outbound(
        key=delivery.key, channel=delivery.channel, delivery_id=delivery.id, ticket_id=ticket.id,
        to=to, subject=subject, text=text,
        html=html, attachments=files, locale=locale, author=author, kind=delivery.kind,
        in_reply_to=delivery.in_reply_to, references=tuple(delivery.references), lines=lines,
        recipients=recipients, mail_id=delivery.mail_id, written_at=written_at, automatic=automatic,
        outlook=_outlook(delivery),
        ours=await ours_of(session, ticket_id=ticket.id, theirs=to.value) if delivery.channel == "sms" else "",
        tried_since=delivery.created_at if delivery.attempts and delivery.code != "quiet_hours" else None,
    )


async def _files(session: AsyncSession, message_id: int) -> tuple[Attachment, ...]:
    """The message's. A text that tells a merged inquiry what went by mail goes without: nobody asked if they fit."""
    rows = (await session.execute(
        select(AttachmentRow).where(AttachmentRow.message_id == message_id).order_by(AttachmentRow.id)
    )).scalars()
    return tuple(
        Attachment(row.name, row.media_type, BlobRef(row.digest, row.size), row.content_id, row.inline) for row in rows
    )


def _outlook(delivery: DeliveryRow) -> Outlook | None:
    if delivery.told_half_s is None or delivery.told_most_s is None:
        return None
    return Outlook(delivery.told_before, delivery.told_half_s, delivery.told_most_s)


async def _locale_of(session: AsyncSession, email: str) -> str:
    found = await session.execute(select(StaffRow.locale).where(StaffRow.email == email, StaffRow.email.isnot(None)))
    return found.scalar_one_or_none() or "en"


def _all_of_them(recipients: tuple[Recipient, ...], delivery: DeliveryRow) -> tuple[Recipient, ...]:
    """Whom the mail names; none where this delivery is another mail (of a chat's answer that nobody saw, say)."""
    mine = delivery.channel == "email" and any(one.address == delivery.to_value for one in recipients)
    return recipients if mine else ()
