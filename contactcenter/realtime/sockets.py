"""Socket.IO as this house runs it: JSON by orjson, and what can be written to a socket at once is.

Engine.IO puts every packet into a queue, and a task of each socket takes it from there: a time limit, a future and
four turns of the event loop for each, and as many for each packet that comes in. When nothing waits before it, a small
message goes straight to the WebSocket (RFC 6455) instead; whatever cannot, waits in the queue as ever, and what comes
after it waits behind it. What comes in is handed on where it is read. Measured in docs/decisions/0029.
"""

from __future__ import annotations

import asyncio

import engineio
import orjson
import socketio
from engineio.async_drivers import aiohttp as driver
from engineio.packet import MESSAGE, Packet
from socketio.packet import EVENT

SMALL = 5_000
"""Characters: at most 15 kB, which aiohttp compresses without leaving the event loop."""
UNREAD_BYTES = 16_384
"""With more than this in the transport's buffer the client reads slowly. The transport stops its writers at 64 KiB."""


class SocketJson:
    """What python-socketio wants of a JSON module."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> object:
        return orjson.loads(text)


class Sockets(socketio.AsyncServer):
    """The one Socket.IO server of a process."""

    def _engineio_server_class(self) -> type[engineio.AsyncServer]:
        return _Engine

    async def tell(self, sid: str, event: str, data: object, *, namespace: str) -> None:
        """Emit to one socket of this process, without the task that `emit` makes for each. Nothing if it is gone.

        `data` is JSON: no bytes are looked for in it.
        """
        engine_sid = self.manager.eio_sid_from_sid(sid, namespace)
        if engine_sid is not None:
            packet = self.packet_class(EVENT, namespace=namespace, data=[event, data], binary=False)
            await self.eio.send(engine_sid, packet.encode())


class _Engine(engineio.AsyncServer):
    _async: dict[str, object]

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._async = {**self._async, "websocket": _WebSocket}

    def create_queue(self, *_: object, **__: object) -> _Waiting:
        return _Waiting()


class _Waiting(asyncio.Queue[Packet | None]):
    """The packets that wait for their socket's task, and the way past them when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0
        """Packets that the task has not written yet: in the queue, or taken out of it already."""
        self.socket: _WebSocket | None = None
        """What writes what waits here, once it is open."""

    def written(self) -> None:
        """The task has written one."""
        self._ahead -= 1

    async def put(self, item: Packet | None) -> None:
        # Pings always take the queue: the task ends the connection when it finds nothing there for too long.
        if self._ahead or self.socket is None or item is None or item.packet_type != MESSAGE \
                or not await self.socket.at_once(item.encode()):
            self._ahead += 1
            await super().put(item)


class _WebSocket(driver.WebSocket):
    """Engine.IO's WebSocket on aiohttp, which can also be written to past its task."""

    async def __call__(self, environ: dict[str, object]) -> object:
        self._transport = environ["aiohttp.request"].transport  # type: ignore[attr-defined]  # engine.io carries no types
        self._engine_socket = self.handler.__self__
        self._waiting: _Waiting = self._engine_socket.queue
        self._waiting.socket = self
        return await super().__call__(environ)

    async def wait(self) -> str | bytes:
        """The next packet that is about the connection. Messages are handed on here, without a task for each.

        Engine.IO's time limit for a packet so goes on from one pong to the next; aiohttp bounds their size.
        """
        while True:
            received: str | bytes = await super().wait()
            packet = Packet(encoded_packet=received)
            if packet.packet_type != MESSAGE:
                return received
            await self._engine_socket.receive(packet)

    async def send(self, message: str | bytes) -> None:
        await super().send(message)
        self._waiting.written()

    async def at_once(self, message: str | bytes) -> bool:
        """Write it, unless that might wait. False: nothing was written.

        It never lets go of the event loop: the transport has room, and aiohttp waits only when it has none.
        """
        if len(message) > SMALL or self._transport is None or self._transport.is_closing() \
                or self._transport.get_write_buffer_size() > UNREAD_BYTES:
            return False
        try:
            await super().send(message)
        except OSError:
            return False  # it is being closed: its task finds out the usual way
        return True
