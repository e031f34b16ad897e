"""Waiting in a line of the carrier's. https://www.twilio.com/docs/voice/twiml/enqueue"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier import walk
from contactcenter.demo.carrier.call import Call, Ended, Moved, Source
from contactcenter.demo.carrier.sids import sid
from contactcenter.demo.carrier.twiml import WAITING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 1000


@dataclass(slots=True, eq=False)
class Waiting:
    """Somebody in a line. `taken` when a `Dial` connects them, `done` when that connection ends."""

    call: Call
    since: datetime
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class Queue:
    name: str
    sid: str = field(default_factory=lambda: sid("QU"))
    waiting: list[Waiting] = field(default_factory=list)
    waited_s: list[float] = field(default_factory=list)
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def average_s(self) -> int:
        return round(sum(self.waited_s) / len(self.waited_s)) if self.waited_s else 0


async def wait_in_line(call: Call, verb: ET.Element, base: str) -> Mapping[str, str]:
    """Until they are connected and that ended, or they leave; what `action` is told."""
    queue = call.exchange.queue((verb.text or "").strip())
    if len(queue.waiting) >= MOST:
        return _ended(queue, "queue-full", 0)
    one = Waiting(call, call.exchange.time.now())
    queue.waiting.append(one)
    queue.grew.set()
    listening = asyncio.create_task(_listen(call, one, queue, verb, base))
    taken = asyncio.create_task(one.taken.wait())
    result = ""
    try:
        await asyncio.wait({listening, taken}, return_when=asyncio.FIRST_COMPLETED)
        if one.taken.is_set():
            listening.cancel()
            await one.done.wait()
            result = "bridged"
        else:
            result = await listening
    finally:
        listening.cancel()
        taken.cancel()
        waited_s = (call.exchange.time.now() - one.since).total_seconds()
        queue.waited_s.append(waited_s)
        if one in queue.waiting:
            queue.waiting.remove(one)
        if not result and call.exchange.open:
            # Interrupted: action hears why; what it answers is not walked any more.
            if isinstance(call.why, Ended):
                result = "bridged" if one.taken.is_set() else "hangup"
            elif isinstance(call.why, Moved):
                result = "redirected-from-bridged" if one.taken.is_set() else "redirected"
            else:
                result = "error"
            if verb.get("action"):
                call.exchange.webhooks.tell(urljoin(base, verb.get("action", "")),
                                            call.fields() | _ended(queue, result, waited_s))
    return _ended(queue, result, waited_s)


async def _listen(call: Call, one: Waiting, queue: Queue, verb: ET.Element, base: str) -> str:
    """What waitUrl says, over and over. `leave` when it says so."""
    url = verb.get("waitUrl", "")
    if not url:
        call.heard.append("♪ the carrier's own music")
        await asyncio.Event().wait()
    while True:
        began = call.exchange.time.now()
        place = queue.waiting.index(one) + 1 if one in queue.waiting else 1
        fields = {
            "QueueSid": queue.sid, "QueuePosition": str(place), "AvgQueueTime": str(queue.average_s),
            "QueueTime": str(round((began - one.since).total_seconds())), "CurrentQueueSize": str(len(queue.waiting)),
        }
        source = Source(urljoin(base, url), verb.get("waitUrlMethod", "POST"))
        try:
            step: tuple[list[ET.Element], str] | None = await walk.opened(call, source, fields, allowed=WAITING)
            while step is not None:
                step = await walk.execute(call, *step)
        except walk.LeaveLine:
            return "leave"
        if call.exchange.time.now() == began:
            await call.exchange.time.sleep(1)  # an empty document is asked again, but not without end in no time


def _ended(queue: Queue, result: str, waited_s: float) -> dict[str, str]:
    return {"QueueResult": result, "QueueSid": queue.sid, "QueueTime": str(round(waited_s))}
