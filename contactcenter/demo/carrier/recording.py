"""Recording what a caller says. https://www.twilio.com/docs/voice/twiml/record"""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier.call import Call, Ended, Said
from contactcenter.demo.carrier.sids import ACCOUNT, sid, stamp
from contactcenter.demo.carrier.twiml import number, yes

RATE = 8000
SHORTEST_S, LONGEST_S = 2, 120
"""Between these a recording is transcribed."""


@dataclass(slots=True, eq=False)
class Recording:
    """As the Recording resource: https://www.twilio.com/docs/voice/api/recording"""

    call_sid: str
    seconds: int
    words: str
    source: str
    conference_sid: str = ""
    sid: str = field(default_factory=lambda: sid("RE"))

    def sound(self) -> bytes:
        """A WAV file as long as what was said: silence, for nobody spoke."""
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(1)
            file.setframerate(RATE)
            file.writeframes(b"\x80" * RATE * max(self.seconds, 1))
        return out.getvalue()


async def record(call: Call, verb: ET.Element, base: str) -> Mapping[str, str] | None:
    """What `action` is told; None where nothing was said: the next verb goes on."""
    if yes(verb, "playBeep", default=True):
        call.heard.append("beep")
    finish = verb.get("finishOnKey", "1234567890*#")
    left_s = float(number(verb, "maxLength", 3600))
    silence_s = number(verb, "timeout", 5)
    words: list[str] = []
    length = 0.0
    key = ""
    while not call.keys.empty():  # what was pressed earlier was not for this
        call.keys.get_nowait()
    call.records = True
    try:
        while left_s > length and not key:
            said, key = await _next(call, min(silence_s, left_s - length), finish)
            if said is None:
                break
            words.append(said[0].words)
            said[0].kept = True
            began = call.exchange.time.now()
            try:
                # A key ends it in mid-word.
                key = key or await _pressed(call, min(said[1], left_s - length), finish)
            finally:
                length += (call.exchange.time.now() - began).total_seconds()
    except asyncio.CancelledError:
        if isinstance(call.why, Ended) and words:
            # They hung up: action and callbacks hear of it all the same, with Digits=hangup.
            made = kept(call, verb, base, words, round(length) or 1)
            call.exchange.webhooks.tell(urljoin(base, verb.get("action", base)),
                                        call.fields() | _told(call, made) | {"Digits": "hangup"})
        raise
    finally:
        call.records = False
    if not words:
        return None
    return _told(call, kept(call, verb, base, words, round(length) or 1)) | ({"Digits": key} if key else {})


async def _next(call: Call, silence_s: float, finish: str) -> tuple[tuple[Said, float] | None, str]:
    """What is said next, with its length, and the key that ended it; neither after so much silence."""
    speaking = asyncio.create_task(call.spoken.get())
    pressing = asyncio.create_task(_pressed(call, silence_s, finish))
    try:
        await asyncio.wait({speaking, pressing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (speaking, pressing):
            task.cancel()
    said = speaking.result() if speaking.done() and not speaking.cancelled() else None
    return said, pressing.result() if pressing.done() and not pressing.cancelled() else ""


async def _pressed(call: Call, seconds: float, finish: str) -> str:
    """The key that ends it, once it is pressed; empty after so long without one."""
    over = asyncio.create_task(call.exchange.time.sleep(seconds))
    try:
        while True:
            pressing = asyncio.create_task(call.keys.get())
            try:
                await asyncio.wait({pressing, over}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                pressing.cancel()
            if not pressing.done() or pressing.cancelled():
                return ""
            if pressing.result() in finish:
                return pressing.result()
    finally:
        over.cancel()


def kept(call: Call, verb: ET.Element, base: str, words: list[str], seconds: int) -> Recording:
    """Keep it, and report it where that is asked for."""
    one = Recording(call.sid, seconds, " ".join(words), "RecordVerb")
    call.exchange.recordings[one.sid] = one
    report(call, verb, base, one)
    if yes(verb, "transcribe", default=False) and verb.get("transcribeCallback"):
        call.exchange.webhooks.tell(urljoin(base, verb.get("transcribeCallback", "")),
                                    call.fields() | written(call, one))
    return one


def written(call: Call, one: Recording) -> dict[str, str]:
    """What `transcribeCallback` is told: https://www.twilio.com/docs/voice/twiml/record#transcribecallback.

    Too short or too long to be written down: https://www.twilio.com/docs/api/errors/13617.
    """
    made = sid("TR")
    told = {
        "TranscriptionSid": made, "TranscriptionUrl": f"{call.exchange.recording_url(one)}/Transcriptions/{made}",
        "RecordingSid": one.sid, "RecordingUrl": call.exchange.recording_url(one),
    }
    if SHORTEST_S < one.seconds < LONGEST_S:
        return told | {"TranscriptionStatus": "completed", "TranscriptionText": one.words}
    return told | {"TranscriptionStatus": "failed"}


def report(call: Call, element: ET.Element, base: str, one: Recording) -> None:
    """`recordingStatusCallback`: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback"""
    if element.get("recordingStatusCallback"):
        fields = {
            "AccountSid": ACCOUNT, "CallSid": one.call_sid, "RecordingSid": one.sid,
            "RecordingUrl": call.exchange.recording_url(one), "RecordingStatus": "completed",
            "RecordingDuration": str(one.seconds), "RecordingChannels": "1",
            "RecordingStartTime": stamp(call.exchange.time.now()) or "", "RecordingSource": one.source,
            "RecordingTrack": "both",
        }
        if one.conference_sid:
            fields["ConferenceSid"] = one.conference_sid
        call.exchange.webhooks.tell(urljoin(base, element.get("recordingStatusCallback", "")), fields)


def _told(call: Call, one: Recording) -> dict[str, str]:
    return {"RecordingUrl": call.exchange.recording_url(one), "RecordingSid": one.sid,
            "RecordingDuration": str(one.seconds)}
