"""What a fax would carry of an answer, said before it is sent."""

from __future__ import annotations

import re

from sqlalchemy import select

from contactcenter.api.route import Call, Routes
from contactcenter.channels.fax.font import NoFont, font_file
from contactcenter.channels.fax.press import PressError, Printed
from contactcenter.channels.fax.send import sheet_of
from contactcenter.envelope import FAX_CARRIES, Address, BlobRef, Outbound
from contactcenter.shapes.fax import FaxAsk, FaxCheck, FaxFile, FaxNote
from contactcenter.tickets.row import see
from contactcenter.tickets.tables import TicketRow, UploadRow

routes = Routes("Tickets")
LINK = re.compile(r"https?://\S")
OF_FILE = ("broken", "too_big", "locked")


@routes.post("/tickets/{ticket_id}/fax-check", transaction="own")
async def check_fax(call: Call, ticket_id: int, ask: FaxAsk) -> FaxCheck:
    """How many pages the answer would have, and what no fax can carry of it. Nothing is sent or kept."""
    fax = call.house.settings.fax
    async with call.house.database.read() as session:
        ticket = await see(session, scope=call.scope, ticket_id=ticket_id)
        found = {row.id: row for row in (await session.execute(
            select(UploadRow).where(UploadRow.id.in_(ask.attachments),
                                    UploadRow.owner_key == f"{call.actor.kind}:{call.actor.id}")
        )).scalars()}
    uploads = [found[one] for one in ask.attachments if one in found]
    refused = [FaxFile(id=one.id, name=one.name, code="not_carried") for one in uploads
               if one.media_type not in FAX_CARRIES]
    carried = [one for one in uploads if one.media_type in FAX_CARRIES]
    notes: list[FaxNote] = []
    if LINK.search(ask.text):
        notes.append("links")
    if any(one.media_type != "image/tiff" for one in carried):
        notes.append("colours")
    error, printed = None, None
    if not fax.gateway:
        error = "no_gateway"
    elif not (ticket.reply_value or "").startswith("+"):
        error = "wrong_number"
    else:
        try:
            printed = await _print(call, ticket, ask.text, carried)
        except NoFont:
            error = "no_font"
        except PressError as wrong:
            bad = next((one for one in carried if one.id == wrong.detail), None)
            if bad is not None and wrong.code in OF_FILE:
                refused.append(FaxFile(
                    id=bad.id, name=bad.name,
                    code="locked" if wrong.code == "locked" else "too_big" if wrong.code == "too_big" else "broken",
                ))
            else:
                error = wrong.code
    return FaxCheck(
        pages=printed.pages if printed else None, most=fax.pages, missing=printed.missing if printed else "",
        notes=notes, files=refused, error=error,
    )


async def _print(call: Call, ticket: TicketRow, text: str, uploads: list[UploadRow]) -> Printed:
    """As it would be sent. Raises `PressError`; its detail is the id of the upload that is to blame."""
    files = [(one.id, one.media_type, await call.house.desk.read(BlobRef(one.digest, one.size))) for one in uploads]
    message = Outbound(
        key="", channel="fax", delivery_id=0, ticket_id=ticket.id,
        to=Address("fax", ticket.reply_value or "", ticket.reply_name), subject=ticket.subject, text=text, html=None,
        attachments=(), locale=ticket.locale, author=call.scope.name,
    )
    settings = call.house.settings
    return await call.house.press.fax(
        sheet_of(message, settings, at=call.now), files, font=font_file(settings.fax.font),
        most_pages=settings.fax.pages, check=True,
    )
