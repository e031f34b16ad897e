from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from contactcenter.channels.sms.language import locale_of
from contactcenter.channels.sms.media import takes
from contactcenter.channels.sms.parse import SmsReceiver
from contactcenter.channels.sms.quiet import held_until
from contactcenter.channels.sms.words import opt_word
from contactcenter.envelope import ParseError, Raw
from contactcenter.settings import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(("text", "word"), [
    ("STOP", "stop"), (" stop. ", "stop"), ("ＳＴＯＰ", "stop"), ("退订", "stop"), ("【退订】", "stop"), ("取消", "stop"), ("TD", "stop"),
    ("Start", "start"), ("订阅", "start"), ("HELP", "help"), ("帮助！", "help"),
    ("Please stop the renewal", None), ("我想取消预约", None), ("", None), ("帮助我找一本书", None),
])
def test_a_word_alone_is_a_wish_and_in_a_sentence_it_is_not(text: str, word: str | None) -> None:
    assert opt_word(text) == word


@pytest.mark.parametrize(("now", "until"), [
    ("2026-11-25T21:29", None), ("2026-11-25T21:30", "2026-11-26T08:00"), ("2026-11-25T23:59", "2026-11-26T08:00"),
    ("2026-11-26T03:00", "2026-11-26T08:00"), ("2026-11-26T08:00", None),
])
def test_texts_wait_for_the_morning(now: str, until: str | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI).astimezone(UTC)
    found = held_until(at, begins="21:30", ends="08:00", zone=SHANGHAI)
    assert (found.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if found else None) == until


def test_within_a_day_and_never() -> None:
    noon = datetime(2026, 11, 25, 5, tzinfo=UTC)  # 13:00 there
    found = held_until(noon, begins="12:00", ends="14:00", zone=SHANGHAI)
    assert found is not None
    assert found.astimezone(SHANGHAI).hour == 14
    assert held_until(noon, begins="", ends="", zone=SHANGHAI) is None
    assert held_until(noon, begins="08:00", ends="08:00", zone=SHANGHAI) is None


@pytest.mark.parametrize(("text", "locale"), [("你好 OK", "zh-Hans"), ("Hello", "en"), ("12", "zh-Hans"), ("", "zh-Hans")])
def test_their_language(text: str, locale: str) -> None:
    assert locale_of(text, default="zh-Hans") == locale


@pytest.mark.parametrize(("kind", "taken"), [
    ("image/jpeg", True), ("IMAGE/PNG; x=y", True), ("text/vcard", True), ("application/pdf", True),
    ("application/x-msdownload", False), ("text/html", False), ("", False),
])
def test_which_files_are_taken(kind: str, taken: bool) -> None:
    assert takes(kind) is taken


def raw(**fields: str) -> Raw:
    return Raw("sms", urlencode({"MessageSid": "SM1", "From": "+8613800138000", "To": "+8610", **fields}).encode(),
               {"carrier": "twilio"})


def test_what_is_understood_of_a_text() -> None:
    receiver = SmsReceiver(Settings())
    inbound = receiver(raw(Body="图书馆几点关门？", NumMedia="2", MediaUrl0="https://a/1", MediaContentType0="image/png",
                           MediaUrl1="https://a/2", MediaContentType1="text/html"))
    assert (inbound.sender.kind, inbound.sender.value, inbound.sender.proved) == ("phone", "+8613800138000", None)
    assert (inbound.sender.name, inbound.locale) == ("+86 138 0013 8000", "zh-Hans")
    assert [one.url for one in inbound.remote_files] == ["https://a/1"]
    assert [one.code for one in inbound.problems] == ["file_refused"]
    assert inbound.identity_keys == ("sms:SM1",)
    short = receiver(raw(From="10086", Body="STOP"))
    assert (short.sender.kind, short.opt, short.thread.conversation) == ("sender", None, None)
    # Which word it was is the rule that a ticket is listed by; who asks for help is no machine.
    for word, automatic, code, effect in (("退订", "opt_stop", "opt_stop", "aside"), ("START", "opt_start", "opt_start", "aside"),
                                          ("帮助", None, "opt_help", "aside")):
        told = receiver(raw(Body=word))
        assert (told.automatic, [(one.code, one.effect) for one in told.findings]) == (automatic, [(code, effect)])
        assert told.silent is (effect == "aside")
    with pytest.raises(ParseError):
        receiver(Raw("sms", b"\xff", {"carrier": "twilio"}))
    with pytest.raises(ParseError):
        receiver(Raw("sms", b"", {"carrier": "another"}))
