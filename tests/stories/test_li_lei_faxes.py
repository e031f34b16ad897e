"""李雷 faxes by the gateway; 王芳 answers; the gateway gets a PDF, is busy at first, and says in the end that it arrived."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2 as pdfium
from sqlalchemy import select, update

from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail, Smtp
from contactcenter.tickets.tables import AttachmentRow, MessageRow
from tests.channels.fax.gateway import FAX, LI_LEI, arrived, mail, tiff
from tests.library import Library, open_library
from tests.neighbours.smtp import Kept, SmtpSink


async def test_li_lei_faxes(tmp_path: Path, smtp_sink: SmtpSink) -> None:
    relay = Mail(undo_s=0, smtp=Smtp(port=smtp_sink.port, security="none"))
    async with open_library(tmp_path, mail=relay, fax=FAX) as library:
        came = await library.house.desk.accept_now(
            arrived(mail("New fax from 010-62751051 (2 pages)", fax=tiff(2))))
        ticket_id = came.ticket_id or 0
        ticket = await library.ticket(ticket_id)
        assert (ticket.channel, ticket.reply_kind, ticket.reply_value) == ("fax", "fax", LI_LEI)
        assert (ticket.subject, ticket.preview, ticket.patron_name) == ("", "", "+86 10 6275 1051")  # told in the reader's language
        message, file = await first_of(library, ticket_id)
        assert (message.address, message.proof, file.media_type) == (LI_LEI, None, "image/tiff")

        await library.answer("王芳", ticket_id, "李雷，您好：您要的书已到馆。The book is here.")
        first = await asyncio.to_thread(smtp_sink.wait, 1)
        assert first[0].rcpt_tos == ["861062751051@fax.gateway.example"]
        pdf = enclosed(first[0])
        said = pdfium.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
        assert "您要的书已到馆。The book is here." in said
        assert "Library" in said
        reference = str(first[0].message["Subject"])

        await report(library, mail("Your fax could not be sent: line busy", f"Reference: {reference}"))
        delivery = await delivery_of(library)
        assert (delivery.state, delivery.code) == ("delayed", "fax_busy")
        await due_now(library)
        second = await asyncio.to_thread(smtp_sink.wait, 2)
        assert second[1].raw == first[0].raw  # the same bytes at every attempt

        done = mail("Fax sent successfully", f"Reference: {reference}\nPages: 1", at=datetime.now(UTC))
        await report(library, done)
        assert (await delivery_of(library)).state == "delivered"
        late = mail("Fax failed: no answer", f"Reference: {reference}", at=datetime.now(UTC) + timedelta(minutes=1))
        await report(library, late)
        assert (await delivery_of(library)).state == "delivered"  # what arrived has arrived
        assert len(await library.texts(ticket_id)) == 2  # news of a delivery makes no thread longer


async def first_of(library: Library, ticket_id: int) -> tuple[MessageRow, AttachmentRow]:
    async with library.house.database.read() as session:
        message = (await session.execute(
            select(MessageRow).where(MessageRow.ticket_id == ticket_id).order_by(MessageRow.id)
        )).scalars().first()
        assert message is not None
        file = (await session.execute(
            select(AttachmentRow).where(AttachmentRow.message_id == message.id)
        )).scalar_one()
        return message, file


async def report(library: Library, data: bytes) -> None:
    """By the mail door, as every report comes."""
    raw: Raw = arrived(data)
    await library.house.desk.accept_now(raw)


async def delivery_of(library: Library) -> DeliveryRow:
    """The one there is, once its attempt is written down."""
    async with asyncio.timeout(10):
        while True:
            async with library.house.database.read() as session:
                row = (await session.execute(select(DeliveryRow))).scalar_one()
            if row.state not in ("queued", "sending"):
                return row
            await asyncio.sleep(0.02)


async def due_now(library: Library) -> None:
    """The pause is over."""
    async with library.house.database.transaction() as session:
        await session.execute(update(DeliveryRow).values(due_at=datetime.now(UTC)))
        session.info["queued"] = True


def enclosed(kept: Kept) -> bytes:
    """The PDF of a mail to the gateway."""
    part = next(kept.message.iter_attachments())
    assert part.get_content_type() == "application/pdf"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content
