"""Twenty connections that send mail, and a relay that takes what comes out.

`python -m bench.smtp PORT RELAY_PORT COUNT SERIES`; with port 0 it is the relay alone.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvloop

from bench.mails import mails

CONNECTIONS = 20


async def send(port: int, letters: list[bytes]) -> None:
    """Send them all, one connection after the other takes the next. Raises on any refusal."""
    waiting = iter(letters)

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        await _answer(reader, "220")
        await _ask(reader, writer, b"EHLO bench.example", "250")
        for letter in waiting:
            await _ask(reader, writer, b"MAIL FROM:<patron@bench.example>", "250")
            await _ask(reader, writer, b"RCPT TO:<help@library.example>", "250")
            await _ask(reader, writer, b"DATA", "354")
            await _ask(reader, writer, letter.replace(b"\r\n.", b"\r\n..") + b"\r\n.", "250")
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes, code: str) -> None:
    writer.write(line + b"\r\n")
    await _answer(reader, code)


async def _answer(reader: asyncio.StreamReader, code: str) -> None:
    while True:
        line = (await reader.readline()).decode()
        if not line.startswith(code):
            raise RuntimeError(f"the door said {line!r}, not {code}")
        if line[3:4] != "-":
            return


@asynccontextmanager
async def relay(port: int) -> AsyncIterator[None]:
    """Takes every mail and forgets it."""

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 relay.example\r\n")
        data = False
        # The house is stopped in the middle of a mail when the measurement is over.
        with suppress(ConnectionError):
            while line := await reader.readline():
                if data:
                    data = line != b".\r\n"
                    if data:
                        continue
                    writer.write(b"250 2.0.0 taken\r\n")
                elif line[:4].upper() == b"DATA":
                    data = True
                    writer.write(b"354 go on\r\n")
                else:
                    writer.write(b"221 bye\r\n" if line[:4].upper() == b"QUIT" else b"250 ok\r\n")
        writer.close()

    async with await asyncio.start_server(session, "127.0.0.1", port, limit=1 << 20):
        yield


async def main(port: int, relay_port: int, count: int, series: str) -> None:
    """Send when told to; say when it began; be the relay until the end of stdin."""
    letters = mails(count, series=series)
    async with relay(relay_port):
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(time.time(), flush=True)
        if port:
            await send(port, letters)
        print("sent", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
