"""The demo's fax machines and the gateway between them and the library: mails in, mails out, and reports.

The gateway takes what the post office got for it, and says by mail what became of it, as gateways do.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import OrderedDict
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

import aiosmtplib
import structlog

from contactcenter.channels.fax.font import NoFont, font_file
from contactcenter.demo.by_mail import post
from contactcenter.demo.fax_drawn import drawn
from contactcenter.demo.letters import Mail
from contactcenter.demo.patrons import AMINA, LI_LEI, Patron
from contactcenter.demo.post_office import Letter
from contactcenter.ending import end
from contactcenter.envelope.numbers import readable
from contactcenter.house import House
from contactcenter.settings import Fax

log = structlog.get_logger(__name__)
GATEWAY = "gateway.example"
FAX = Fax(
    gateway=f"fax.{GATEWAY}", addresses=["fax-in@library.example"], sender="fax-in@library.example",
    number="+861055550300",
)
VISITORS = {AMINA.address: "+861055502011", LI_LEI.address: "+861055502012"}
BUSY_ONE_IN = 4
MOST_REMEMBERED = 500


class FaxMachines:
    """Every patron's, and the gateway."""

    def __init__(self, house: House, dice: random.Random, *, reports_after_s: float) -> None:
        self._house = house
        self._dice = dice
        self._after_s = reports_after_s
        self._busy: OrderedDict[str, None] = OrderedDict()
        """Message-IDs of those that found the line busy once."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.states: OrderedDict[int, str] = OrderedDict()
        """How faxes ended, by the number of their letter."""

    @property
    def open(self) -> bool:
        """Whether the library's gateway is this one, and there is a font to write in."""
        try:
            font_file()
        except NoFont:
            return False
        return self._house.settings.fax.gateway == FAX.gateway

    def got(self, letter: Letter) -> None:
        """A letter for the gateway: dial, and report."""
        if self.open and letter.to.endswith(f"@{FAX.gateway}"):
            task = asyncio.create_task(self._dial(letter))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Hang up."""
        await end(*self._tasks)

    async def send(self, patron: Patron, text: str, *, pictures: Sequence[bytes] = (), pdf: bytes = b"") -> None:
        """A patron faxes what is written by hand and pictures, a page each; or a PDF, which a gateway passes on.

        Raises `ValueError` when a picture cannot be read, `PressError` when the PDF cannot.
        """
        number = number_of(patron)
        head = f"{self._house.clock():%Y-%m-%d %H:%M}   {readable(number)}"
        made: list[tuple[bytes, str, str]] = []
        many = 0
        if text or pictures:
            page, many = await asyncio.to_thread(drawn, text, pictures, head=head)
            made.append((page, "image", "tiff"))
        if pdf:
            digest = hashlib.sha256(pdf).hexdigest()
            many += (await self._house.press.pages(pdf, digest=digest, media_type="application/pdf")).count
            made.append((pdf, "application", "pdf"))
        pages = f"{many} page" if many == 1 else f"{many} pages"
        said = f"Fax from {number}\nCSID: {patron.name}\nPages: {many}\n"
        mail = self._mail(f"New fax from {number} ({pages})", said)
        for content, main, sub in made:
            mail.add_attachment(content, maintype=main, subtype=sub,
                                filename=f"fax-{number.lstrip('+')}.{'pdf' if sub == 'pdf' else 'tif'}")
        await post(mail, f"robot@{GATEWAY}", self._house.settings)

    async def _dial(self, letter: Letter) -> None:
        await asyncio.sleep(self._after_s)
        mark = str(letter.message["Message-ID"])
        number = letter.to.partition("@")[0]
        busy = (
            f"+{number}" not in VISITORS.values() and mark not in self._busy and self._dice.randrange(BUSY_ONE_IN) == 0
        )
        self.states[letter.number] = "busy" if busy else "ok"
        if len(self.states) > MOST_REMEMBERED:
            self.states.popitem(last=False)
        if busy:
            self._busy[mark] = None
            if len(self._busy) > MOST_REMEMBERED:
                self._busy.popitem(last=False)
            mail = self._mail(f"Fax to {number} failed", f"Reason: busy\nSubject: {letter.subject}\n")
        else:
            mail = self._mail(f"Fax to {number} sent successfully", f"Subject: {letter.subject}\n")
        try:
            await post(mail, f"robot@{GATEWAY}", self._house.settings)
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("demo.fax_unreported", error=type(error).__name__)

    def _mail(self, subject: str, text: str) -> Mail:
        mail: Mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = f"robot@{GATEWAY}", FAX.addresses[0], subject
        mail["Date"] = format_datetime(self._house.clock())
        mail["Message-ID"] = make_msgid(domain=GATEWAY)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail


def number_of(patron: Patron) -> str:
    """The number of their machine: nobody has it."""
    digits = int.from_bytes(hashlib.sha256(patron.address.encode()).digest()[:4], "big") % 10_000
    return VISITORS.get(patron.address, f"+86105556{digits:04}")
