"""Twilio as a carrier: what `contract.Carrier` asks, said in Twilio's resources. https://www.twilio.com/docs/usage/api"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from twilio.base import values
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from contactcenter.carriers import secret
from contactcenter.carriers.contract import (
    CallNews,
    CallState,
    ConferenceNews,
    Fields,
    OurNumber,
    RecordingNews,
    Rendered,
    TextIn,
    TextKept,
    TextReport,
)
from contactcenter.carriers.instructions import Instruction
from contactcenter.carriers.twilio import read
from contactcenter.carriers.twilio.client import API, HttpClient, asked, sign_in, stream
from contactcenter.carriers.twilio.render import PROGRESS, rendered
from contactcenter.carriers.twilio.signature import verified
from contactcenter.carriers.twilio.words import CALL_STATES, FILES, TRANSCRIBES
from contactcenter.envelope import SendError
from contactcenter.settings import Carrier as CarrierSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

FETCH_TIMEOUT_S = 300.0
MOST_NUMBERS = 1000
MOST_MISSED = 1000
GONE = frozenset({"failed", "undelivered", "canceled"})
"""A text that did not arrive is not found: it is sent anew."""


@contextmanager
def _twice_is_once() -> Iterator[None]:
    """What is gone already needs no ending."""
    try:
        yield
    except SendError as error:
        if error.code != "gone":
            raise


class Twilio:
    """Speaks with Twilio. Asks nothing of it before the first order. Raises `SettingsError` for a missing secret."""

    kind = "twilio"
    transcribes = TRANSCRIBES
    text_files = FILES

    def __init__(self, settings: CarrierSettings, *, public_url: str) -> None:
        self._settings = settings
        self._public_url = public_url.rstrip("/")
        self._token = secret.read(
            file=settings.auth_token_file, variable=settings.auth_token_env, setting="carrier.auth_token"
        )
        self._key_secret = secret.read(
            file=settings.api_key_secret_file, variable=settings.api_key_secret_env, setting="carrier.api_key_secret"
        ) if settings.api_key_sid else ""
        self._http = HttpClient(base_url=settings.base_url, timeout_s=settings.timeout_s)
        self._client = sign_in(self._http, account_sid=settings.account_sid, token=self._token)

    def verify(self, *, path_qs: str, headers: Mapping[str, str], body: bytes) -> Fields:
        return verified(public_url=self._public_url, token=self._token, path_qs=path_qs, headers=headers, body=body)

    def read_text(self, fields: Fields) -> TextIn:
        return read.text(fields)

    def read_text_report(self, fields: Fields) -> TextReport:
        return read.text_report(fields)

    def read_call(self, fields: Fields) -> CallNews:
        return read.call(fields)

    def read_conference(self, fields: Fields) -> ConferenceNews:
        return read.conference(fields)

    def read_recording(self, fields: Fields) -> RecordingNews:
        return read.recording(fields)

    def render(self, instructions: Sequence[Instruction]) -> Rendered:
        return rendered(instructions, whole=self._whole)

    def browser_token(self, *, identity: str, seconds: int) -> str:
        """https://www.twilio.com/docs/iam/access-tokens"""
        if not self._settings.api_key_sid:
            raise SendError("account", "carrier.api_key_sid is not set.", permanent=True)
        token = AccessToken(self._settings.account_sid, self._settings.api_key_sid, self._key_secret,
                            identity=identity, ttl=seconds)
        # Nobody calls out from a page: the house rings its librarian, then the patron.
        token.add_grant(VoiceGrant(incoming_allow=True))
        return str(token.to_jwt())

    async def send_text(
        self, *, sender: str, to: str, body: str, media: Sequence[str] = (), report_to: str
    ) -> str:
        """https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""
        sent = await asked(self._client.messages.create_async(
            to=to, from_=sender, body=body or values.unset, status_callback=self._whole(report_to),
            media_url=[self._whole(one) for one in media] or values.unset,
        ))
        return str(sent.sid)

    async def find_text(
        self, *, sender: str, to: str, body: str, since: datetime, files: int = 0
    ) -> str | None:
        """https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources"""
        found = await asked(self._client.messages.list_async(to=to, from_=sender, date_sent_after=since, limit=50))
        for one in found:
            begun = one.date_created
            same = (one.body or "") == body and int(one.num_media or 0) == files
            if same and str(one.status) not in GONE and begun and begun >= since.replace(microsecond=0):
                return str(one.sid)
        return None

    async def texts_since(self, number: str, *, since: datetime) -> list[TextKept]:
        """https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources"""
        found = await asked(self._client.messages.list_async(to=number, date_sent_after=since, limit=MOST_MISSED))
        kept = []
        for one in reversed(found):
            if str(one.direction) != "inbound" or one.date_created is None:
                continue
            said = {"MessageSid": one.sid, "From": one.from_, "To": one.to, "Body": one.body or ""}
            fields = {name: str(value) for name, value in said.items()}
            if int(one.num_media or 0):
                files = await asked(self._client.messages(one.sid).media.list_async(limit=read.MOST_MEDIA))
                fields["NumMedia"] = str(len(files))
                for place, file in enumerate(files):
                    fields[f"MediaUrl{place}"] = API + str(file.uri).removesuffix(".json")
                    fields[f"MediaContentType{place}"] = str(file.content_type)
            kept.append(TextKept(str(one.sid), one.date_created, urlencode(fields).encode()))
        return kept

    async def start_call(self, *, sender: str, to: str, then: str, progress_to: str, ring_s: int = 30) -> str:
        """https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource"""
        made = await asked(self._client.calls.create_async(
            to=read.theirs(to), from_=sender, url=self._whole(then), method="POST", timeout=ring_s,
            status_callback=self._whole(progress_to), status_callback_event=PROGRESS.split(),
            status_callback_method="POST",
        ))
        return str(made.sid)

    async def move_call(self, call_id: str, *, to: str) -> None:
        """https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource"""
        await asked(self._client.calls(call_id).update_async(url=self._whole(to), method="POST"))

    async def hang_up(self, call_id: str) -> None:
        """`completed` ends one that rings, too. https://www.twilio.com/docs/voice/api/call-resource#updatestatus"""
        with _twice_is_once():
            await asked(self._client.calls(call_id).update_async(status="completed"))

    async def call_state(self, call_id: str) -> CallState:
        """https://www.twilio.com/docs/voice/api/call-resource#fetch-a-call-resource"""
        call = await asked(self._client.calls(call_id).fetch_async())
        return CALL_STATES.get(str(call.status), "unknown")

    async def conference_id(self, name: str) -> str | None:
        """https://www.twilio.com/docs/voice/api/conference-resource"""
        found = await asked(self._client.conferences.list_async(friendly_name=name, status="in-progress", limit=1))
        return str(found[0].sid) if found else None

    async def change_participant(
        self, *, conference_id: str, call_id: str, muted: bool | None = None, hold: bool | None = None,
        hold_path: str | None = None, coach: str | None = None,
    ) -> None:
        """https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant"""
        await asked(self._client.conferences(conference_id).participants(call_id).update_async(
            muted=_unless_none(muted), hold=_unless_none(hold),
            hold_url=values.unset if hold_path is None else self._whole(hold_path),
            hold_method=values.unset if hold_path is None else "POST",
            coaching=values.unset if coach is None else bool(coach), call_sid_to_coach=coach or values.unset,
        ))

    async def fetch(self, url: str, *, limit: int) -> AsyncIterator[bytes]:
        auth = (self._settings.account_sid, self._token)
        async for chunk in stream(self._http, url, auth=auth, limit=limit, timeout_s=FETCH_TIMEOUT_S):
            yield chunk

    async def delete_recording(self, recording_id: str) -> None:
        """https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource"""
        with _twice_is_once():
            await asked(self._client.recordings(recording_id).delete_async())

    async def numbers(self) -> list[OurNumber]:
        """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource"""
        found = await asked(self._client.incoming_phone_numbers.list_async(limit=MOST_NUMBERS))
        return [
            OurNumber(
                number=str(one.phone_number), texts_to=str(one.sms_url or ""), calls_to=str(one.voice_url or ""),
                progress_to=str(one.status_callback or ""),
                can_text=bool(one.capabilities.get("sms")), can_call=bool(one.capabilities.get("voice")),
                can_send_files=bool(one.capabilities.get("mms")),
            )
            for one in found
        ]

    async def close(self) -> None:
        await self._http.close()

    def _whole(self, path: str) -> str:
        return self._public_url + path


def _unless_none(value: bool | None) -> object:  # noqa: FBT001  # as the library takes it
    return values.unset if value is None else value
