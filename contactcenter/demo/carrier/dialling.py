"""Connecting a call: to a number, a browser, a line, a conference. https://www.twilio.com/docs/voice/twiml/dial"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier import conference, walk
from contactcenter.demo.carrier.call import PROGRESS, Call, Source
from contactcenter.demo.carrier.recording import Recording, report
from contactcenter.demo.carrier.twiml import BadDocument, number


async def dial(call: Call, verb: ET.Element, base: str) -> Mapping[str, str]:
    """Connect, until that ends; what `action` is told."""
    if len(verb) == 0 and (verb.text or "").strip():
        noun = ET.Element("Number")
        noun.text = verb.text
        return await _ring(call, verb, [noun], base)
    nouns = list(verb)
    if not nouns:
        raise BadDocument("13201: Dial to nobody")
    match nouns[0].tag:
        case "Queue":
            return await _from_line(call, verb, nouns[0], base)
        case "Conference":
            return await conference.take_part(call, nouns[0], base)
    return await _ring(call, verb, nouns, base)


async def _ring(call: Call, verb: ET.Element, nouns: list[ET.Element], base: str) -> Mapping[str, str]:
    """Several ring at once, and the first to answer gets the call."""
    sender = verb.get("callerId") or call.sender
    children = []
    for noun in nouns:
        child = call.exchange.new_call(sender=sender, to=_whom(noun), direction="outbound-dial", parent=call)
        child.given = {one.get("name", ""): one.get("value", "") for one in noun.findall("Parameter")}
        child.report_to = urljoin(base, noun.get("statusCallback", "")) if noun.get("statusCallback") else ""
        child.report_events = frozenset((noun.get("statusCallbackEvent") or "completed").split()) & PROGRESS
        child.report("initiated")
        children.append((child, noun))
    ringing = {
        asyncio.create_task(call.exchange.ring(child, seconds=number(verb, "timeout", 30))): (child, noun)
        for child, noun in children
    }
    answered: tuple[Call, ET.Element] | None = None
    last = children[0][0]
    try:
        waits = set(ringing)
        while waits and answered is None:
            done, waits = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                last = ringing[task][0]
                if task.result():
                    answered = ringing[task]
        for child, _ in children:
            if answered is None or child is not answered[0]:
                child.end("canceled")
        if answered is None:
            return {"DialCallStatus": last.status, "DialCallSid": last.sid, "DialBridged": "false"}
        child, noun = answered
        if noun.get("url"):
            await walk.told(child, Source(urljoin(base, noun.get("url", "")), noun.get("method", "POST")))
        await _together(call, child)
        _recorded(call, verb, base, child)
        return {"DialCallStatus": "completed", "DialCallSid": child.sid, "DialBridged": "true",
                "DialCallDuration": str(child.seconds)}
    finally:
        for task in ringing:
            task.cancel()
        for child, _ in children:
            if not child.left.is_set():
                child.end("canceled")


async def _together(call: Call, other: Call) -> None:
    """They speak, until the other one hangs up or is moved on."""
    call.with_, other.with_ = other, call
    try:
        await other.left.wait()
    finally:
        call.with_ = other.with_ = None


async def _from_line(call: Call, verb: ET.Element, noun: ET.Element, base: str) -> Mapping[str, str]:
    """Whoever waits first. https://www.twilio.com/docs/voice/twiml/queue"""
    name = (noun.text or "").strip()
    queue = call.exchange.queues.get(name)
    if queue is None:
        return {"DialCallStatus": "failed"}
    timeout = asyncio.create_task(call.exchange.time.sleep(number(verb, "timeout", 30)))
    try:
        while not queue.waiting:
            queue.grew.clear()
            grew = asyncio.create_task(queue.grew.wait())
            await asyncio.wait({grew, timeout}, return_when=asyncio.FIRST_COMPLETED)
            grew.cancel()
            if timeout.done() and not queue.waiting:
                return {"DialCallStatus": "no-answer"}
    finally:
        timeout.cancel()
    one = queue.waiting.pop(0)
    one.taken.set()
    try:
        if noun.get("url"):
            await walk.told(one.call, Source(urljoin(base, noun.get("url", "")), noun.get("method", "POST")))
        began = call.exchange.time.now()
        await _together(call, one.call)
        seconds = round((call.exchange.time.now() - began).total_seconds())
        return {"DialCallStatus": "completed", "DialCallSid": one.call.sid, "DialCallDuration": str(seconds)}
    finally:
        one.done.set()


def _recorded(call: Call, verb: ET.Element, base: str, child: Call) -> None:
    if (verb.get("record") or "do-not-record") != "do-not-record":
        made = Recording(child.sid, child.seconds, "", "DialVerb")
        call.exchange.recordings[made.sid] = made
        report(call, verb, base, made)


def _whom(noun: ET.Element) -> str:
    """A number, or `client:` and whose browser it is. https://www.twilio.com/docs/voice/twiml/client"""
    if noun.tag == "Client":
        identity = noun.find("Identity")
        return "client:" + ((identity.text if identity is not None else noun.text) or "").strip()
    return (noun.text or "").strip()
