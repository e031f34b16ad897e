"""The stand-in against Twilio's own library: what we order is accepted, what it sends is signed as Twilio signs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from contactcenter.carriers.contract import Carrier, Fields
from contactcenter.carriers.instructions import Gather, HangUp, Play, Record, Redirect, Say, Text, ToConference
from contactcenter.demo.carrier import parameters
from contactcenter.demo.carrier.texts import segments
from contactcenter.demo.carrier.webhooks import sign
from contactcenter.envelope import SendError
from tests.demo.carrier.conftest import AMINA, DESK, ROSA, TOKEN, House


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
                       st.text(st.characters(codec="utf-8"), max_size=12), max_size=6))
def test_its_signatures_are_twilios(fields: dict[str, str]) -> None:
    url = "https://ask.library.example/carrier/texts?a=1"
    assert RequestValidator(TOKEN).validate(url, fields, sign(url, fields, TOKEN))


async def test_a_text_comes_and_one_goes(house: House) -> None:
    asked = await house.exchange.text(AMINA, DESK, "你好 & +1", [(b"png", "image/png")])
    assert asked is not None
    assert asked.status == 200
    text = house.carrier.read_text(house.of("/texts")[0])
    assert (text.sender, text.to, text.body) == (AMINA, DESK, "你好 & +1")
    got = b"".join([chunk async for chunk in house.carrier.fetch(text.media[0].url, limit=10)])
    assert got == b"png"
    with pytest.raises(SendError, match="too_big"):
        assert [chunk async for chunk in house.carrier.fetch(text.media[0].url, limit=2)]
    with pytest.raises(SendError, match="elsewhere"):
        assert [chunk async for chunk in house.carrier.fetch("https://evil.example/x", limit=2)]

    sid = await house.carrier.send_text(sender=DESK, to=AMINA, body="收到", report_to="/reports")
    await house.time.passes(5)
    assert house.exchange.telephone(AMINA).texts == ["收到"]
    reports = [house.carrier.read_text_report(one) for one in house.of("/reports")]
    assert [(one.id, one.state) for one in reports] == [(sid, "queued"), (sid, "sent"), (sid, "delivered")]
    assert await house.carrier.find_text(
        sender=DESK, to=AMINA, body="收到", since=datetime(2026, 11, 26, 8, 59, tzinfo=UTC)) == sid
    assert await house.carrier.find_text(
        sender=DESK, to=AMINA, body="别的", since=datetime(2026, 11, 26, 8, 59, tzinfo=UTC)) is None


async def test_who_said_stop_is_not_texted(house: House) -> None:
    await house.exchange.text(AMINA, DESK, "Stop")
    with pytest.raises(SendError) as refused:
        await house.carrier.send_text(sender=DESK, to=AMINA, body="x", report_to="/reports")
    assert (refused.value.code, refused.value.permanent) == ("opted_out", True)
    await house.exchange.text(AMINA, DESK, "start")
    assert await house.carrier.send_text(sender=DESK, to=AMINA, body="x", report_to="/reports")


@pytest.mark.parametrize(("order", "code", "permanent"), [
    ({"sender": DESK, "to": "12", "body": "x"}, "wrong_number", True),
    ({"sender": AMINA, "to": ROSA, "body": "x"}, "our_number", True),
    ({"sender": DESK, "to": ROSA, "body": ""}, "empty", True),
    ({"sender": DESK, "to": ROSA, "body": "x" * 1601}, "too_long", True),
])
async def test_refusals_are_ours_by_code(house: House, order: dict[str, str], code: str, permanent: bool) -> None:
    with pytest.raises(SendError) as refused:
        await house.carrier.send_text(**order, report_to="/reports")
    assert (refused.value.code, refused.value.permanent) == (code, permanent)


@pytest.mark.parametrize(("fault", "code"), [("500", "carrier_down"), ("429", "too_many"), ("timeout", "timeout")])
async def test_what_may_pass_is_temporary(house: House, fault: str, code: str) -> None:
    house.exchange.faults.requests(fault)  # type: ignore[arg-type]
    with pytest.raises(SendError) as failed:
        await house.carrier.send_text(sender=DESK, to=AMINA, body="x", report_to="/reports")
    assert (failed.value.code, failed.value.permanent) == (code, False)
    assert house.exchange.messages == {}


async def test_a_lost_answer_is_found_again(house: House) -> None:
    house.exchange.faults.requests("answer_lost")
    with pytest.raises(SendError, match="timeout"):
        await house.carrier.send_text(sender=DESK, to=AMINA, body="once", report_to="/reports")
    assert await house.carrier.find_text(sender=DESK, to=AMINA, body="once",
                                         since=datetime(2026, 11, 26, 9, tzinfo=UTC)) in house.exchange.messages


async def test_unknown_parameters_passwords_and_things_are_refused(house: House) -> None:
    base = f"{house.exchange.base_url}/2010-04-01/Accounts/{house.exchange.account}"
    ours = aiohttp.encode_basic_auth(house.exchange.account, TOKEN)
    async with aiohttp.ClientSession() as session:
        for auth, path, fields, status in (
            (ours, "/Messages.json", {"To": AMINA, "From": DESK, "Body": "x", "Colour": "red"}, 400),
            (aiohttp.encode_basic_auth("AC1", "no"), "/Messages.json", {"To": AMINA, "From": DESK, "Body": "x"}, 401),
            (ours, "/Teleports.json", {}, 404),
        ):
            async with session.post(base + path, data=fields, headers={"Authorization": auth}) as answer:
                assert answer.status == status
                assert (await answer.json())["code"]
    assert house.exchange.messages == {}


async def test_webhooks_are_lost_late_and_doubled(house: House) -> None:
    faults = house.exchange.faults
    faults.webhooks("held", match="/reports")
    await house.carrier.send_text(sender=DESK, to=AMINA, body="x", report_to="/reports")
    await house.time.passes(5)
    assert [one["MessageStatus"] for one in house.of("/reports")] == ["sent", "queued", "delivered"]
    house.asked.clear()
    faults.webhooks("doubled", match="/reports")
    faults.webhooks("lost", match="/reports")
    faults.webhooks("late", match="/reports", seconds=60)
    await house.carrier.send_text(sender=DESK, to=AMINA, body="y", report_to="/reports")
    await house.time.passes(5)
    assert [one["MessageStatus"] for one in house.of("/reports")] == ["queued", "queued"]
    await house.time.passes(60)
    assert house.of("/reports")[-1]["MessageStatus"] == "delivered"


async def test_a_menu_is_heard_pressed_and_followed(house: House) -> None:
    house.answers |= {
        "/calls": [Gather("/chosen", (Say("Press 1", "en"), Say("中文请按二", "zh-Hans")), seconds=3),
                   Say("Nothing pressed", "en"), HangUp()],
        "/chosen": [Say("好的", "zh-Hans"), Redirect("/more")], "/more": [Play("/m.mp3")],
    }
    caller = house.exchange.dial(AMINA, DESK)
    await house.time.passes(1.5)
    assert caller.heard() == ["Press 1", "中文请按二"]
    assert house.carrier.read_call(house.of("/calls")[0]).state == "ringing"
    caller.press("2")
    await house.time.passes(0.1)
    assert house.carrier.read_call(house.of("/chosen")[0]).digits == "2"
    await house.time.passes(60)
    assert caller.heard()[2:] == ["好的", f"♪ {house.url}/m.mp3"]
    assert caller.over
    ended = house.carrier.read_call(house.of("/progress")[0])
    assert (ended.state, ended.duration_s) == ("completed", 22)

    silent = house.exchange.dial(AMINA, DESK)
    await house.time.passes(60)
    assert silent.heard() == ["Press 1", "中文请按二", "Nothing pressed"]


@pytest.mark.parametrize(("mood", "state"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed")])
async def test_nobody_answers(house: House, mood: str, state: str) -> None:
    house.exchange.telephone(ROSA).mood = mood  # type: ignore[assignment]
    call = await house.carrier.start_call(sender=DESK, to=ROSA, then="/desk", progress_to="/out", ring_s=20)
    await house.time.passes(40)
    assert house.carrier.read_call(house.of("/out")[-1]).state == state
    assert await house.carrier.call_state(call) == state
    assert house.of("/desk") == []


async def test_a_browser_rings_and_all_are_in_a_conference(house: House) -> None:
    rosa = house.exchange.browser("rosa")
    house.answers |= {
        "/calls": [Say("Please wait", "en"), Play("/m.mp3"), Redirect("/calls")], "/hold": [Say("Please hold", "en")],
        "/theirs": [ToConference("t7", "/after", label="leg-2", events_to="/room-news", wait="/m")], "/m": [Play("/m.mp3")],
        "/hers": [ToConference("t7", "/after", starts=False, ends=True, label="leg-1", events_to="/room-news", wait="/m")],
        "/listens": [ToConference("t7", "/after", muted=True, starts=False, label="leg-3", events_to="/room-news")],
    }
    amina = house.exchange.dial(AMINA, DESK)
    await house.time.passes(5)
    call = await house.carrier.start_call(sender=DESK, to="browser:rosa", then="/theirs", progress_to="/out")
    await house.time.passes(1)
    assert rosa.rings
    rosa.accept()
    await house.time.passes(1)
    assert [one["CallStatus"] for one in house.of("/out")] == ["initiated", "ringing", "in-progress"]
    assert await house.carrier.conference_id("t7") is None  # it begins with two
    await house.carrier.move_call(amina.call.sid, to="/hers")
    await house.time.passes(1)
    room = await house.carrier.conference_id("t7")
    assert room is not None
    await house.carrier.change_participant(conference_id=room, call_id=amina.call.sid, hold=True, hold_path="/hold")
    third = await house.carrier.start_call(sender=DESK, to=ROSA, then="/listens", progress_to="/out")
    await house.time.passes(10)
    assert amina.heard()[-1] == "Please hold"
    await house.carrier.change_participant(conference_id=room, call_id=third, muted=False, coach=call)
    await house.carrier.change_participant(conference_id=room, call_id=amina.call.sid, hold=False, muted=True)
    assert [(one.muted, one.coaches) for one in house.exchange.conferences[0].people] == [(False, ""), (True, ""), (False, call)]
    await house.carrier.change_participant(conference_id=room, call_id=third, coach="")
    await house.carrier.hang_up(third)
    await house.carrier.hang_up(third)  # twice is once
    await house.time.passes(1)
    amina.hang_up()  # whose end is the room's
    await house.time.passes(1)
    assert await house.carrier.conference_id("t7") is None
    assert house.exchange.calls[call].status == "completed"  # nothing followed
    assert house.of("/after")[-1]["CallSid"] == call
    news = [house.carrier.read_conference(one) for one in sorted(house.of("/room-news"), key=_sequence)]
    assert [(one.event, one.label) for one in news] == [
        ("join", "leg-2"), ("join", "leg-1"), ("join", "leg-3"), ("leave", "leg-3"), ("leave", "leg-1"), ("leave", "leg-2")]


def _sequence(fields: Fields) -> int:
    """Reports are sent at once and arrive in any order."""
    return int(fields["SequenceNumber"])


async def test_a_message_is_spoken_and_transcribed(house: House) -> None:
    house.answers |= {"/calls": [Say("After the beep", "en"), Record("/kept", "/recorded", transcribed_to="/written"),
                                 Say("Nothing heard", "en")], "/kept": [Say("Thank you", "en"), HangUp()]}
    caller = house.exchange.dial(AMINA, DESK)
    await house.time.passes(2)
    caller.speak("我想续借论文", seconds=7)
    await house.time.passes(20)
    assert caller.heard() == ["After the beep", "beep", "Thank you"]
    assert [(one.after, one.words, one.kept) for one in caller.call.said] == [(2, "我想续借论文", True)]
    news = house.carrier.read_recording(house.of("/recorded")[0])
    assert (news.state, news.duration_s) == ("completed", 7)
    written = house.of("/written")[0]
    assert house.carrier.read_recording(written).transcript == "我想续借论文"
    assert {"TranscriptionSid", "TranscriptionText", "TranscriptionStatus", "TranscriptionUrl", "RecordingSid",
            "RecordingUrl", "CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction"} <= written.keys()
    sound = b"".join([chunk async for chunk in house.carrier.fetch(news.url, limit=10**6)])
    assert sound.startswith(b"RIFF")
    await house.carrier.delete_recording(news.recording_id)
    await house.carrier.delete_recording(news.recording_id)
    silent = house.exchange.dial(AMINA, DESK)
    await house.time.passes(30)
    assert silent.heard()[-1] == "Nothing heard"
    # What is said and pressed before the tone is on no recording; the key afterwards ends it in mid-word.
    hasty = house.exchange.dial(AMINA, DESK)
    hasty.speak("Hello?")
    hasty.press("#")
    await house.time.passes(2)
    hasty.speak("My loan", seconds=9)
    await house.time.passes(3)
    hasty.press("#")
    await house.time.passes()
    assert hasty.heard()[-1] == "Thank you"
    assert [(one.words, one.kept, one.lost) for one in hasty.call.said] == [("Hello?", False, True), ("My loan", True, False)]
    assert house.carrier.read_recording(house.of("/recorded")[1]).duration_s == 3
    await house.time.passes(20)
    # Two seconds are too short to be written down, and that is told.
    brief = house.exchange.dial(AMINA, DESK)
    await house.time.passes(2)
    brief.speak("喂", seconds=2)
    await house.time.passes(20)
    news = house.carrier.read_recording(house.of("/written")[2])
    assert (news.state, news.transcript) == ("failed", None)


async def test_what_is_not_documented_or_not_there_ends_the_call_and_is_told(house: House) -> None:
    house.answers["/calls"] = [Text("no verb of a call")]
    caller = house.exchange.dial(AMINA, DESK)
    await house.time.passes(10)
    assert caller.over
    assert house.exchange.errors[-1][1].startswith("12200")
    house.status = 500
    caller = house.exchange.dial(AMINA, DESK)
    await house.time.passes(10)
    assert caller.heard() == ["An application error has occurred. Goodbye."]
    assert house.exchange.errors[-1][1].startswith("11200")


async def test_many_calls_wait_without_a_missed_or_doubled_word(house: House) -> None:
    house.answers |= {"/calls": [Say("Welcome", "en"), Redirect("/wait")],
                      "/wait": [Gather("/keys", (Say("Please wait", "en"),), seconds=9), Redirect("/wait")]}
    callers = [house.exchange.dial(f"+8613800{place:06}", DESK) for place in range(50)]
    await house.time.passes(25)
    assert [one.heard() for one in callers] == [["Welcome", "Please wait", "Please wait", "Please wait"]] * 50


def library_parameters() -> dict[str, frozenset[str]]:
    """What Twilio's library, made from its OpenAPI description, can send."""
    import inspect  # noqa: PLC0415

    from twilio.rest.api.v2010.account.call import CallContext, CallList  # noqa: PLC0415
    from twilio.rest.api.v2010.account.conference.participant import ParticipantContext  # noqa: PLC0415
    from twilio.rest.api.v2010.account.message import MessageList  # noqa: PLC0415

    def names(function: object) -> frozenset[str]:
        found = inspect.signature(function).parameters  # type: ignore[arg-type]
        return frozenset("".join(part.capitalize() for part in name.strip("_").split("_"))
                         for name in found if name != "self")

    return {
        "MESSAGE_CREATE": names(MessageList.create), "CALL_CREATE": names(CallList.create),
        "CALL_UPDATE": names(CallContext.update), "PARTICIPANT_UPDATE": names(ParticipantContext.update),
    }


@pytest.mark.parametrize("name", sorted(library_parameters()))
def test_no_parameter_is_known_that_twilio_does_not_know(name: str) -> None:
    assert getattr(parameters, name) <= library_parameters()[name]


@pytest.mark.parametrize(("body", "count"), [
    ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("你" * 70, 1), ("你" * 71, 2), ("😀" * 36, 2),
])
def test_segments(body: str, count: int) -> None:
    assert segments(body) == count


async def test_a_carrier_that_is_away_is_temporary(house: House) -> None:
    await house.exchange.close()
    carrier: Carrier = house.carrier
    with pytest.raises(SendError) as failed:
        await carrier.send_text(sender=DESK, to=AMINA, body="x", report_to="/reports")
    assert failed.value.permanent is False
    await asyncio.sleep(0)
