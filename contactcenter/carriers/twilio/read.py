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
    OBEYED,
    OPT_WORDS,
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
    body, opt = fields.get("Body", ""), OPT_WORDS.get(fields.get("OptOutType", ""))
    return TextIn(
        id=_needed(fields, "MessageSid"), sender=fields.get("From", ""), to=fields.get("To", ""), body=body,
        media=media, opt=opt, obeyed=opt is not None or body.strip().upper() in OBEYED,
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

    Progress: https://www.twilio.com/docs/voice/api/call-resource#statuscallback.
    """
    sender = fields.get("From", "")
    return CallNews(
        call_id=_needed(fields, "CallSid"),
        state=CALL_STATES.get(fields.get("CallStatus", "").lower(), "unknown"),
        sender="" if sender in WITHHELD else sender, to=fields.get("To", ""),
        inbound=fields.get("Direction", "inbound") == "inbound",
        at=_moment(fields.get("Timestamp", "")), duration_s=_whole(fields, "CallDuration"),
        digits=fields.get("Digits", ""),
    )


def conference(fields: Fields) -> ConferenceNews:
    """https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback"""
    return ConferenceNews(
        conference_id=_needed(fields, "ConferenceSid"),
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
        call_id=fields.get("CallSid") or None, duration_s=_whole(fields, "RecordingDuration"),
        transcript=fields.get("TranscriptionText") if state == "completed" else None,
    )


def theirs(end: str) -> str:
    """Whom to ring: a seat's browser is `browser:identity`, at Twilio `client:identity`."""
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
