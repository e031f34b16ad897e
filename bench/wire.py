"""A Socket.IO client reduced to what a measurement needs: one WebSocket, JSON both ways.

Engine.IO 4 and Socket.IO 5 (docs of python-engineio and python-socketio): `0` open, `2` ping, `3` pong,
`40` connect, `42` event, `43` acknowledgement. Small enough to open thousands in one process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import orjson

OnEvent = Callable[[str, object], None]


class Wire:
    """One connected namespace."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, namespace: str, on_event: OnEvent | None) -> None:
        self._socket = socket
        self._namespace = namespace
        self._on_event = on_event
        self._next = 0
        self._waiting: dict[int, asyncio.Future[object]] = {}
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def connect(
        cls, session: aiohttp.ClientSession, port: int, namespace: str, *, auth: object = None,
        headers: dict[str, str] | None = None, on_event: OnEvent | None = None,
    ) -> Wire:
        socket = await session.ws_connect(
            f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", headers=headers, max_msg_size=0, compress=0
        )
        await socket.receive_str()
        await socket.send_str(f"40{namespace}," + (orjson.dumps(auth).decode() if auth is not None else ""))
        answer = await socket.receive_str()
        if not answer.startswith("40"):
            raise ConnectionError(answer)
        wire = cls(socket, namespace, on_event)
        wire._reader = asyncio.create_task(wire._read())
        return wire

    async def call(self, event: str, data: object) -> object:
        """Send an event and wait for its acknowledgement."""
        number = self._next
        self._next += 1
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        await self._socket.send_str(f"42{self._namespace},{number}{orjson.dumps([event, data]).decode()}")
        return await answer

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for message in self._socket:
            packet: str = message.data
            if packet == "2":
                await self._socket.send_str("3")
            elif packet.startswith("42") and self._on_event is not None:
                event, data = orjson.loads(packet[packet.index("[") :])
                self._on_event(event, data)
            elif packet.startswith("43"):
                head, _, _ = packet.partition("[")
                number = int(head[len(f"43{self._namespace},"):])
                values = orjson.loads(packet[packet.index("[") :])
                self._waiting.pop(number).set_result(values[0] if values else None)
