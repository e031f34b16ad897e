"""A relay that does as it is told, for what a well-behaved server never does."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HANG_UP = ""
SILENCE = "silence"


class Relay:
    """Answers each command by `answers` (HANG_UP closes, SILENCE never answers), else as usual."""

    def __init__(self, extensions: tuple[str, ...] = ()) -> None:
        self.answers: dict[str, list[str]] = {}
        self.extensions = extensions
        self.greeting = "220 relay.example"
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.commands: list[str] = []
        self.mails: list[bytes] = []
        self.port = 0
        self.delay_s = 0.0

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await self._talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            self.open -= 1
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting.encode() + b"\r\n")
        while line := await reader.readline():
            command = line.decode().strip()
            self.commands.append(command)
            verb = command.split(" ")[0].split(":")[0].upper()
            answer = await self._answer(verb)
            if answer == HANG_UP:
                return
            writer.write(answer.encode() + b"\r\n")
            if verb == "DATA" and answer.startswith("354"):
                data = await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(self.delay_s)
                last = await self._answer("END")
                if last == HANG_UP:
                    return
                if last.startswith("250"):
                    self.mails.append(data)
                writer.write(last.encode() + b"\r\n")
            if verb == "QUIT":
                return

    async def _answer(self, verb: str) -> str:
        queued = self.answers.get(verb)
        if queued:
            answer = queued.pop(0)
            if answer == SILENCE:
                await asyncio.sleep(3600)
            return answer
        if verb == "EHLO":
            return "\r\n".join([f"250-{word}" for word in ("relay.example", *self.extensions)] + ["250 HELP"])
        return {"DATA": "354 go on", "QUIT": "221 bye", "END": "250 2.0.0 queued as Q1"}.get(verb, "250 2.0.0 ok")


@asynccontextmanager
async def running(*extensions: str, context: ssl.SSLContext | None = None) -> AsyncIterator[Relay]:
    """A relay that offers `extensions`; with a context it speaks TLS from the start."""
    relay = Relay(extensions)
    server = await asyncio.start_server(relay.meet, "127.0.0.1", 0, ssl=context)
    relay.port = server.sockets[0].getsockname()[1]
    yield relay
    server.close()
