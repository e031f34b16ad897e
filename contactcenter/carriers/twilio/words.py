"""Twilio's words and ours (law 9). What is not in a table is `unknown`."""

from __future__ import annotations

from typing import Final

from contactcenter.carriers.contract import (
    CallState,
    ConferenceEvent,
    RecordingState,
    TextState,
)
from contactcenter.carriers.instructions import Voice
from contactcenter.envelope import OptWord, TextFiles

TEXT_STATES: Final[dict[str, TextState]] = {
    # https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
    "accepted": "queued", "scheduled": "queued", "queued": "queued", "sending": "queued", "sent": "sent",
    "delivered": "delivered", "read": "delivered", "partially_delivered": "sent", "undelivered": "undelivered",
    "failed": "failed", "canceled": "failed", "receiving": "received", "received": "received",
}
CALL_STATES: Final[dict[str, CallState]] = {
    # https://www.twilio.com/docs/voice/api/call-resource#call-status-values
    "queued": "queued", "initiated": "queued", "ringing": "ringing", "in-progress": "in_progress",
    "answered": "in_progress", "completed": "completed", "busy": "busy", "no-answer": "no_answer",
    "failed": "failed", "canceled": "canceled",
}
CONFERENCE_EVENTS: Final[dict[str, ConferenceEvent]] = {
    # https://www.twilio.com/docs/voice/twiml/conference#events
    "participant-join": "join", "participant-leave": "leave",
}
RECORDING_STATES: Final[dict[str, RecordingState]] = {
    # https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
    "in-progress": "in_progress", "completed": "completed", "absent": "absent",
    # https://www.twilio.com/docs/voice/api/recording-transcription: its `TranscriptionStatus`
    "failed": "failed",
}
TRANSCRIBES: Final[frozenset[Voice]] = frozenset({"en"})
"""https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe: English only, up to two minutes."""
FILES: Final = TextFiles(most=10, most_bytes=5_000_000, kinds=frozenset({
    # https://www.twilio.com/docs/messaging/guides/accepted-mime-types, the column MMS;
    # https://www.twilio.com/docs/messaging/api/media-resource: up to ten files with up to 5 MB together.
    "image/jpeg", "image/jpg", "image/gif", "image/png", "image/bmp", "image/tiff", "image/heic", "image/heif",
    "audio/basic", "audio/l24", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/vnd.rn-realaudio", "audio/vnd.wave",
    "audio/3gpp", "audio/3gpp2", "audio/ac3", "audio/webm", "audio/amr-nb", "audio/amr", "video/mpeg", "video/mp4",
    "video/quicktime", "video/webm", "video/3gpp", "video/3gpp2", "video/3gpp-tt", "video/h261", "video/h263",
    "video/h263-1998", "video/h263-2000", "video/h264", "text/vcard", "text/x-vcard", "text/csv", "text/rtf",
    "text/richtext", "text/calendar", "text/directory", "application/pdf", "application/vcard",
    "application/vnd.apple.pkpass",
}))
OPT_WORDS: Final[dict[str, OptWord]] = {
    # https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
    "STOP": "stop", "START": "start", "HELP": "help",
}
OBEYED: Final = frozenset({
    # https://help.twilio.com/articles/223134027, https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out: by
    # default Twilio obeys and answers these on long codes, where they are all of a text. STOP and START say something
    # only where they change something: START is answered to numbers that Twilio itself has stopped.
    "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "YES", "UNSTOP", "HELP",
    "INFO",
})
WITHHELD: Final = frozenset({
    # ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN and BLOCKED by the letters on the keys (ITU-T E.161): networks send
    # them for numbers that are withheld; all those callers would be one patron.
    "+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533",
})
VOICES: Final = {
    # https://www.twilio.com/docs/voice/twiml/say/text-speech: voice and language.
    "en": ("Polly.Joanna-Neural", "en-US"), "zh-Hans": ("Polly.Zhiyu-Neural", "cmn-CN"),
}
