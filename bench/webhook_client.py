"""The carrier of the webhook measurement, in a process of its own. Prints the latencies as JSON.

`python -m bench.webhook_client URL COUNT RATE KIND`: signed requests, RATE a second. KIND is `text`,
`call` (somebody calls: a ticket is opened before the answer) or `floor`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import aiohttp
import uvloop
from twilio.request_validator import RequestValidator

from bench.webhook import ACCOUNT, OURS, PATHS, TOKEN

WARM = 50


def form(kind: str, number: int) -> dict[str, str]:
    """What Twilio documents of a text or of a call that comes in."""
    sender = f"+86139{number % 5_000:08}"
    common = {"AccountSid": ACCOUNT, "From": sender, "To": OURS, "ApiVersion": "2010-04-01"}
    if kind == "call":
        return {**common, "CallSid": f"CA{number:032x}", "CallStatus": "ringing", "Direction": "inbound"}
    sid = f"SM{number:032x}"
    return {**common, "MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received", "NumMedia": "0",
            "NumSegments": "1", "Body": f"Question {number}: 我可以续借这本书吗？"}


async def measure(url: str, count: int, rate: float, kind: str) -> list[float]:
    """Seconds from the first byte sent to the whole answer, by request."""
    validator, address = RequestValidator(TOKEN), url + PATHS[kind]
    took: list[float] = []

    async def one(session: aiohttp.ClientSession, number: int, begin: float) -> None:
        await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
        fields = form(kind, number)
        headers = {"X-Twilio-Signature": validator.compute_signature(address, fields)}
        begun = time.perf_counter()
        async with session.post(address, data=fields, headers=headers) as answer:
            body = await answer.read()
            if answer.status not in (200, 204):
                raise RuntimeError(f"{answer.status}: {body[:200]!r}")
        if number >= WARM:
            took.append(time.perf_counter() - begun)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        begin = time.perf_counter() + 0.1
        await asyncio.gather(*(one(session, number, begin) for number in range(count + WARM)))
    return took


if __name__ == "__main__":
    _, url, count, rate, kind = sys.argv
    print(json.dumps(uvloop.run(measure(url, int(count), float(rate), kind))))
