"""Walking the instructions of a call, one document after the other. https://www.twilio.com/docs/voice/twiml"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier import conference, recording
from contactcenter.demo.carrier.call import Call, Ended, Moved, Source
from contactcenter.demo.carrier.twiml import TOLD, BadDocument, number, parse, yes

if TYPE_CHECKING:
    from collections.abc import Mapping

CHARACTERS_A_SECOND = 15.0
HANZI_A_SECOND = 4.0
MUSIC_S = 20.0
"""How long what is played lasts here: nothing is decoded."""
FORGIVEN = 200
"""Documents of one call after which it goes round in circles: https://www.twilio.com/docs/api/errors/11220"""


def spoken_s(text: str) -> float:
    """How long it takes to say."""
    hanzi = sum("\u4e00" <= one <= "\u9fff" for one in text)
    return hanzi / HANZI_A_SECOND + (len(text) - hanzi) / CHARACTERS_A_SECOND


async def walk(call: Call, source: Source) -> None:
    """Until the call is over. One that is moved goes on with what it was moved to."""
    here: Source | None = source
    while here is not None and call.live:
        here = await _walked(call, here)
    call.end()


async def _walked(call: Call, source: Source) -> Source | None:
    """What it was moved to, if it was."""
    call.why = None
    call.walking = asyncio.create_task(run(call, source))
    try:
        await call.walking
    except asyncio.CancelledError:
        why = call.interrupted()
        if why is None:
            raise
        return why.source if isinstance(why, Moved) else None
    except Ended:
        pass
    return None


async def run(call: Call, source: Source) -> None:
    """A document and those it leads to. At the end of the last one the call is hung up."""
    try:
        step: tuple[list[ET.Element], str] | None = await opened(call, source)
        for _ in range(FORGIVEN):
            if step is None:
                return
            verbs, base = step
            if call.status == "ringing" and call.direction == "inbound":
                call.become("in-progress")
            step = await execute(call, verbs, base)
        call.exchange.errors.append((call.sid, "11220: too many redirects"))
    except BadDocument as error:
        # https://www.twilio.com/docs/api/errors/12100: the caller is told, and the call ends.
        call.exchange.errors.append((call.sid, str(error)))
        if call.status == "ringing":
            call.become("in-progress")
        call.heard.append("An application error has occurred. Goodbye.")
        await call.exchange.time.sleep(3)


async def opened(call: Call, source: Source, fields: Mapping[str, str] | None = None, *,
                 allowed: frozenset[str] | None = None) -> tuple[list[ET.Element], str]:
    """A document's verbs, and what its addresses are relative to. Raises `BadDocument`."""
    asked = await call.exchange.webhooks.ask(source.url, call.fields() | dict(fields or {}), method=source.method)
    if asked.status != 200:  # noqa: PLR2004
        # https://www.twilio.com/docs/api/errors/11200
        raise BadDocument(f"11200: {source.url} answered {asked.status}")
    return parse(asked.body, asked.content_type, allowed=allowed), source.url


async def execute(call: Call, verbs: list[ET.Element], base: str) -> tuple[list[ET.Element], str] | None:
    """The verbs in order; another document where one leads to it, None after the last."""
    for verb in verbs:
        match verb.tag:
            case "Say" | "Play":
                await heard(call, verb, base)
            case "Gather":
                keys = await _gather(call, verb, base)
                if keys is not None:
                    return await opened(call, _action(verb, base), {"Digits": keys, "msg": "Gather End"})
            case "Dial":
                ended = await conference.take_part(call, verb, base)
                if verb.get("action"):
                    return await opened(call, _action(verb, base), ended)
            case "Record":
                made = await recording.record(call, verb, base)
                if made is not None:
                    return await opened(call, _action(verb, base), made)
            case "Redirect":
                return await opened(call, Source(urljoin(base, (verb.text or "").strip()), verb.get("method", "POST")))
            case "Hangup":
                call.end()
                raise Ended
    return None


async def heard(call: Call, verb: ET.Element, base: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/say, /play: loop 0 is for ever."""
    text = (verb.text or "").strip()
    times = number(verb, "loop", 1)
    count = 0
    while times == 0 or count < times:
        count += 1
        if verb.tag == "Say":
            call.heard.append(text)
            await call.exchange.time.sleep(spoken_s(text))
        else:
            call.heard.append(f"♪ {urljoin(base, text)}" if text else f"keys {verb.get('digits', '')}")
            await call.exchange.time.sleep(MUSIC_S)


async def prompts(call: Call, verbs: list[ET.Element], base: str) -> None:
    """What is only to be heard, one after the other."""
    for verb in verbs:
        await heard(call, verb, base)


async def told(call: Call, source: Source) -> None:
    """What somebody hears who waits for others, or is on hold: once through."""
    verbs, base = await opened(call, source, allowed=TOLD)
    for verb in verbs:
        if verb.tag == "Redirect":
            await told(call, Source(urljoin(base, (verb.text or "").strip())))
            return
        await heard(call, verb, base)


async def _gather(call: Call, verb: ET.Element, base: str) -> str | None:
    """What was pressed; None where the next verb goes on. https://www.twilio.com/docs/voice/twiml/gather"""
    finish = verb.get("finishOnKey", "#")
    most = number(verb, "numDigits", 0)
    pause_s = number(verb, "timeout", 5)
    while not call.keys.empty():  # what was pressed earlier was not for this
        call.keys.get_nowait()
    saying = asyncio.create_task(prompts(call, list(verb), base))
    keys = ""
    try:
        while True:
            pressing = asyncio.create_task(call.keys.get())
            silence = asyncio.create_task(_silence(call, saying, pause_s))
            try:
                await asyncio.wait({pressing, silence}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                silence.cancel()
                if not pressing.done():
                    pressing.cancel()
            if not pressing.done() or pressing.cancelled():
                break
            saying.cancel()  # a key stops what is being said
            key = pressing.result()
            if key and key in finish:
                return keys if keys or yes(verb, "actionOnEmptyResult", default=False) else None
            keys += key
            if most and len(keys) >= most:
                return keys
    finally:
        saying.cancel()
    return keys if keys or yes(verb, "actionOnEmptyResult", default=False) else None


async def _silence(call: Call, saying: asyncio.Task[None], seconds: float) -> None:
    """Counted from the end of what is said."""
    await asyncio.wait({saying})
    if not saying.cancelled() and saying.exception() is not None:
        saying.result()
    await call.exchange.time.sleep(seconds)


def _action(verb: ET.Element, base: str) -> Source:
    """Without one it is the document's own address."""
    return Source(urljoin(base, verb.get("action", base)), verb.get("method", "POST"))
