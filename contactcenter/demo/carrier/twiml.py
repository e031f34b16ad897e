"""Reading instructions as Twilio documents them; what it does not know is refused, and so is what we never say.

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
    "Gather": """input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits
        partialResultCallback partialResultCallbackMethod language hints barge debug actionOnEmptyResult speechModel
        enhanced""",
    "Dial": """action method timeout hangupOnStar timeLimit callerId record trim recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent answerOnBridge ringTone recordingTrack sequential
        referUrl referMethod events""",
    "Conference": """muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record
        region coach trim statusCallbackEvent statusCallback statusCallbackMethod recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent eventCallbackUrl jitterBufferSize
        participantLabel""",
    "Record": """action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback
        recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback""",
    "Redirect": "method",
    "Hangup": "",
}.items()}
WITHIN: Final[dict[str, frozenset[str]]] = {
    "Response": frozenset({"Say", "Play", "Gather", "Dial", "Record", "Redirect", "Hangup"}),
    "Gather": frozenset({"Say", "Play"}),
    "Dial": frozenset({"Conference"}),
}
TOLD: Final = frozenset({"Play", "Say", "Redirect"})
"""What waitUrl and holdUrl may return. https://www.twilio.com/docs/voice/twiml/conference#attributes-waitUrl"""


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
