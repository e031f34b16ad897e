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
    Gather,
    HangUp,
    Instruction,
    Play,
    Record,
    Redirect,
    Say,
    Text,
    ToConference,
)
from contactcenter.carriers.twilio.words import VOICES

Whole = Callable[[str], str]
"""A path of ours as a whole address."""
CONTENT_TYPE = "text/xml; charset=utf-8"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document may hold (XML 1.0, 2.2): one such letter in a department's name would end every call."""
PROGRESS = "initiated ringing answered completed"
CONFERENCE_EVENTS = "join leave"
SILENCE_S = 5
"""Whoever says nothing for so long on the voicemail has said it."""


class _Speaks(Protocol):
    def say(self, message: str, **attributes: object) -> object: ...

    def play(self, url: str, **attributes: object) -> object: ...


def rendered(instructions: Sequence[Instruction], *, whole: Whole) -> Rendered:
    """The document. Nothing to do is an empty `<Response/>`."""
    response = VoiceResponse()
    for one in instructions:
        _add(response, one, whole)
    return Rendered(ILLEGAL.sub("", str(response)).encode(), CONTENT_TYPE)


def _add(response: VoiceResponse, one: Instruction, whole: Whole) -> None:
    match one:
        case Say() | Play():
            _speak(response, one, whole)
        case Gather():
            response.append(_gather(one, whole))
        case ToConference():
            response.append(_conference(one, whole))
        case Record():
            response.record(
                action=whole(one.then), method="POST", max_length=one.most_seconds, timeout=SILENCE_S,
                finish_on_key="#", play_beep=True, recording_status_callback=whole(one.recorded_to),
                recording_status_callback_event="completed absent", recording_status_callback_method="POST",
                **({"transcribe": True, "transcribe_callback": whole(one.transcribed_to)}
                   if one.transcribed_to else {}),
            )
        case Redirect(path):
            response.redirect(whole(path), method="POST")
        case HangUp():
            response.hangup()
        case Text(body):
            # https://www.twilio.com/docs/messaging/twiml/message
            response.append(Message(body))


def _speak(to: _Speaks, one: Say | Play, whole: Whole) -> None:
    match one:
        case Say(text, language):
            voice, locale = VOICES[language]
            to.say(text, voice=voice, language=locale)
        case Play(path):
            to.play(whole(path))


def _gather(one: Gather, whole: Whole) -> TwimlGather:
    """https://www.twilio.com/docs/voice/twiml/gather"""
    gather = TwimlGather(
        input="dtmf", action=whole(one.then), method="POST", timeout=one.seconds, finish_on_key=one.finish,
        action_on_empty_result=one.also_nothing, **({"num_digits": one.digits} if one.digits else {}),
    )
    for prompt in one.prompts:
        _speak(gather, prompt, whole)
    return gather


def _conference(one: ToConference, whole: Whole) -> TwimlDial:
    """https://www.twilio.com/docs/voice/twiml/conference. An empty waitUrl is silence."""
    asked: dict[str, object] = {
        "muted": one.muted, "beep": False, "start_conference_on_enter": one.starts,
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
    dial = TwimlDial(action=whole(one.then), method="POST")
    dial.conference(one.name, **asked)
    return dial
