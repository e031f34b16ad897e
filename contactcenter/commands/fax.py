"""The doctor's look at faxes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from contactcenter.channels.fax.font import SHIPPED, NoFont, font_file
from contactcenter.clock import now
from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.db.engine import Database
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Settings

UNREPORTED_AFTER = timedelta(days=1)


async def fax(settings: Settings, database: Database) -> str:
    """Whether faxes can come and leave, and whether the gateway tells what became of them."""
    own = settings.fax
    comes = bool(own.addresses or own.senders)
    if not own.gateway and not comes:
        return "none (fax.gateway, fax.addresses and fax.senders are empty)"
    try:
        font = font_file(own.font)
    except NoFont as error:
        if own.gateway:
            raise Ailing(f"{error} Until then answers by fax wait in the outbox.") from error
        font = SHIPPED
    if own.senders and not settings.mail.authserv_id and not own.addresses:
        raise Ailing("fax.senders is believed only where mail.authserv_id names our mail server. Set it, or give the "
                     "gateway an address of its own in fax.addresses. Until then its mails stay mails.")
    if own.gateway and not comes:
        raise Noteworthy("answers leave, but no report is read: set fax.addresses or fax.senders.")
    if own.gateway and font not in (SHIPPED, Path(own.font)):
        raise Noteworthy(f"set in the system's {font}. Run tools/build_front_end.py for the program's own font.")
    async with database.read() as session:
        waiting = (await session.execute(
            select(func.count()).select_from(DeliveryRow)
            .where(DeliveryRow.channel == "fax", DeliveryRow.state == "sent")
            .where(DeliveryRow.changed_at < now() - UNREPORTED_AFTER)
        )).scalar_one()
    if waiting:
        raise Noteworthy(f"{waiting} faxes were handed to {own.gateway} a day ago and more, and it reported nothing of "
                         "them. Do its reports reach us, and repeat our Subject?")
    return (f"to number@{own.gateway}" if own.gateway else "none leave (fax.gateway is empty)") + (
        f", from {', '.join([*own.addresses, *own.senders])}")
