"""Faxes out: an answer as a PDF, by mail to the gateway, under the same bytes at every attempt.

`sent` means that the gateway has it. Whether the fax arrived is told by its report (`reports.py`).
A provider with a fax API would be a sender beside this one: docs/fax.md says how.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import phonenumbers

from contactcenter import clock
from contactcenter.channels.fax.font import NoFont, font_file
from contactcenter.channels.fax.jobs import Sheet
from contactcenter.channels.fax.press import Press, PressError, Printed
from contactcenter.channels.fax.reference import References
from contactcenter.envelope import FAX_CARRIES, BlobRef, Letter, Marks, Outbound, Receipt, Relay, SendError
from contactcenter.envelope.numbers import readable
from contactcenter.settings import Settings

ReadBlob = Callable[[BlobRef], Awaitable[bytes]]
OURS = frozenset({"too_slow", "no_font"})
"""Of the press's errors those that another attempt may not meet."""


class FaxSender:
    """Delivers by the gateway of the settings. `secret`: the house's key."""

    def __init__(
        self, settings: Settings, secret: bytes, *, press: Press, relay: Relay, marks: Marks, read: ReadBlob,
        now: clock.Clock = clock.now,
    ) -> None:
        self._settings = settings
        self._press = press
        self._relay = relay
        self._marks = marks
        self._read = read
        self._now = now
        self._references = References(secret)

    async def send(self, message: Outbound) -> Receipt:
        """Deliver one fax. Raises `SendError`."""
        fax = self._settings.fax
        if not fax.gateway:
            raise SendError("no_gateway", "No fax gateway is set (fax.gateway).")
        number = message.to.value
        if not number.startswith("+"):
            raise SendError("wrong_address", "This fax number cannot be called.", permanent=True)
        printed = await self._print(message)
        to = f"{local_part(number, pattern=fax.to, country=fax.country)}@{fax.gateway}"
        letter = self._letter(message, to=to, pdf=printed.pdf)
        return await self._relay.post(letter)

    async def close(self) -> None:
        """Nothing is kept open: the relay is its owner's."""

    async def _print(self, message: Outbound) -> Printed:
        files = []
        for file in message.attachments:
            if file.media_type not in FAX_CARRIES:
                raise SendError("not_carried", file.name, permanent=True)
            try:
                data = file.data if isinstance(file.data, bytes) else await self._read(file.data)
            except (OSError, LookupError) as error:
                raise SendError("attachment", "An attachment could not be read.") from error
            files.append((file.name, file.media_type, data))
        try:
            return await self._press.fax(
                sheet_of(message, self._settings, at=message.written_at or self._now()), files,
                font=font_file(self._settings.fax.font), most_pages=self._settings.fax.pages,
            )
        except NoFont as error:
            raise SendError("no_font", str(error)) from error
        except PressError as error:
            raise SendError(f"page_{error.code}" if error.code in ("broken", "too_big", "locked") else error.code,
                            error.detail, permanent=error.code not in OURS) from error

    def _letter(self, message: Outbound, *, to: str, pdf: bytes) -> Letter:
        fax, ids = self._settings.fax, {"ticket_id": message.ticket_id, "delivery_id": message.delivery_id}
        sender = fax.sender or self._settings.mail.address
        mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
        mail["From"], mail["To"] = sender, to
        mail["Subject"] = fax.subject.format(reference=self._references.of(message.delivery_id))
        mail["Date"] = format_datetime(message.written_at or self._now())
        mail["Message-ID"] = self._marks.message_id(**ids)
        # Many gateways print the text as a cover sheet of their own: there is none.
        mail.set_content("\n")
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"fax-{message.ticket_id}.pdf")
        mail.set_boundary(f"fax-{message.key}")
        # A gateway that knows us by our envelope's sender hears of no other.
        return Letter(mail.as_bytes(), fax.sender or self._marks.return_path(**ids), to)


def sheet_of(message: Outbound, settings: Settings, *, at: datetime) -> Sheet:
    """What the cover sheet and the pages say."""
    library, fax, name = settings.library, settings.fax, message.to.name
    written = f"{at.astimezone(ZoneInfo(library.timezone)):%Y-%m-%d %H:%M}"
    return Sheet(
        library=library.name, library_zh=library.name_zh, author=message.author, to=readable(message.to.value),
        to_name="" if name in (message.to.value, readable(message.to.value)) else name,
        number=readable(fax.number) if fax.number else "", at=written, subject=message.subject,
        ticket_id=message.ticket_id, text=message.text, locale=message.locale, paper=fax.paper,
        made_at=at.timestamp(),
    )


def local_part(number: str, *, pattern: str, country: str) -> str:
    """A number (E.164) as the gateway wants it before the `@`."""
    parsed = phonenumbers.parse(number, None)
    digits = number.lstrip("+")
    national = digits
    if phonenumbers.region_code_for_country_code(parsed.country_code or 0) == country:
        written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        national = "".join(char for char in written if char.isdigit())
    return pattern.format(digits=digits, plus=number, national=national)
