"""Two hundred supervisors who look at the board, in a process of their own. Prints the latencies as JSON.

`python -m bench.board_client PORT UPDATES COOKIE`: the board is asked for UPDATES times, and each time is taken when
the last socket has it. With `-` for COOKIE the bytes to broadcast come from the standard input; else the last board
is in the answer.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import aiohttp
import orjson
import uvloop

from bench.wire import Wire

SUPERVISORS = 200
LAST_S = 30.0


async def measure(port: int, updates: int, cookie: str, body: bytes) -> dict[str, object]:
    """Seconds from the command until the last socket has the board, and the board."""
    missing, last = 0, b""
    done = asyncio.Event()

    def arrived(event: str, data: object) -> None:
        nonlocal missing, last
        if event != "board":
            return
        missing -= 1
        if missing == 0:
            last = orjson.dumps(data)
            done.set()

    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        headers = {"Cookie": f"cc_session={cookie}"} if cookie else {}
        wires = [await Wire.connect(session, port, "/staff", headers=headers, on_event=arrived)
                 for _ in range(SUPERVISORS)]
        if cookie:
            # What the loop tells by itself comes before the first command stills it.
            for wire in wires:
                if await wire.call("board", data=True) is not True:
                    raise RuntimeError("a supervisor is not told the board")
            async with session.post(f"http://127.0.0.1:{port}/board"):
                await asyncio.sleep(1.0)
        for _ in range(updates):
            missing = SUPERVISORS
            done.clear()
            begun = time.perf_counter()
            async with session.post(f"http://127.0.0.1:{port}/board", data=body):
                async with asyncio.timeout(LAST_S):
                    await done.wait()
                took.append(time.perf_counter() - begun)
        for wire in wires:
            await wire.close()
    return {"took": took, "board": last.decode()}


if __name__ == "__main__":
    _, port, updates, cookie = sys.argv
    bare = cookie == "-"
    body = sys.stdin.buffer.read() if bare else b""
    print(json.dumps(uvloop.run(measure(int(port), int(updates), "" if bare else cookie, body))))
