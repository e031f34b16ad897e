"""A call, or a message that a caller left, as the switchboard kept it, understood as an inquiry.

The number is what the carrier says of the caller, who may have said anything: it is claimed (law 10).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from contactcenter.channels.phone.words import WORDS
from contactcenter.envelope import Address, Attachment, BlobRef, CallArrived, Inbound, ParseError, Raw, Thread
from contactcenter.envelope.numbers import readable
from contactcenter.settings import Settings

CHANNEL = "phone"


class _Call(BaseModel):
    """What the switchboard notes beside the carrier's own words."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["call"]
    carrier: str
    remote_id: str
    number: str = ""
    ours: str = ""
    queue: str | None = None
    locale: Literal["en", "zh-Hans"] = "en"
    at: datetime | None = None
    """None: kept by an earlier version, whose call is known already."""


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["out"]
    number: str
    author: str
    author_staff_id: int
    client_id: str
    queue: str
    locale: Literal["en", "zh-Hans"] = "en"


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["message"]
    ticket_id: int
    call_id: int
    recording_id: str
    digest: str
    size: int
    media_type: str
    seconds: int | None = None


_Kept = Annotated[_Call | _Out | _Message, Field(discriminator="kind")]
_KEPT: TypeAdapter[_Call | _Out | _Message] = TypeAdapter(_Kept)
ENDINGS = {"audio/mpeg": "mp3", "audio/wav": "wav", "audio/x-wav": "wav", "audio/ogg": "ogg"}


class PhoneReceiver:
    """Understands all of them. None has words: whoever reads it is told what it is in their own language."""

    def __init__(self, settings: Settings) -> None:
        self._words = WORDS[settings.library.default_locale]

    def __call__(self, raw: Raw) -> Inbound:
        try:
            kept = _KEPT.validate_python(raw.meta) if raw.meta else _KEPT.validate_json(raw.data)
        except ValidationError as error:
            fields = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors()})
            raise ParseError(f"not a call: {', '.join(fields)}") from None
        if isinstance(kept, _Message):
            return self._message(kept)
        return self._call(kept) if isinstance(kept, _Call) else self._out(kept)

    def _call(self, kept: _Call) -> Inbound:
        return Inbound(
            channel=CHANNEL, sender=Address("phone", kept.number, readable(kept.number)), subject="", text="",
            identity_keys=(f"{CHANNEL}:{kept.carrier}:{kept.remote_id}",),
            locale=kept.locale, queue=kept.queue or None,
            call=CallArrived(kept.carrier, kept.remote_id, kept.number, kept.ours, kept.at) if kept.at else None,
        )

    def _out(self, kept: _Out) -> Inbound:
        return Inbound(
            channel=CHANNEL, sender=Address("phone", kept.number, readable(kept.number)), subject="", text="",
            identity_keys=(f"{CHANNEL}:{kept.author}:{kept.client_id}",), client_id=kept.client_id, locale=kept.locale,
            queue=kept.queue, author_staff_id=kept.author_staff_id,
        )

    def _message(self, kept: _Message) -> Inbound:
        seconds = kept.seconds or 0
        length = f"{seconds // 60}m{seconds % 60:02}s"
        name = f"{self._words['message_file']}-{length}.{ENDINGS.get(kept.media_type, 'bin')}"
        return Inbound(
            channel=CHANNEL, sender=Address("phone", ""), subject="", text="",
            thread=Thread(signed=(kept.ticket_id,)), identity_keys=(f"{CHANNEL}:recording:{kept.recording_id}",),
            attachments=(Attachment(name, kept.media_type, BlobRef(kept.digest, kept.size)),),
        )
