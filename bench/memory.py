"""Memory of an idle chat, over an idle namespace of bare python-socketio."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import aiohttp
import uvloop

from bench.report import Number, of_runs
from bench.seed import house_with_tickets
from bench.server import bare_relay, free_port, product, resident_bytes
from bench.wire import Wire
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.secret import signing_key
from contactcenter.settings import Settings

CHATS = 2_000
LIMIT = 1.5
SETTLE_S = 3.0
MEMORY_RUNS = 3


def run(runs: int) -> list[Number]:
    """Private bytes of the server, with and without its chats, in processes of their own."""
    values, floors = [], []
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        house_with_tickets(data_dir, CHATS)
        tokens = ChatTokens(signing_key(Settings(data_dir=data_dir)))
        issued = [tokens.issue(number) for number in range(1, CHATS + 1)]
        for _ in range(min(runs, MEMORY_RUNS)):
            port = free_port()
            with product(data_dir, port) as server:
                values.append(_per_chat(server.pid, port, issued))
            port = free_port()
            with bare_relay(port) as server:
                floors.append(_per_chat(server.pid, port, issued))
    return [of_runs("memory per chat", values, floors, unit="kB", limit=LIMIT)]


def _per_chat(pid: int, port: int, tokens: list[str]) -> float:
    # A few first, so that what is loaded once is loaded.
    _hold(port, tokens[:20], lambda: None)
    before = resident_bytes(pid)
    after = _hold(port, tokens, lambda: resident_bytes(pid))
    return ((after or 0) - before) / len(tokens) / 1000


def _hold(port: int, tokens: list[str], then: object) -> int | None:
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.memory", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert client.stdin is not None
    assert client.stdout is not None
    client.stdin.write(json.dumps(tokens).encode() + b"\n")
    client.stdin.flush()
    if client.stdout.readline().strip() != b"ready":
        raise RuntimeError("the chats did not connect")
    result = then() if callable(then) else None
    client.stdin.close()
    client.wait(60)
    return result


async def _connect_all(port: int, tokens: list[str]) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        wires = []
        for start in range(0, len(tokens), 50):
            wires += await asyncio.gather(*(_chat(session, port, token) for token in tokens[start : start + 50]))
        await asyncio.sleep(SETTLE_S)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for wire in wires:
            await wire.close()


async def _chat(session: aiohttp.ClientSession, port: int, token: str) -> Wire:
    wire = await Wire.connect(session, port, "/patron", auth={"token": token})
    await wire.call("resume", {"version": 0})
    return wire


if __name__ == "__main__":
    uvloop.run(_connect_all(int(sys.argv[1]), json.loads(sys.stdin.readline())))
