"""The clients of the chat measurement, in a process of their own. Prints the latencies as JSON.

`python -m bench.chat_client PORT COUNT RATE [COOKIE DATABASE]`: twenty patrons say COUNT messages at RATE
a second; a librarian's socket notes when each arrives. With DATABASE each message is looked up there, on
another connection, at the moment it is received: what is shown must be committed.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
import sys
import time

import aiohttp
import uvloop

from bench.wire import Wire

PATRONS = 20
"""As many as may begin at once from one address."""
LAST_S = 20.0


async def measure(port: int, count: int, rate: float, cookie: str, database: str) -> dict[str, object]:
    """Latencies in seconds by message, and what went wrong."""
    sent: dict[str, float] = {}
    took: list[float] = []
    unreadable = 0
    done = asyncio.Event()
    reader = sqlite3.connect(f"file:{database}?mode=ro", uri=True) if database else None

    def arrived(_event: str, data: object) -> None:
        nonlocal unreadable
        now = time.perf_counter()
        for event in data["events"]:  # type: ignore[index]
            for message in event.get("messages", ()):
                begun = sent.pop(str(message.get("client_id")), None)
                if begun is None:
                    continue
                took.append(now - begun)
                if reader is not None and not reader.execute(
                    "SELECT 1 FROM messages WHERE id = ?", (message["id"],)
                ).fetchone():
                    unreadable += 1
        if len(took) >= count:
            done.set()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        headers = {"Cookie": f"cc_session={cookie}"} if cookie else {}
        staff = await Wire.connect(session, port, "/staff", headers=headers, on_event=arrived)
        await staff.call("resume", {"position": 1 << 40})
        patrons = [await _patron(session, port) for _ in range(PATRONS)]
        begin, tasks = time.perf_counter(), set()
        for number in range(count):
            await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            client_id = secrets.token_hex(8)
            sent[client_id] = time.perf_counter()
            task = asyncio.create_task(patrons[number % PATRONS].call(
                "say", {"client_id": client_id, "text": f"Message {number}: could the loan be extended by ten days?"}
            ))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        async with asyncio.timeout(LAST_S):
            await done.wait()
        await asyncio.gather(*tasks)
        for wire in (staff, *patrons):
            await wire.close()
    return {"took": took, "unreadable": unreadable, "lost": len(sent)}


async def _patron(session: aiohttp.ClientSession, port: int) -> Wire:
    wire = await Wire.connect(session, port, "/patron")
    answer = await wire.call("start", {
        "client_id": secrets.token_hex(8), "text": "Hello", "name": "Amina", "email": "", "locale": "en",
    })
    if not isinstance(answer, dict) or "token" not in answer:
        raise RuntimeError(f"the chat did not begin: {answer}")
    await wire.call("resume", {"version": answer["version"]})
    return wire


if __name__ == "__main__":
    _, port, count, rate, *rest = sys.argv
    cookie, database = [*rest, "", ""][:2]
    print(json.dumps(uvloop.run(measure(int(port), int(count), float(rate), cookie, database))))
