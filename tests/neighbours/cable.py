"""A cable between a browser and a server, that a test can cut, heal, or make one-way."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Cable:
    """Carries TCP from a port of its own to the server's."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.whole = True
        self.answers_pass = True
        """Whether what the server says comes back; what is said to it always arrives while `whole`."""
        self.overheard: Callable[[bytes, bool], None] | None = None
        """Called with what has just passed, and whether it was the server's."""

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Every connection breaks, and none can be made."""
        self.whole = False
        for writer in list(self._lines):
            writer.transport.abort()

    def heal(self) -> None:
        self.whole = self.answers_pass = True

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._lines.add(writer)
        try:
            if not self.whole:
                writer.transport.abort()
                return
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
            self._lines.add(back)
            await asyncio.gather(self._pass(reader, back, answer=False), self._pass(there, writer, answer=True))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answer: bool) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                if answer and not self.answers_pass:
                    continue
                writer.write(data)
                if self.overheard is not None:
                    self.overheard(data, answer)
                await writer.drain()
        writer.transport.abort()
        self._lines.discard(writer)


@asynccontextmanager
async def laid(port: int) -> AsyncIterator[Cable]:
    """A cable to a port of this machine."""
    cable = Cable(port)
    await cable.start()
    try:
        yield cable
    finally:
        await cable.close()
