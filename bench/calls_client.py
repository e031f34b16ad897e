"""The carrier of the waiting calls, in a process of its own: the demo's stand-in, at SPEED times its speed.

`python -m bench.calls_client PORT CALLS SECONDS` prints as JSON what every caller heard after the menu, how long each
question to the product took, and what went wrong.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping

import uvloop

from bench.webhook import OURS, TOKEN
from contactcenter import clock
from contactcenter.demo.carrier.clocks import RealTime
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.demo.carrier.parties import Caller
from contactcenter.demo.carrier.webhooks import Asked

SPEED = 5.0
A_SECOND = 20
"""So many begin to call."""
PATIENCE_S = 30.0


class Fast(RealTime):
    """A recording of twenty seconds is over after four."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)


async def measure(port: int, calls: int, seconds: float) -> dict[str, object]:
    """Let them all wait at once for so long, then hang up."""
    exchange, took = Exchange(token=TOKEN, time=Fast()), []
    ask = exchange.webhooks.ask

    async def timed(url: str, fields: Mapping[str, str], *, method: str = "POST") -> Asked:
        begun = time.perf_counter()
        answer = await ask(url, fields, method=method)
        took.append(time.perf_counter() - begun)
        return answer

    exchange.webhooks.ask = timed  # type: ignore[method-assign]  # the same, looked at
    await exchange.start()
    url = f"http://127.0.0.1:{port}"
    exchange.numbers[OURS] = Number(
        OURS, calls_to=f"{url}/carrier/calls/in", progress_to=f"{url}/carrier/calls/progress",
    )
    begin = asyncio.get_running_loop().time()
    callers = await asyncio.gather(*(_enters(exchange, number, begin) for number in range(calls)))
    at = [len(one.heard()) for one in callers]
    del took[:]
    await asyncio.sleep(seconds)
    heard = [one.heard()[begins:] for one, begins in zip(callers, at, strict=True)]
    for one in callers:
        one.hang_up()
    await asyncio.sleep(2)
    await exchange.close()
    return {"heard": heard, "took": took, "errors": exchange.errors, "at": clock.now().isoformat()}


async def _enters(exchange: Exchange, number: int, begin: float) -> Caller:
    await asyncio.sleep(max(0.0, begin + number / A_SECOND - asyncio.get_running_loop().time()))
    caller = exchange.dial(f"+86139{number:08}", OURS)
    await _until(caller, lambda heard: "press 9" in heard)
    caller.press("9")
    await _until(caller, lambda heard: "press 0" in heard or "in the line" in heard or "are next" in heard)
    if "press 0" in caller.heard()[-1]:
        caller.press("0")
    await _until(caller, lambda heard: heard.startswith("♪"))
    return caller


async def _until(caller: Caller, is_it: Callable[[str], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not (caller.heard() and any(is_it(one) for one in caller.heard()[-3:])):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # what somebody hears rings no bell


if __name__ == "__main__":
    _, port, calls, seconds = sys.argv
    print(json.dumps(uvloop.run(measure(int(port), int(calls), float(seconds)))))
