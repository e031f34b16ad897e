"""By which ways answers leave a house, and what stands in them. `app.py` asks. See docs/app.md."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.channels.email.send import SmtpSender
from contactcenter.channels.fax.send import FaxSender
from contactcenter.channels.sms.links import FileLinks
from contactcenter.channels.sms.send import SmsSender
from contactcenter.channels.web_chat.send import ChatSender
from contactcenter.envelope import Outbound, Sender
from contactcenter.house import House
from contactcenter.outbox.deliver import Build
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.portal.links import InquiryLinks
from contactcenter.queue.tell_when import tell_when
from contactcenter.settings import Settings
from contactcenter.tickets import outbound


def pages(settings: Settings, key: bytes) -> Callable[[int], str]:
    """A ticket's address on the web for its patron; empty where the site's address is not known."""
    links, site = InquiryLinks(key), settings.http.site
    return lambda ticket_id: site + links.path(ticket_id) if site else ""


def outgoing(house: House) -> Build:
    """What a delivery says, built when it leaves."""
    async def build(session: AsyncSession, delivery: DeliveryRow) -> Outbound | None:
        message = await outbound.build(session, delivery)
        # As it stood when it was queued, not now: sent again, it says the same.
        return await tell_when(session, message, calendars=house.front_desk.calendars, now=delivery.created_at)

    return build


def senders(house: House) -> dict[str, Sender]:
    """Who delivers, by the channel of the delivery."""
    email = SmtpSender(house.settings, house.key, read=house.desk.read, page=house.page)
    fax = FaxSender(house.settings, house.key, press=house.press, relay=email, marks=house.signer, read=house.desk.read)
    texts = SmsSender(house.settings, house.carrier, links=FileLinks(house.key), now=house.clock)
    return {"email": email, "web_chat": ChatSender(email), "sms": texts, "fax": fax}
