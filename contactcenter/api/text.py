"""What a text message would carry of an answer's files, said before it is sent."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select

from contactcenter.api.route import Call, Routes
from contactcenter.channels.sms.carries import text_files
from contactcenter.channels.sms.quiet import held_until
from contactcenter.shapes.texts import TextAsk, TextCheck, TextFile
from contactcenter.tickets.row import see
from contactcenter.tickets.tables import UploadRow
from contactcenter.tickets.text_files import carried_by, fit

routes = Routes("Tickets")


@routes.post("/tickets/{ticket_id}/text-check", transaction="own")
async def check_text(call: Call, ticket_id: int, ask: TextAsk) -> TextCheck:
    """Whether it would leave now, and whether files go with it, and which of these do not. Nothing is sent or kept."""
    async with call.house.database.read() as session:
        ticket = await see(session, scope=call.scope, ticket_id=ticket_id)
        takes = await carried_by(session, ticket, text_files(call.house.settings, call.house.carrier))
        uploads = (await session.execute(
            select(UploadRow).where(UploadRow.id.in_(ask.attachments),
                                    UploadRow.owner_key == f"{call.actor.kind}:{call.actor.id}")
        )).scalars().all()
    sms, zone = call.house.settings.sms, ZoneInfo(call.house.settings.library.timezone)
    leaves_at = held_until(call.now, begins=sms.quiet_from, ends=sms.quiet_to, zone=zone)
    if takes is None:
        return TextCheck(carries=False, most=0, most_bytes=0, files=[], leaves_at=leaves_at)
    found = fit(uploads, takes)
    return TextCheck(
        carries=True, most=takes.most, most_bytes=takes.most_bytes, error=found.wrong, leaves_at=leaves_at,
        files=[TextFile(id=one.id, name=one.name) for one in found.refused],
    )
