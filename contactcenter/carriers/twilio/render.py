"""Our instructions as TwiML, by Twilio's own library. https://www.twilio.com/docs/voice/twiml"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from twilio.twiml.messaging_response import Message
from twilio.twiml.voice_response import Dial as TwimlDial
from twilio.twiml.voice_response import Gather as TwimlGather
from twilio.twiml.voice_response import VoiceResponse

from contactcenter.carriers.contract import Rendered
from contactcenter.carriers.instructions import (
    Dial,
    Enqueue,
    Gather,
    HangUp,
    Instruction,
    Leave,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Text,
    ToBrowser,
    ToConference,
    ToNumber,
    ToQueue,
)
from contactcenter.carriers.twilio.words import VOICES

Whole = Callable[[str], str]
"""A path of ours as a whole address."""
CONTENT_TYPE = "text/xml; charset=utf-8"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document may hold (XML 1.0, 2.2): one such letter in a department's name would end every call."""
PROGRESS = "initiated ringing answered completed"
CONFERENCE_EVENTS = "start end join leave mute hold"


class _Speaks(Protocol):
    def say(self, message: str, **attributes: object) -> object: ...

    def play(self, url: str, **attributes: object) -> object: ...

    def pause(self, **attributes: object) -> object: ...


def rendered(instructions: Sequence[Instruction], *, whole: Whole) -> Rendered:
    """The document. Nothing to do is an empty `<Response/>`."""
    response = VoiceResponse()
    for one in instructions:
        _add(response, one, whole)
    return Rendered(ILLEGAL.sub("", str(response)).encode(), CONTENT_TYPE)


def _add(response: VoiceResponse, one: Instruction, whole: Whole) -> None:
    match one:
        case Say() | Play() | Pause():
            _speak(response, one, whole)
        case Gather():
            response.append(_gather(one, whole))
        case Enqueue(queue, wait, then):
            response.enqueue(queue, action=whole(then), method="POST", wait_url=whole(wait), wait_url_method="POST")
        case Leave():
            response.leave()
        case Dial():
            response.append(_dial(one, whole))
        case Record():
            response.record(
                action=whole(one.then), method="POST", max_length=one.most_seconds, timeout=one.silence_seconds,
                finish_on_key=one.finish, play_beep=one.beep, recording_status_callback=whole(one.recorded_to),
                recording_status_callback_event="completed absent", recording_status_callback_method="POST",
                **({"transcribe": True, "transcribe_callback": whole(one.transcribed_to)}
                   if one.transcribed_to else {}),
            )
        case Redirect(path):
            response.redirect(whole(path), method="POST")
        case HangUp():
            response.hangup()
        case Reject(busy):
            response.reject(reason="busy" if busy else "rejected")
        case Text(body):
            # https://www.twilio.com/docs/messaging/twiml/message
            response.append(Message(body))


def _speak(to: _Speaks, one: Say | Play | Pause, whole: Whole) -> None:
    match one:
        case Say(text, language):
            voice, locale = VOICES[language]
            to.say(text, voice=voice, language=locale)
        case Play(path, times):
            to.play(whole(path), loop=times)
        case Pause(seconds):
            to.pause(length=seconds)


def _gather(one: Gather, whole: Whole) -> TwimlGather:
    """https://www.twilio.com/docs/voice/twiml/gather"""
    gather = TwimlGather(
        input="dtmf", action=whole(one.then), method="POST", timeout=one.seconds, finish_on_key=one.finish,
        action_on_empty_result=one.also_nothing, **({"num_digits": one.digits} if one.digits else {}),
    )
    for prompt in one.prompts:
        _speak(gather, prompt, whole)
    return gather


def _dial(one: Dial, whole: Whole) -> TwimlDial:
    """https://www.twilio.com/docs/voice/twiml/dial"""
    asked: dict[str, object] = {"timeout": one.seconds}
    if one.then:
        asked |= {"action": whole(one.then), "method": "POST"}
    if one.sender:
        asked["caller_id"] = one.sender
    if one.recorded_to:
        asked |= {"record": "record-from-answer-dual", "recording_status_callback": whole(one.recorded_to),
                  "recording_status_callback_event": "completed absent"}
    dial = TwimlDial(**asked)
    told: dict[str, object] = {}
    if one.progress_to:
        told = {"status_callback": whole(one.progress_to), "status_callback_event": PROGRESS,
                "status_callback_method": "POST"}
    match one.to:
        case ToNumber(number):
            dial.number(number, **told)
        case ToBrowser(identity, given):
            client = dial.client(**told)
            client.identity(identity)
            for name, value in given:
                client.parameter(name=name, value=value)
        case ToQueue(queue, heard):
            dial.queue(queue, **({"url": whole(heard), "method": "POST"} if heard else {}))
        case ToConference():
            _conference(dial, one.to, whole)
    return dial


def _conference(dial: TwimlDial, one: ToConference, whole: Whole) -> None:
    """https://www.twilio.com/docs/voice/twiml/conference. An empty waitUrl is silence."""
    asked: dict[str, object] = {
        "muted": one.muted, "beep": one.beep, "start_conference_on_enter": one.starts,
        "end_conference_on_exit": one.ends, "wait_url": whole(one.wait) if one.wait else "", "wait_method": "POST",
    }
    if one.coach:
        asked["coach"] = one.coach
    if one.label:
        asked["participant_label"] = one.label
    if one.events_to:
        asked |= {"status_callback": whole(one.events_to), "status_callback_event": CONFERENCE_EVENTS,
                  "status_callback_method": "POST"}
    if one.recorded_to:
        asked |= {"record": "record-from-start", "recording_status_callback": whole(one.recorded_to),
                  "recording_status_callback_event": "completed absent"}
    dial.conference(one.name, **asked)
