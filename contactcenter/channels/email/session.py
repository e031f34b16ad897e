"""One SMTP conversation at our door (RFC 5321), on aiosmtpd's protocol.

Own here: reading DATA in pieces instead of a list of lines (a third of the memory, any length of
line), the bytes in flight, and a door that may be full or closing.
"""

from __future__ import annotations

import asyncio
import re
from asyncio import IncompleteReadError, LimitOverrunError
from typing import TYPE_CHECKING

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from contactcenter.envelope import NoRoom, Raw, Unavailable

if TYPE_CHECKING:
    from contactcenter.channels.email.receive import Door

log = structlog.get_logger(__name__)

COMMAND_TIMEOUT_S = 300.0
"""RFC 5321 4.5.3.2.7: a server waits at least five minutes for the next command."""
DATA_TIMEOUT_S = 180.0
"""RFC 5321 4.5.3.2.5: three minutes between two pieces of DATA."""
DATA_DEADLINE_S = 1800.0
"""A mail that drips in for longer holds a connection others need."""
COMMIT_TIMEOUT_S = 600.0
"""RFC 5321 4.5.3.2.6: the sender waits ten minutes for the 250; so may the commit take."""
MAX_RECIPIENTS = 100
"""RFC 5321 4.5.3.1.8: at least 100 must be taken; the rest come in another turn (452)."""
PIECE_BYTES = 65_536
_END = b".\r\n"
_PLAIN_ADDRESS = re.compile(
    r"\s*<([\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>[ \t]*([^ \t(][^(]*)?", re.ASCII
)
"""A path of RFC 5321 4.1.2 without source route, quoted string or comment, and what follows it."""


class Conversation(SMTP):
    """A connection to the door."""

    line_length_limit = PIECE_BYTES
    """The reader's buffer: for a command far too long (aiosmtpd stops at 512), for DATA one piece."""

    def __init__(self, door: Door) -> None:
        super().__init__(
            Answers(door), data_size_limit=door.max_message_bytes, enable_SMTPUTF8=True, hostname=door.hostname,
            ident="ready", timeout=COMMAND_TIMEOUT_S, loop=asyncio.get_running_loop(),
        )
        self._door = door
        self.busy = False
        """A mail is on its way in or being committed: closing the door waits for it."""

    def connection_lost(self, error: Exception | None) -> None:
        self._door.gone(self)
        super().connection_lost(error)

    def leave(self) -> None:
        """Say that the door closes, and hang up."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(f"421 4.3.2 {self.hostname} closes, try again later\r\n".encode("ascii"))
            self.transport.close()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Read the address of a command; most are plain, and aiosmtpd's own way takes a twelfth of a mail's time."""
        plain = _PLAIN_ADDRESS.fullmatch(arg)
        return (plain[1], plain[2] or "") if plain else super()._getaddr(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802  aiosmtpd finds commands by name
        """Refuse: the door takes mail for us from anyone and relays for no one."""
        await self.push("502 5.5.1 AUTH is not offered here")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take a mail (RFC 5321 4.1.1.4) and answer once it is committed."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        self.busy = True
        load = self._door.load()
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            content, refusal = await self._read_data(load)
            if refusal:
                await self.push(refusal)
                return
            self.envelope.original_content = bytes(content)
            del content
            self._reset_timeout(COMMIT_TIMEOUT_S)
            status = await self._call_handler_hook("DATA")
            self._reset_timeout()
            await self.push(str(status))
        finally:
            self.envelope = self._create_envelope()
            load.release()
            self.busy = False
            if self._door.closing:
                self.leave()

    async def _read_data(self, load: Load) -> tuple[bytearray, str]:
        """Read to the lone dot; only CRLF.CRLF ends a mail, else two could be smuggled in as one."""
        content = bytearray()
        received, refusal = 0, ""
        deadline = self.loop.time() + DATA_DEADLINE_S
        tail = b"\r\n"
        while True:
            self._reset_timeout(max(min(DATA_TIMEOUT_S, deadline - self.loop.time()), 0.01))
            try:
                piece = await self._reader.readuntil(_END)
            except LimitOverrunError as overrun:
                piece = await self._reader.readexactly(overrun.consumed)
            except IncompleteReadError as cut:
                raise ConnectionResetError("The connection ended within DATA.") from cut
            received += len(piece)
            tail = (tail + piece)[-5:]
            if received > self._door.max_message_bytes + len(_END):
                refusal = "552 5.3.4 The mail is larger than we take"
            elif not refusal and not load.add(len(piece)):
                refusal = "452 4.3.1 Too much mail at once, try again later"
            if refusal:
                content.clear()
            else:
                content += piece
            if tail == b"\r\n" + _END:
                break
        if refusal:
            return content, refusal
        del content[-len(_END) :]
        if content.startswith(b"."):
            del content[:1]
        if b"\r\n." in content:
            content = content.replace(b"\r\n.", b"\r\n")
        return content, ""


class Load:
    """The bytes one conversation holds in memory, counted against the door's bound."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._held = 0

    def add(self, size: int) -> bool:
        """Count `size` more bytes; False when that is beyond what the door may hold."""
        if self._door.bytes_in_flight + size > self._door.max_bytes_in_flight:
            return False
        self._door.bytes_in_flight += size
        self._held += size
        return True

    def release(self) -> None:
        self._door.bytes_in_flight -= self._held
        self._held = 0


class Answers:
    """What the door says to each command (an aiosmtpd handler)."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        declared = next((int(option[5:]) for option in options if option.startswith("SIZE=")), 0)
        if self._door.bytes_in_flight + declared > self._door.max_bytes_in_flight:
            return "452 4.3.1 Too much mail at once, try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients, send the rest in another turn"
        if address != _word(address):
            return "553 5.1.3 Malformed address"
        try:
            known = await self._door.desk.is_our_address(address)
        except Unavailable:
            return "451 4.3.0 Not just now, try again later"
        if not known:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_VRFY(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str
    ) -> str:
        return "502 5.5.1 VRFY is not offered here"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        if not content.strip():
            return "554 5.6.0 The mail is empty"
        peer: object = session.peer
        try:
            kept = await self._door.collector.put(Raw("email", content, {
                "mail_from": _word((envelope.mail_from or "").strip("<>")),
                "rcpt_to": ",".join(envelope.rcpt_tos),
                "peer": str(peer[0]) if isinstance(peer, tuple) and peer else "",
                "helo": _word(session.host_name or ""),
            }))
        except NoRoom:
            log.warning("smtp.refused", reason="no room")
            return "452 4.3.1 No room just now, try again later"
        except Unavailable as error:
            log.warning("smtp.refused", reason=str(error))
            return "451 4.3.0 Not just now, try again later"
        return f"250 2.0.0 Kept as {kept.inbound_id}"

    async def handle_exception(self, error: Exception) -> str:
        log.error("smtp.failed", error=type(error).__name__, exc_info=error)
        return "451 4.3.0 Something went wrong here, try again later"


def _word(said: str) -> str:
    """What a client said, as text every database keeps: no broken UTF-8, no control characters."""
    return "".join(char for char in said.encode("utf-8", "replace").decode("utf-8") if char.isprintable())[:1000]
