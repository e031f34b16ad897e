"""Reading instructions as Twilio documents them; what it does not know is refused.

https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

MOST_BYTES = 64 * 1024
VERBS: Final[dict[str, frozenset[str]]] = {name: frozenset(text.split()) for name, text in {
    # each from its own page below https://www.twilio.com/docs/voice/twiml/
    "Say": "voice loop language",
    "Play": "loop digits",
    "Pause": "length",
    "Gather": """input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits
        partialResultCallback partialResultCallbackMethod language hints barge debug actionOnEmptyResult speechModel
        enhanced""",
    "Enqueue": "action maxQueueSize method waitUrl waitUrlMethod workflowSid",
    "Leave": "",
    "Dial": """action method timeout hangupOnStar timeLimit callerId record trim recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent answerOnBridge ringTone recordingTrack sequential
        referUrl referMethod events""",
    "Number": """sendDigits url method statusCallbackEvent statusCallback statusCallbackMethod byoc
        machineDetection amdStatusCallback amdStatusCallbackMethod machineDetectionTimeout
        machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout""",
    "Client": "url method statusCallbackEvent statusCallback statusCallbackMethod",
    "Identity": "",
    "Parameter": "name value",
    "Queue": "url method reservationSid postWorkActivitySid",
    "Conference": """muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record
        region coach trim statusCallbackEvent statusCallback statusCallbackMethod recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent eventCallbackUrl jitterBufferSize
        participantLabel""",
    "Record": """action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback""",
    "Redirect": "method",
    "Hangup": "",
    "Reject": "reason",
}.items()}
WITHIN: Final[dict[str, frozenset[str]]] = {
    "Response": frozenset({"Say", "Play", "Pause", "Gather", "Enqueue", "Leave", "Dial", "Record", "Redirect", "Hangup",
                           "Reject"}),
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number", "Client", "Queue", "Conference"}),
    "Client": frozenset({"Identity", "Parameter"}),
}
WAITING: Final = frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"})
"""What waitUrl may return. https://www.twilio.com/docs/voice/twiml/enqueue#attributes-waiturl"""
TOLD: Final = frozenset({"Play", "Say", "Pause", "Redirect"})
"""What is heard before a queued caller is connected, or on hold."""


class BadDocument(Exception):
    """12100 (not XML) or 12200 (not what is documented). https://www.twilio.com/docs/api/errors/12100"""


def parse(body: bytes, content_type: str, *, allowed: frozenset[str] | None = None) -> list[ET.Element]:
    """The verbs of a document in order. Raises `BadDocument`."""
    if content_type not in ("text/xml", "application/xml", "text/html"):
        raise BadDocument(f"12300: content type {content_type}")
    if len(body) > MOST_BYTES:
        raise BadDocument("11750: the document is over 64 kB")
    try:
        root = ET.fromstring(body)  # noqa: S314  # our own product's answer, on this machine
    except ET.ParseError as error:
        raise BadDocument(f"12100: {error}") from error
    if root.tag != "Response":
        raise BadDocument(f"12102: the document begins with {root.tag}")
    _check(root, allowed if allowed is not None else WITHIN["Response"])
    return list(root)


def _check(element: ET.Element, children: frozenset[str]) -> None:
    for child in element:
        if child.tag not in children:
            raise BadDocument(f"12200: <{child.tag}> within <{element.tag}>")
        unknown = set(child.attrib) - VERBS[child.tag]
        if unknown:
            raise BadDocument(f"12200: <{child.tag}> has no attribute {', '.join(sorted(unknown))}")
        _check(child, WITHIN.get(child.tag, frozenset()))


def yes(element: ET.Element, name: str, *, default: bool) -> bool:
    """A true-or-false attribute."""
    value = element.get(name)
    return default if value is None else value.lower() == "true"


def number(element: ET.Element, name: str, default: int) -> int:
    """A whole-number attribute. Raises `BadDocument`."""
    value = element.get(name, str(default))
    if not value.isdigit():
        raise BadDocument(f"12200: {element.tag} {name}={value!r}")
    return int(value)
