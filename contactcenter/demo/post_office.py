"""The post office: an SMTP server on this machine that keeps the mail patrons were sent."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP, Envelope, Session

from contactcenter.clock import now

KEPT = 500
"""Letters that are kept; older ones go."""
REFUSED = "nobody@"
"""An address that begins so does not exist here: a delivery that fails, to be seen."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as a patron received it."""

    number: int
    at: datetime
    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    def text(self) -> str:
        """The plain part."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part is not None else ""

    def html(self) -> str | None:
        """The HTML part, if there is one."""
        part = self.message.get_body(("html",))
        return str(part.get_content()) if part is not None else None

    def files(self) -> list[str]:
        """Names of the attachments."""
        return [part.get_filename() or "file" for part in self.message.iter_attachments()]


class PostOffice:
    """Takes every mail, and lets it be read."""

    def __init__(self) -> None:
        self._letters: deque[Letter] = deque(maxlen=KEPT)
        self._server: asyncio.Server | None = None
        self._count = 0

    async def open(self) -> int:
        """Listen on a free port; the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True, loop=loop, data_size_limit=60_000_000), "127.0.0.1", 0
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def letters(self, to: str | None = None) -> list[Letter]:
        """What was received, newest first."""
        return [one for one in reversed(self._letters) if to in (None, one.to)]

    def letter(self, number: int) -> Letter | None:
        """One letter."""
        return next((one for one in self._letters if one.number == number), None)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse whom nobody knows."""
        if address.startswith(REFUSED):
            return "550 5.1.1 There is no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter for each recipient."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        for to in envelope.rcpt_tos:
            self._count += 1
            self._letters.append(Letter(self._count, now(), to.lower(), message))
        return f"250 2.0.0 Kept as {self._count}"


POST_OFFICE = PostOffice()
