"""The SMTP door: mail handed to us by a mail server (or `swaks`), kept before it is acknowledged.

250 goes out only after `Desk.accept` has committed the raw bytes (law 1). The door runs in the
caller's event loop; it takes mail for our own addresses from anyone and relays for no one.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from contactcenter.channels.email.collect import Collector
from contactcenter.channels.email.session import Conversation, Load
from contactcenter.envelope import Desk
from contactcenter.settings import Mail, Settings

log = structlog.get_logger(__name__)

CLOSE_WAIT_S = 10.0
"""How long closing waits for mails on their way in; then their senders try again."""
BACKLOG = 256


class Door:
    """A listening SMTP door. Make it with `start`."""

    def __init__(self, desk: Desk, mail: Mail) -> None:
        self.desk = desk
        self.collector = Collector(desk)
        self.hostname = mail.address.rpartition("@")[2]
        self.max_message_bytes = mail.max_message_bytes
        # One mail of the largest size must fit, or it would be answered 452 for ever.
        self.max_bytes_in_flight = max(mail.max_bytes_in_flight, mail.max_message_bytes + 1000)
        self.bytes_in_flight = 0
        self.closing = False
        self.port = 0
        self._max_connections = mail.max_connections
        self._open: set[Conversation] = set()
        self._left = asyncio.Event()
        self._server: asyncio.Server | None = None

    @property
    def connections(self) -> int:
        """How many conversations are open."""
        return len(self._open)

    async def listen(self, host: str, port: int) -> None:
        """Begin to take mail. Raises `OSError` when the port cannot be had."""
        self._server = await asyncio.get_running_loop().create_server(self._meet, host, port, backlog=BACKLOG)
        self.port = int(self._server.sockets[0].getsockname()[1])
        log.info("smtp.listening", host=host, port=self.port)

    async def close(self) -> None:
        """Take no more, let what is being taken finish, hang up. Nothing answered 250 is lost."""
        self.closing = True
        if self._server is not None:
            self._server.close()
        for conversation in list(self._open):
            if not conversation.busy:
                conversation.leave()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WAIT_S):
                while self._open:
                    self._left.clear()
                    await self._left.wait()
        await self.collector.close()
        for conversation in list(self._open):
            if conversation.transport is not None:
                conversation.transport.close()
        if self._server is not None:
            await self._server.wait_closed()

    def load(self) -> Load:
        """A count of the bytes of one mail on its way in."""
        return Load(self)

    def gone(self, conversation: Conversation) -> None:
        """A conversation has ended."""
        self._open.discard(conversation)
        self._left.set()

    def _meet(self) -> asyncio.Protocol | Conversation:
        if self.closing or len(self._open) >= self._max_connections:
            return _Busy(self.hostname)
        conversation = Conversation(self)
        self._open.add(conversation)
        return conversation


class _Busy(asyncio.Protocol):
    """Turns a connection away before it costs anything (RFC 5321 3.1: 421 in place of a greeting)."""

    def __init__(self, hostname: str) -> None:
        self._hostname = hostname

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(f"421 4.3.2 {self._hostname} is busy, try again later\r\n".encode("ascii"))
            transport.close()


async def start(desk: Desk, settings: Settings) -> Door:
    """Open the door at `settings.mail.listen` (port 0: any free one; the handle has `.port`).

    Raises `OSError` when the address cannot be had, `ValueError` when `listen` is empty.
    """
    host, _, port = settings.mail.listen.rpartition(":")
    if not host:
        raise ValueError("mail.listen is empty: the SMTP door stays closed.")
    door = Door(desk, settings.mail)
    await door.listen(host.strip("[]"), int(port))
    return door
