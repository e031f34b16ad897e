"""A few open connections to the relay, used again while they are fresh (aiosmtplib)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException

from contactcenter.ending import end
from contactcenter.settings import Smtp

MAX_PARALLEL = 4
"""Relays commonly allow ten to twenty connections of one client; several workers share that."""
IDLE_S = 30.0
MAX_MAILS = 100
"""Relays commonly end a session after so many mails."""
QUIT_TIMEOUT_S = 5.0


class Connection:
    """One session with the relay."""

    def __init__(self, smtp: SMTP) -> None:
        self.smtp = smtp
        self.mails = 0
        self.idle_since = 0.0

    async def quit(self) -> None:
        """Take leave; whether the far side answers does not matter any more."""
        with suppress(SMTPException, OSError, TimeoutError):
            await self.smtp.quit(timeout=QUIT_TIMEOUT_S)
        self.smtp.close()


class Pool:
    """Connections to one relay. TLS is required unless the settings say `none`."""

    def __init__(self, settings: Smtp, *, hello: str, idle_s: float = IDLE_S) -> None:
        self._settings = settings
        self._hello = hello
        self._idle_s = idle_s
        self._free: list[Connection] = []
        self._slots = asyncio.Semaphore(MAX_PARALLEL)
        self._sweeper: asyncio.Task[None] | None = None
        self._context: ssl.SSLContext | None = None

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait until one more mail may be on its way."""
        async with self._slots:
            yield

    async def take(self, *, fresh: bool = False) -> Connection:
        """A connection that is up; a new one when `fresh` or none is free. Raises what aiosmtplib raises."""
        while self._free and not fresh:
            connection = self._free.pop()
            if connection.smtp.is_connected:
                return connection
        return await self._connect()

    async def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next mail, or part from it when it has done enough."""
        connection.mails += 1
        if connection.mails >= MAX_MAILS or not connection.smtp.is_connected:
            await connection.quit()
            return
        connection.idle_since = asyncio.get_running_loop().time()
        self._free.append(connection)
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Part from every free connection."""
        if self._sweeper is not None:
            await end(self._sweeper)
        free, self._free = self._free, []
        for connection in free:
            await connection.quit()

    async def _connect(self) -> Connection:
        want = self._settings
        if want.security != "none" and self._context is None:
            # Reading the system's certificates takes tens of milliseconds.
            self._context = await asyncio.to_thread(ssl.create_default_context, cafile=want.ca_file or None)
        smtp = SMTP(
            hostname=want.host, port=want.port, timeout=want.timeout_s, local_hostname=self._hello,
            use_tls=want.security == "tls", start_tls=want.security == "starttls", tls_context=self._context,
            username=want.username or None, password=await self._password() if want.username else None,
        )
        # With start_tls=True aiosmtplib refuses to go on in clear when the server offers no STARTTLS.
        await smtp.connect()
        return Connection(smtp)

    async def _password(self) -> str:
        if not self._settings.password_file:
            return ""
        text = await asyncio.to_thread(Path(self._settings.password_file).read_text, encoding="utf-8")
        return text.rstrip("\r\n")

    async def _sweep(self) -> None:
        """Close what has been idle for too long; end when nothing is idle."""
        while self._free:
            now = asyncio.get_running_loop().time()
            old = [connection for connection in self._free if now - connection.idle_since >= self._idle_s]
            self._free = [connection for connection in self._free if connection not in old]
            for connection in old:
                await connection.quit()
            if self._free:
                await asyncio.sleep(max(self._idle_s - (now - self._free[0].idle_since), 0.01))
