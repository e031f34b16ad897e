"""The post office: an SMTP server on this machine that keeps the mail patrons were sent."""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses

from aiosmtpd.smtp import SMTP, Envelope, Session

from contactcenter.clock import now
from contactcenter.demo.letters import Mail
from contactcenter.demo.patrons import UNREACHABLE

MOST_LETTERS = 1_000
MOST_BYTES = 64_000_000
"""What the post office keeps in memory; the oldest letters go first."""
LARGEST_BYTES = 60_000_000


@dataclass(frozen=True)
class File:
    """An attachment of a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail as a patron received it, byte for byte."""

    number: int
    at: datetime
    to: str
    content: bytes

    @functools.cached_property
    def message(self) -> Mail:
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(self.content)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def name(self) -> str:
        """The name of whoever got it, as it stands in the mail."""
        return next((name for name, address in (*self.people("To"), *self.people("Cc")) if address.lower() == self.to
                     and name), self.to)

    @property
    def copy(self) -> bool:
        """Whether they got it as a copy: their address stands in Cc."""
        return any(address.lower() == self.to for _, address in self.people("Cc"))

    def people(self, field: str) -> list[tuple[str, str]]:
        """Names and addresses in To or Cc."""
        # By the older decoder: `policy.default` leaves a space between the encoded words of one long name.
        raw = BytesHeaderParser(policy=policy.compat32).parsebytes(self.content).get(field, "")
        return [
            (" ".join(str(make_header(decode_header(name))).split()), address)
            for name, address in getaddresses([str(raw)])
        ]

    @property
    def automatic(self) -> bool:
        """An acknowledgement, say: nobody answers it."""
        return str(self.message["Auto-Submitted"] or "no").lower() != "no"

    def text(self) -> str:
        """The plain part."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part is not None else ""

    def html(self) -> str | None:
        """The HTML part, if there is one."""
        part = self.message.get_body(("html",))
        return str(part.get_content()) if part is not None else None

    def files(self) -> list[File]:
        """The attachments."""
        return [
            File(part.get_filename() or "file", part.get_content_type(), _decoded(part))
            for part in self.message.iter_attachments()
        ]


class PostOffice:
    """Takes every mail but those for whom nobody knows, and lets it be read."""

    def __init__(self) -> None:
        self._letters: deque[Letter] = deque()
        self._bytes = 0
        self._count = 0
        self._server: asyncio.Server | None = None
        self.listeners: list[Callable[[Letter], None]] = []
        """Told of each letter that came by SMTP."""

    async def open(self) -> int:
        """Listen on a free port of this machine; the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True, loop=loop, data_size_limit=LARGEST_BYTES), "127.0.0.1", 0
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Take no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def keep(self, to: str, content: bytes, *, at: datetime) -> Letter:
        """Put a letter into somebody's box."""
        self._count += 1
        letter = Letter(self._count, at, to.lower(), content)
        self._letters.append(letter)
        self._bytes += len(content)
        while len(self._letters) > MOST_LETTERS or (self._bytes > MOST_BYTES and len(self._letters) > 1):
            self._bytes -= len(self._letters.popleft().content)
        return letter

    def letters(self, to: str | None = None) -> list[Letter]:
        """What was received, newest first."""
        return [one for one in reversed(self._letters) if to in (None, one.to)]

    def letter(self, number: int) -> Letter | None:
        """One letter, if it is still kept."""
        return next((one for one in self._letters if one.number == number), None)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse, for good, whom nobody knows."""
        if address.lower() == UNREACHABLE.address:
            return "550 5.1.1 There is no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter for each recipient."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        for to in envelope.rcpt_tos:
            letter = self.keep(to, content, at=now())
            for listener in self.listeners:
                listener(letter)
        return f"250 2.0.0 Kept as {self._count}"


def _decoded(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
