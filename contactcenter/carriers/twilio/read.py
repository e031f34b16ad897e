"""Twilio's webhooks in our words. Pure. Unknown fields are passed over: Twilio adds some without notice."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import parse_qsl

from contactcenter.carriers.contract import (
    CallNews,
    ConferenceNews,
    Fields,
    MediaRef,
    RecordingNews,
    TextIn,
    TextReport,
)
from contactcenter.carriers.twilio.codes import meaning
from contactcenter.carriers.twilio.words import (
    CALL_STATES,
    CONFERENCE_EVENTS,
    OPT_WORDS,
    QUEUE_ENDS,
    RECORDING_STATES,
    TEXT_STATES,
    WITHHELD,
)
from contactcenter.envelope import ParseError

MOST_MEDIA: Final = 10
"""https://www.twilio.com/docs/messaging/guides/webhook-request: up to ten files a message."""
CLIENT, BROWSER = "client:", "browser:"


def text(fields: Fields) -> TextIn:
    """https://www.twilio.com/docs/messaging/guides/webhook-request"""
    media = tuple(
        MediaRef(url, fields.get(f"MediaContentType{place}", ""))
        for place in range(min(_whole(fields, "NumMedia") or 0, MOST_MEDIA))
        if (url := fields.get(f"MediaUrl{place}", ""))
    )
    return TextIn(
        id=_needed(fields, "MessageSid"), sender=fields.get("From", ""), to=fields.get("To", ""),
        body=fields.get("Body", ""), media=media, opt=OPT_WORDS.get(fields.get("OptOutType", "")),
    )


def text_of(body: bytes) -> TextIn:
    """A text from the webhook's body as it was kept. Raises `ParseError`."""
    try:
        return text(dict(parse_qsl(body.decode(), keep_blank_values=True)))
    except UnicodeDecodeError as error:
        raise ParseError("The webhook's body is no form.") from error


def text_report(fields: Fields) -> TextReport:
    """https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks"""
    state = TEXT_STATES.get(fields.get("MessageStatus", fields.get("SmsStatus", "")).lower(), "unknown")
    code = fields.get("ErrorCode", "")
    failed = state in ("failed", "undelivered")
    known = meaning(code)
    return TextReport(
        id=_needed(fields, "MessageSid"), state=state, code=known.code if failed else "",
        detail=f"{code} {fields.get('ErrorMessage', '')}".strip()[:300] if failed else "",
        permanent=failed and known.permanent,
    )


def call(fields: Fields) -> CallNews:
    """https://www.twilio.com/docs/voice/twiml#request-parameters, and those of each verb's action.

    Progress: https://www.twilio.com/docs/voice/api/call-resource#statuscallback. Lines:
    https://www.twilio.com/docs/voice/twiml/enqueue#request-parameters. Calls made by `Dial`:
    https://www.twilio.com/docs/voice/twiml/dial#request-parameters.
    """
    sender, to = ours(fields.get("From", "")), ours(fields.get("To", ""))
    browsers = [one.removeprefix(BROWSER) for one in (to, sender) if one.startswith(BROWSER)]
    dialled, left = fields.get("DialCallStatus"), fields.get("QueueResult")
    return CallNews(
        call_id=_needed(fields, "CallSid"),
        state=CALL_STATES.get(fields.get("CallStatus", "").lower(), "unknown"),
        sender="" if sender in WITHHELD else sender, to=to, inbound=fields.get("Direction", "inbound") == "inbound",
        parent_id=fields.get("ParentCallSid") or None, sequence=_whole(fields, "SequenceNumber"),
        at=_moment(fields.get("Timestamp", "")), duration_s=_whole(fields, "CallDuration"),
        digits=fields.get("Digits", ""), speech=fields.get("SpeechResult", ""),
        queue_end=None if left is None else QUEUE_ENDS.get(left, "unknown"),
        queue_place=_whole(fields, "QueuePosition"), queue_time_s=_whole(fields, "QueueTime"),
        dial_state=None if dialled is None else CALL_STATES.get(dialled, "unknown"),
        dial_call_id=fields.get("DialCallSid") or None, dial_duration_s=_whole(fields, "DialCallDuration"),
        recording=recording(fields) if fields.get("RecordingUrl") else None,
        identity=browsers[0] if browsers else None,
        # Twilio's own names begin with a capital letter; what our page gives along does not.
        asked={name: value for name, value in fields.items() if name[:1].islower()},
        code=meaning(fields["ErrorCode"]).code if fields.get("ErrorCode") else "",
    )


def conference(fields: Fields) -> ConferenceNews:
    """https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback"""
    return ConferenceNews(
        conference_id=_needed(fields, "ConferenceSid"), name=fields.get("FriendlyName", ""),
        event=CONFERENCE_EVENTS.get(fields.get("StatusCallbackEvent", ""), "unknown"),
        call_id=fields.get("CallSid") or None, label=fields.get("ParticipantLabel") or None,
        sequence=_whole(fields, "SequenceNumber"), at=_moment(fields.get("Timestamp", "")),
    )


def recording(fields: Fields) -> RecordingNews:
    """https://www.twilio.com/docs/voice/twiml/record: `action`, `recordingStatusCallback`, `transcribeCallback`."""
    url = fields.get("RecordingUrl", "")
    said = fields.get("TranscriptionStatus") or fields.get("RecordingStatus")
    state = "completed" if said is None else RECORDING_STATES.get(said, "unknown")
    return RecordingNews(
        recording_id=fields.get("RecordingSid") or url.rpartition("/")[2] or _needed(fields, "RecordingSid"),
        state=state, url=url,
        call_id=fields.get("CallSid") or None, conference_id=fields.get("ConferenceSid") or None,
        duration_s=_whole(fields, "RecordingDuration"),
        transcript=fields.get("TranscriptionText") if state == "completed" else None,
    )


def ours(end: str) -> str:
    """An end of a call: a seat's browser is `browser:identity`, at Twilio `client:identity`."""
    return BROWSER + end.removeprefix(CLIENT) if end.startswith(CLIENT) else end


def theirs(end: str) -> str:
    """As `ours`, the other way."""
    return CLIENT + end.removeprefix(BROWSER) if end.startswith(BROWSER) else end


def _needed(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    if not value or len(value) > 64:  # noqa: PLR2004  # a SID has 34 characters
        raise ParseError(f"The webhook has no {name}.")
    return value


def _whole(fields: Fields, name: str) -> int | None:
    value = fields.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None  # noqa: PLR2004


def _moment(value: str) -> datetime | None:
    """RFC 2822, as Twilio writes times in webhooks."""
    try:
        found = parsedate_to_datetime(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
