"""Twilio's wire, with its own validator and its own TwiML at the other end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import jwt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from contactcenter.carriers.contract import Carrier, Forged
from contactcenter.carriers.instructions import Gather, HangUp, Play, Record, Redirect, Say, Text, ToConference
from contactcenter.carriers.open import open_carrier
from contactcenter.carriers.twilio import read
from contactcenter.carriers.twilio.codes import CODES, refusal
from contactcenter.carriers.twilio.words import (
    CALL_STATES,
    CONFERENCE_EVENTS,
    RECORDING_STATES,
    TEXT_STATES,
)
from contactcenter.envelope import ParseError
from contactcenter.envelope.numbers import e164, readable
from contactcenter.settings import Settings, SettingsError

PUBLIC = "https://ask.library.example"
TOKEN = "12345678901234567890123456789012"


def settings(tmp_path: Path, **more: object) -> Settings:
    (tmp_path / "token").write_text(TOKEN + "\n")
    (tmp_path / "key").write_text("k" * 32)
    return Settings.model_validate({"data_dir": tmp_path, "carrier": {
        "kind": "twilio", "account_sid": "AC" + "0" * 32, "auth_token_file": str(tmp_path / "token"),
        "api_key_sid": "SK" + "0" * 32, "api_key_secret_file": str(tmp_path / "key"), "public_url": PUBLIC,
    } | more})


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    made = open_carrier(settings(tmp_path))
    assert made is not None
    return made


def signed(path: str, fields: dict[str, str], token: str = TOKEN) -> tuple[dict[str, str], bytes]:
    signature = RequestValidator(token).compute_signature(PUBLIC + path, fields)
    return {"x-twilio-signature": signature, "Host": "10.0.0.7:8080"}, urlencode(fields).encode()


def test_no_carrier_is_none() -> None:
    assert open_carrier(Settings()) is None


def test_what_is_signed_is_believed_whatever_the_proxy_called_us(carrier: Carrier) -> None:
    headers, body = signed("/carrier/texts?a=1", {"MessageSid": "SM1", "Body": "你好 +&=", "Empty": ""})
    fields = carrier.verify(path_qs="/carrier/texts?a=1", headers=headers, body=body)
    assert fields == {"MessageSid": "SM1", "Body": "你好 +&=", "Empty": ""}


@pytest.mark.parametrize(("path", "headers", "body"), [
    ("/carrier/texts", {}, b"MessageSid=SM1"),
    ("/carrier/texts", {"X-Twilio-Signature": ""}, b"MessageSid=SM1"),
    ("/carrier/texts", signed("/carrier/texts", {"MessageSid": "SM1"}, token="another")[0], b"MessageSid=SM1"),
    ("/carrier/texts", signed("/carrier/texts", {"MessageSid": "SM1"})[0], b"MessageSid=SM2"),
    ("/carrier/other", signed("/carrier/texts", {"MessageSid": "SM1"})[0], b"MessageSid=SM1"),
    ("/carrier/texts", signed("/carrier/texts", {})[0], b"\xff\xfe"),
    ("/carrier/texts", {"X-Twilio-Signature": "ü"}, b"MessageSid=SM1"),
])
def test_what_is_not_is_not(carrier: Carrier, path: str, headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Forged):
        carrier.verify(path_qs=path, headers=headers, body=body)


def test_without_a_public_url_nothing_is_believed(tmp_path: Path) -> None:
    mute = open_carrier(settings(tmp_path, public_url="").model_copy(update={"http": Settings().http.model_copy(
        update={"host": "0.0.0.0"})}))  # noqa: S104
    assert mute is not None
    headers, body = signed("/carrier/texts", {"MessageSid": "SM1"})
    with pytest.raises(Forged):
        mute.verify(path_qs="/carrier/texts", headers=headers, body=body)


def test_a_missing_secret_names_the_setting_and_not_the_secret(tmp_path: Path) -> None:
    broken = settings(tmp_path)
    (tmp_path / "token").unlink()
    with pytest.raises(SettingsError, match=r"carrier\.auth_token_file"):
        open_carrier(broken)


def test_a_text_with_files(carrier: Carrier) -> None:
    text = carrier.read_text({
        "MessageSid": "MM1", "From": "+8613800138000", "To": "+861012345678", "Body": "看这张图", "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/png", "OptOutType": "STOP", "New": "x",
    })
    assert (text.id, text.body, text.opt) == ("MM1", "看这张图", "stop")
    assert [(one.url, one.media_type) for one in text.media] == [("https://api.twilio.com/x", "image/png")]
    with pytest.raises(ParseError):
        carrier.read_text({"Body": "no sid"})


def test_reports_say_whether_trying_again_helps(carrier: Carrier) -> None:
    gone = carrier.read_text_report({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30006"})
    assert (gone.state, gone.code, gone.permanent) == ("undelivered", "wrong_number", True)
    away = carrier.read_text_report({"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "30003"})
    assert (away.code, away.permanent) == ("unreachable", False)
    new = carrier.read_text_report({"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "99999"})
    assert (new.code, new.permanent) == ("unknown", False)
    assert carrier.read_text_report({"MessageSid": "SM1", "MessageStatus": "teleported"}).state == "unknown"


def test_a_call_in_our_words(carrier: Carrier) -> None:
    news = carrier.read_call({
        "CallSid": "CA1", "CallStatus": "in-progress", "From": "+8613800138000", "To": "+8610", "Direction": "inbound",
        "SequenceNumber": "2", "Timestamp": "Thu, 26 Nov 2026 10:00:00 +0000", "Digits": "*", "CallDuration": "7",
    })
    assert (news.call_id, news.state, news.digits, news.duration_s, news.inbound) == ("CA1", "in_progress", "*", 7, True)
    assert news.at == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert carrier.read_call({"CallSid": "CA1", "CallStatus": "teleported"}).state == "unknown"
    # ANONYMOUS by the letters on the keys: it looks like a number, and is nobody's.
    assert carrier.read_call({"CallSid": "CA1", "From": "+266696687", "To": "+8610"}).sender == ""
    assert carrier.read_conference({"ConferenceSid": "CF1", "StatusCallbackEvent": "participant-join"}).event == "join"
    assert carrier.read_conference({"ConferenceSid": "CF1", "StatusCallbackEvent": "conference-end"}).event == "unknown"


WORDS = ("MessageStatus", "CallStatus", "Digits", "StatusCallbackEvent", "RecordingStatus",
         "TranscriptionStatus", "OptOutType", "ErrorCode", "ErrorMessage", "From", "To", "RecordingUrl", "MediaUrl0")
NUMBERS = ("NumMedia", "SequenceNumber", "CallDuration", "RecordingDuration")
TIMES = ("Thu, 26 Nov 2026 10:00:00 +0000", "26 Nov 2026", "Thu, 26 Nov 2026 10:00:00 +9999", "now")


@given(
    words=st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=12), st.text(max_size=30), max_size=8),
    numbers=st.dictionaries(st.sampled_from(NUMBERS), st.integers(-3, 10**12).map(str) | st.text(max_size=4), max_size=4),
    at=st.sampled_from(TIMES) | st.text(max_size=30),
)
@example(words={}, numbers={}, at="Fri, 31 Dec 9999 23:59:59 -2300")  # no such moment in UTC
def test_no_words_break_the_readers(words: dict[str, str], numbers: dict[str, str], at: str) -> None:
    fields = words | numbers | {"Timestamp": at}
    for reader in (read.text, read.text_report, read.call, read.conference):
        with pytest.raises(ParseError):
            reader({name: value for name, value in fields.items() if not name.endswith("Sid")})
    fields |= {"MessageSid": "SM1", "CallSid": "CA1", "ConferenceSid": "CF1", "RecordingSid": "RE1"}
    call, conference = read.call(fields), read.conference(fields)
    assert read.text_report(fields).state in {*TEXT_STATES.values(), "unknown"}
    assert call.state in {*CALL_STATES.values(), "unknown"}
    assert conference.event in {*CONFERENCE_EVENTS.values(), "unknown"}
    assert read.recording(fields).state in {*RECORDING_STATES.values(), "unknown"}
    assert len(read.text(fields).media) <= read.MOST_MEDIA
    assert all(one is None or one.tzinfo is UTC for one in (call.at, conference.at))
    assert all(one is None or 0 <= one < 10**9 for one in (call.duration_s, conference.sequence))


def test_every_instruction_as_twiml(carrier: Carrier) -> None:
    prompts = (Say("请按一", "zh-Hans"), Play("/m.mp3"))
    document = carrier.render([
        Say("Hello", "en"), Gather("/k", prompts, also_nothing=True),
        ToConference("t7", "/d", muted=True, coach="CA1", label="x", wait="/w", events_to="/e", recorded_to="/r"),
        Record("/v", "/r", transcribed_to="/t"), Redirect("/on"), HangUp(), Text("收到"),
    ])
    text = document.body.decode()
    assert document.content_type.startswith("text/xml")
    for part in ('<Say language="cmn-CN" voice="Polly.Zhiyu-Neural">请按一</Say>', f'action="{PUBLIC}/k"',
                 f'waitUrl="{PUBLIC}/w"', f'<Dial action="{PUBLIC}/d"', 'coach="CA1"', 'statusCallbackEvent="join leave"',
                 f'transcribeCallback="{PUBLIC}/t"', f">{PUBLIC}/on</Redirect>", "<Hangup", "<Message>收到</Message>"):
        assert part in text
    assert carrier.render([]).body.endswith(b"<Response />")
    # A letter that no document may hold does not end the call.
    spoken = ET.fromstring(carrier.render([Say("Ma\x0bps & <Atlases>", "en")]).body)  # noqa: S314  # ours
    assert spoken.findtext("Say") == "Maps & <Atlases>"


def test_a_browsers_token_is_for_one_seat(carrier: Carrier) -> None:
    said = jwt.decode(carrier.browser_token(identity="rosa", seconds=60), "k" * 32, algorithms=["HS256"],
                      options={"verify_aud": False})
    assert said["grants"] == {"identity": "rosa", "voice": {"incoming": {"allow": True}}}


def test_refusals_are_temporary_unless_they_say_permanent() -> None:
    assert refusal(status=503, code=None, words="").permanent is False
    assert refusal(status=400, code=None, words="").permanent is True
    assert refusal(status=400, code=21610, words="Attempt to send to unsubscribed recipient").code == "opted_out"
    assert all(meaning.code.isidentifier() for meaning in CODES.values())


@pytest.mark.parametrize(("typed", "country", "kept"), [
    ("+86 138 0013 8000", "", "+8613800138000"), ("138 0013 8000", "CN", "+8613800138000"),
    ("(010) 6275-1051", "CN", "+861062751051"), ("+1 (415) 555-2671", "CN", "+14155552671"), ("10086", "", None),
    ("anonymous", "CN", None), ("", "CN", None), ("+" + "9" * 60, "", None),
])
def test_one_way_to_write_a_number(typed: str, country: str, kept: str | None) -> None:
    assert e164(typed, country=country) == kept


def test_a_number_as_people_read_it() -> None:
    assert readable("+8613800138000") == "+86 138 0013 8000"
    assert readable("whoever") == "whoever"
