"""Sockets that are written to at once: nothing overtakes anything, nobody waits for a slow reader, pings go on."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector, WSMsgType, web
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.realtime.sockets import SMALL, SocketJson, Sockets, _Waiting

HERE = "/here"
Way = Literal["tell", "emit"]


@dataclass(slots=True)
class Served:
    """A server with one namespace, and who has connected to it, in order."""

    sio: Sockets
    url: str
    sids: list[str] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def says(self, who: int, what: object, *, way: Way = "tell") -> None:
        if way == "tell":
            await self.sio.tell(self.sids[who], "news", what, namespace=HERE)
        else:
            await self.sio.emit("news", what, to=self.sids[who], namespace=HERE)

    def queue(self, who: int) -> asyncio.Queue[object]:
        """Engine.IO's queue of a socket."""
        engine_sid = self.sio.manager.eio_sid_from_sid(self.sids[who], HERE)
        found: asyncio.Queue[object] = self.sio.eio.sockets[engine_sid].queue
        return found


@asynccontextmanager
async def served(*, ping_s: float = 20) -> AsyncIterator[Served]:
    sio = Sockets(async_mode="aiohttp", json=SocketJson, transports=["websocket"],
                  ping_interval=ping_s, ping_timeout=ping_s)
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here = Served(sio, f"ws://127.0.0.1:{runner.addresses[0][1]}/socket.io/?EIO=4&transport=websocket")
    sio.on("connect", lambda sid, _environ: here.sids.append(sid), namespace=HERE)
    sio.on("ask", lambda _sid, what: what, namespace=HERE)
    sio.on("disconnect", lambda _sid, _reason: here.left.set(), namespace=HERE)
    try:
        yield here
    finally:
        await runner.cleanup()


@asynccontextmanager
async def client(here: Served, *, compress: int = 0, reads: int | None = None) -> AsyncIterator[ClientWebSocketResponse]:
    """A console as Socket.IO's protocol has it. `reads`: bytes that its system takes before it has read them."""
    def made(address: tuple[object, ...]) -> socket.socket:
        one = socket.socket(address[0], address[1], address[2])  # type: ignore[arg-type]
        if reads is not None:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, reads)
        return one

    async with (
        ClientSession(connector=TCPConnector(socket_factory=made)) as session,
        session.ws_connect(here.url, compress=compress, autoping=True) as ws,
    ):
        assert (await ws.receive_str()).startswith("0")
        await ws.send_str(f"40{HERE},")
        assert (await ws.receive_str()).startswith(f"40{HERE},")
        yield ws


async def heard(ws: ClientWebSocketResponse) -> list[object]:
    """The next news: its number and how long it is. Pings are answered."""
    async with asyncio.timeout(10):
        while (text := await ws.receive_str()) == "2":
            await ws.send_str("3")
    said: list[object] = json.loads(text.removeprefix(f"42{HERE},"))[1]
    return [said[0], len(str(said[1]))]


async def test_it_is_written_at_once() -> None:
    async with served() as here, client(here) as ws:
        await here.says(0, [1, "hello"])
        # Nothing has let go of the event loop since: what the queue had, it would have still.
        assert here.queue(0).empty()
        assert await heard(ws) == [1, 5]
        await here.says(0, [2, "x" * SMALL])
        assert not here.queue(0).empty()
        assert await heard(ws) == [2, SMALL]


SIZES = st.sampled_from([1, 700, SMALL - 100, SMALL + 100, 20_000, 200_000])


@given(
    said=st.lists(st.tuples(st.sampled_from(["tell", "emit"]), SIZES, st.booleans()), min_size=1, max_size=12),
    letter=st.sampled_from("a书"), compress=st.sampled_from([0, 15]),
)
def test_nothing_overtakes(said: Sequence[tuple[Way, int, bool]], letter: str, compress: int) -> None:
    async def run() -> None:
        async with served() as here, client(here, compress=compress) as ws:
            for number, (way, size, lets_go) in enumerate(said):
                await here.says(0, [number, letter * size], way=way)
                if lets_go:
                    await asyncio.sleep(0)
            assert [await heard(ws) for _ in said] == [[number, size] for number, (_, size, _) in enumerate(said)]

    asyncio.run(run())


async def test_nobody_waits_for_who_reads_slowly() -> None:
    many = 1_500
    async with served() as here, client(here, reads=4_096), client(here) as quick:
        async def reads() -> None:
            assert [await heard(quick) for _ in range(many)] == [[number, 4_500] for number in range(many)]

        reading = asyncio.create_task(reads())
        async with asyncio.timeout(20):
            for number in range(many):
                for who in range(2):
                    await here.says(who, [number, "x" * 4_500])
                await asyncio.sleep(0)
            await reading
        assert here.queue(0).qsize() > 100


async def test_who_read_slowly_has_missed_nothing() -> None:
    many = 1_500
    async with served() as here, client(here, reads=4_096) as slow:
        for number in range(many):
            await here.says(0, [number, "x" * 4_500])
        assert [await heard(slow) for _ in range(many)] == [[number, 4_500] for number in range(many)]
        # And is told at once again.
        await here.says(0, [many, "x"])
        assert here.queue(0).empty()


async def test_pings_go_on_beside_it() -> None:
    ping_s = 0.1
    async with served(ping_s=ping_s) as here, client(here) as ws:
        loop = asyncio.get_running_loop()
        ends, number = loop.time() + 5 * ping_s, 0
        while loop.time() < ends:
            await here.says(0, [number, "x"])
            assert await heard(ws) == [number, 1]
            number += 1
            await asyncio.sleep(ping_s / 10)
        assert not ws.closed
        assert not here.left.is_set()


async def test_who_answers_no_ping_is_ended_though_they_write() -> None:
    ping_s = 0.1
    async with served(ping_s=ping_s) as here, client(here) as ws:
        async with asyncio.timeout(10):
            while not here.left.is_set():
                await ws.send_str(f'42{HERE},["ask",1]')
                await asyncio.sleep(ping_s / 10)


@pytest.mark.parametrize("packet", ["", "9", "4", "4?", "4999", "42/nowhere,[]", "42/here,{", "45-", "é"])
async def test_an_ill_packet_ends_nobody_else(packet: str) -> None:
    async with served() as here, client(here) as well:
        async with client(here) as ill:
            await ill.send_str(packet)
            await ill.send_str(f'42{HERE},7["ask","x"]')
            # Whether it goes on or is ended is engine.io's to say: it is one of the two.
            async with asyncio.timeout(10):
                answered = await ill.receive()
            assert answered.type is not WSMsgType.TEXT or "x" in answered.data
        await well.send_str(f'42{HERE},7["ask","y"]')
        assert await well.receive_str() == f'43{HERE},7["y"]'


@pytest.mark.parametrize("abruptly", [True, False])
async def test_who_is_gone_is_told_nothing(*, abruptly: bool) -> None:
    async with served() as here:
        async with client(here) as ws:
            if abruptly:
                ws.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        async with asyncio.timeout(10):
            number = 0
            while not here.left.is_set():
                await here.says(0, [number, "x"])
                await asyncio.sleep(0)
                number += 1
        await here.says(0, [number, "x"])


async def test_who_is_just_going_is_no_fault() -> None:
    async with served() as here, client(here):
        queue = here.queue(0)
        assert isinstance(queue, _Waiting)
        assert queue.socket is not None
        # The client has not answered the close yet, and aiohttp takes nothing more for it.
        closing = asyncio.create_task(queue.socket.close())
        await asyncio.sleep(0)
        await here.says(0, [1, "x"])
        closing.cancel()
