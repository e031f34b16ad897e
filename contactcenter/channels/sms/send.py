"""Texts out: quiet hours, then the carrier. A text whose answer was lost is looked for before it is sent again."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from contactcenter import clock
from contactcenter.carriers.contract import Carrier
from contactcenter.channels.sms.carries import leaves_from, text_files
from contactcenter.channels.sms.links import FileLinks
from contactcenter.channels.sms.mount import REPORTS
from contactcenter.channels.sms.quiet import held_until
from contactcenter.envelope import Outbound, Receipt, SendError
from contactcenter.settings import Settings

SLACK = timedelta(seconds=2)
"""The carrier's clock writes whole seconds."""


class SmsSender:
    """Delivers by the carrier; without one nothing can leave."""

    def __init__(
        self, settings: Settings, carrier: Carrier | None, *, links: FileLinks, now: clock.Clock = clock.now
    ) -> None:
        """`links` are how the carrier comes to our files."""
        self._carrier = carrier
        self._settings, self._sms = settings, settings.sms
        self._zone = ZoneInfo(settings.library.timezone)
        self._carried = text_files(settings, carrier)
        self._links = links
        self._now = now

    async def send(self, message: Outbound) -> Receipt:
        """Raises `SendError`; of one that waits for the morning it says until when."""
        if self._carrier is None:
            raise SendError("no_carrier", "No carrier is configured (carrier.kind).")
        ours = leaves_from(self._settings, message.ours)
        if not ours:
            raise SendError("our_number", "No number of ours may text (carrier.numbers).")
        if message.attachments and self._carried(ours) is None:
            # It was written while they went; without them it would be another answer.
            raise SendError("not_carried", "No files go by text (mms in carrier.numbers).", permanent=True)
        until = held_until(self._now(), begins=self._sms.quiet_from, ends=self._sms.quiet_to, zone=self._zone)
        if until is not None:
            raise SendError("quiet_hours", not_before=until)
        body = message.text.strip()
        if message.tried_since is not None:
            known = await self._carrier.find_text(
                sender=ours, to=message.to.value, body=body, since=message.tried_since - SLACK,
                files=len(message.attachments),
            )
            if known is not None:
                return Receipt(known)
        return Receipt(await self._carrier.send_text(
            sender=ours, to=message.to.value, body=body, report_to=REPORTS.format(delivery=message.delivery_id),
            media=[self._links.path(one, now=self._now()) for one in message.attachments],
        ))

    async def close(self) -> None:
        """The carrier is closed by whoever opened it."""
