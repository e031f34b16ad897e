"""A caller's whole way over the wire, as Twilio documents it, checked by its own validator.

https://www.twilio.com/docs/voice/twiml#request-parameters, .../api/call-resource#statuscallback,
.../twiml/conference#attributes-statusCallback, .../twiml/record#recordingstatuscallback
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from aiohttp import ClientSession, web
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from contactcenter.accounts.set_membership import set_membership
from contactcenter.calls.tables import CallRow, SignalRow
from contactcenter.channels.phone.music import wait_wav
from contactcenter.envelope import OpenState
from contactcenter.envelope.numbers import readable
from contactcenter.events.record import Actor
from contactcenter.queue.offer import accept
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.device import choose_device
from contactcenter.seats.presence import choose as choose_presence
from contactcenter.settings import Carrier, CarrierNumber, Hours, Http, Phone
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow
from tests.library import ALWAYS, NEVER, Library, open_library

PUBLIC = "https://ask.library.example"
TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT = "AC" + "0" * 32
OURS, AMINA, ROSAS = "+861088888888", "+8613800138000", "+861066666666"


@dataclass
class Twilio:
    """The carrier's side: what was ordered, and how it asks us."""

    library: Library
    client: ClientSession
    ordered: list[tuple[str, dict[str, str]]]
    sid: str = "CA" + "a" * 32
    fields: dict[str, str] = field(default_factory=dict)

    async def asks(self, path: str, **fields: str) -> str:
        """A webhook of the caller's call; the TwiML that answers it."""
        status, body = await self.sends(path, {
            "CallSid": self.sid, "AccountSid": ACCOUNT, "From": AMINA, "To": OURS, "Direction": "inbound",
            "ApiVersion": "2010-04-01", "CallStatus": "in-progress", **fields,
        })
        assert status in (200, 204), body
        return body

    async def sends(self, path: str, fields: dict[str, str], token: str = TOKEN) -> tuple[int, str]:
        signature = RequestValidator(token).compute_signature(PUBLIC + path, fields)
        async with self.client.post(self.library.url + path, data=urlencode(fields), headers={
            "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature,
        }) as answer:
            return answer.status, await answer.text()

    async def waits_for(self, path: str) -> dict[str, str]:
        """The first order to a path that holds this."""
        async with asyncio.timeout(10):
            while True:
                for place, (asked, fields) in enumerate(self.ordered):
                    if path in asked:
                        del self.ordered[place]
                        return fields
                await asyncio.sleep(0.01)


@asynccontextmanager
async def twilio(tmp_path: Path, *, hours: Hours = ALWAYS, phone: Phone | None = None) -> AsyncIterator[Twilio]:
    """A house with a carrier whose API is a small server that says yes and remembers."""
    ordered: list[tuple[str, dict[str, str]]] = []
    recording = wait_wav()[:4000]

    async def api(request: web.Request) -> web.StreamResponse:
        if request.path.endswith(".wav") or "/Recordings/" in request.path:
            return web.Response(body=recording, content_type="audio/wav")
        fields = dict(parse_qsl((await request.read()).decode()))
        ordered.append((request.path, fields))
        if "Conferences" in request.path and request.method == "GET":
            return web.json_response({"conferences": [{"sid": "CF" + "c" * 32, "status": "in-progress"}], "page": 0})
        return web.json_response({"sid": f"CA{len(ordered):032}", "status": "queued"}, status=201)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (tmp_path / "token").write_text(TOKEN)
    carrier = Carrier(kind="twilio", account_sid=ACCOUNT, auth_token_file=str(tmp_path / "token"), public_url=PUBLIC,
                      base_url=f"http://127.0.0.1:{runner.addresses[0][1]}", numbers=[CarrierNumber(number=OURS)])
    try:
        async with open_library(tmp_path / "data", hours=hours, http=Http(), carrier=carrier, phone=phone or Phone()) as library, \
                ClientSession() as client:
            yield Twilio(library, client, ordered)
    finally:
        await runner.cleanup()


async def sits(library: Library, name: str = "Rosa") -> int:
    scope = await library.librarian(name)
    assert scope.staff_id is not None
    async with library.house.database.transaction() as session:
        now = library.house.clock()
        await set_membership(session, staff_id=scope.staff_id, department_ids=[1], now=now)
        await choose_device(session, staff_id=scope.staff_id, device="telephone", number=ROSAS, now=now)
        await choose_presence(session, staff_id=scope.staff_id, presence="available", reason=None, now=now)
    return scope.staff_id


async def accepts(library: Library, staff_id: int) -> None:
    """Wait until it rings, and take it."""
    async with asyncio.timeout(10):
        while True:
            async with library.house.database.transaction() as session:
                found = (await session.execute(select(OfferRow.id).where(OfferRow.outcome.is_(None)))).scalar_one_or_none()
                if found is not None:
                    await accept(session, offer_id=found, staff_id=staff_id, capacity=Capacity(),
                                 now=library.house.clock(), actor=Actor("staff", staff_id))
                    return
            await asyncio.sleep(0.01)


async def row(library: Library, call_id: int) -> CallRow:
    async with library.house.database.read() as session:
        return await session.get_one(CallRow, call_id)


def path_of(twiml: str, tag: str, attribute: str) -> str:
    """Where an instruction leads, as a path of ours."""
    found = re.search(rf'<{tag}[^>]*\b{attribute}="([^"]+)"', twiml) or re.search(rf"<{tag}[^>]*>([^<]+)</{tag}>", twiml)
    assert found, twiml
    url = urlsplit(found[1].replace("&amp;", "&"))
    assert f"{url.scheme}://{url.netloc}" == PUBLIC
    return url.path


async def test_a_whole_call(tmp_path: Path) -> None:
    async with twilio(tmp_path) as wire:
        rosa = await sits(wire.library)
        welcome = await wire.asks("/carrier/calls/in", CallStatus="ringing")
        assert "cmn-CN" in welcome
        assert "en-US" in welcome
        assert welcome == await wire.asks("/carrier/calls/in", CallStatus="ringing")  # told twice
        menu = await wire.asks(path_of(welcome, "Gather", "action"), Digits="8", msg="Gather End")
        assert "法学分馆请按 3" in menu
        wait = await wire.asks(path_of(menu, "Gather", "action"), Digits="0")
        assert "保留位置" in wait
        assert await wire.asks(path_of(wait, "Redirect", "x"))  # the music is over: the same again
        await accepts(wire.library, rosa)
        order = await wire.waits_for("/Calls.json")
        assert (order["To"], order["From"], order["Method"]) == (ROSAS, OURS, "POST")
        leg = urlsplit(order["Url"]).path
        rosas = {"CallSid": "CA" + "b" * 32, "From": OURS, "To": ROSAS, "Direction": "outbound-api",
                 "CallStatus": "in-progress", "AccountSid": ACCOUNT}
        _, asked = await wire.sends(leg, rosas)
        assert "接听请按 1" in asked
        _, joined = await wire.sends(path_of(asked, "Gather", "action"), {**rosas, "Digits": "1"})
        assert ">call-1-1</Conference>" in joined
        # The caller is moved only now.
        moved = await wire.waits_for(f"/Calls/{wire.sid}.json")
        room = await wire.asks(urlsplit(moved["Url"]).path)
        assert ">call-1-1</Conference>" in room
        assert 'endConferenceOnExit="true"' in room
        assert (await row(wire.library, 1)).state == "talking"
        await wire.asks(path_of(room, "Dial", "action"), DialCallStatus="completed")
        await wire.asks("/carrier/calls/progress", CallStatus="completed", CallDuration="42")
        await wire.asks("/carrier/calls/progress", CallStatus="completed", CallDuration="42")
        call = await row(wire.library, 1)
        assert (call.state, call.how, call.staff_id) == ("ended", "completed", rosa)
        async with wire.library.house.database.read() as session:
            ticket = (await session.execute(select(TicketRow))).scalar_one()
            assert (ticket.channel, ticket.locale, ticket.live) == ("phone", "zh-Hans", False)
            kept = (await session.execute(select(SignalRow.kind, SignalRow.state))).all()
        assert {one.state for one in kept} == {"done"}
        assert {"answered", "joined", "over"} <= {one.kind for one in kept}


async def test_passed_on_to_a_closed_department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if they had chosen it themselves: its hours, and the voicemail; whom we lost is not sent there."""
    async with twilio(tmp_path) as wire:
        await wire.asks("/carrier/calls/in", CallStatus="ringing")
        menu = await wire.asks("/carrier/calls/language", Digits="9")
        wait = await wire.asks(path_of(menu, "Gather", "action"), Digits="0")
        assert "You are next" in await wire.asks("/carrier/calls/1/moved")  # open: they wait there
        opens = datetime(2026, 11, 28, 1, tzinfo=UTC)
        shut = OpenState(open=False, changes_at=opens, label="9:00–17:00", zone="Asia/Shanghai")

        async def hours(*_: object) -> OpenState:
            return shut

        monkeypatch.setattr(wire.library.house.desk, "hours", hours)
        assert "You are next" in await wire.asks(path_of(wait, "Redirect", "x"))
        told = await wire.asks("/carrier/calls/1/moved")
        assert "9:00–17:00" in told
        assert "We open again on Saturday, 28 November, at 09:00." in told
        assert "<Record" in told
        assert (await row(wire.library, 1)).state == "message"


async def test_after_hours_a_message_is_left_and_played_in_the_ticket(tmp_path: Path) -> None:
    async with twilio(tmp_path, hours=NEVER) as wire:
        welcome = await wire.asks("/carrier/calls/in", CallStatus="ringing")
        menu = await wire.asks(path_of(welcome, "Gather", "action"), Digits="9")
        closed = await wire.asks(path_of(menu, "Gather", "action"))
        assert "We are closed now" in closed
        assert "<Record" in closed
        assert "Thank you" in await wire.asks(path_of(closed, "Record", "action"), RecordingDuration="7")
        await wire.asks("/carrier/calls/progress", CallStatus="completed", CallDuration="20")
        assert (await row(wire.library, 1)).how in ("abandoned", "short_abandoned")
        recorded = {
            "RecordingSid": "RE" + "d" * 32, "RecordingStatus": "completed", "RecordingDuration": "7",
            "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE" + "d" * 32,
        }
        for _ in range(2):
            await wire.asks(path_of(closed, "Record", "recordingStatusCallback"), **recorded)
        async with asyncio.timeout(10):
            while await wire.library.count(AttachmentRow) == 0:
                await asyncio.sleep(0.01)
        assert (await row(wire.library, 1)).how == "voicemail"
        async with wire.library.house.database.read() as session:
            texts = (await session.execute(select(MessageRow.text).order_by(MessageRow.id))).scalars().all()
            file = (await session.execute(select(AttachmentRow))).scalar_one()
        assert texts == ["", ""]  # whoever reads it is told what it is in their own language
        assert (file.media_type, file.name, file.size) == ("audio/wav", "voice-message-0m07s.wav", 4000)


async def test_a_message_is_written_down_where_that_is_asked_for(tmp_path: Path) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#transcribecallback"""
    async with twilio(tmp_path, hours=NEVER, phone=Phone(transcribe=True, menu=False)) as wire:
        welcome = await wire.asks("/carrier/calls/in", CallStatus="ringing")
        chinese = await wire.asks(path_of(welcome, "Gather", "action"), Digits="8")
        assert "<Record" in chinese
        assert "transcribe" not in chinese  # Twilio writes English down, and nothing else
        wire.sid = "CA" + "e" * 32
        welcome = await wire.asks("/carrier/calls/in", CallStatus="ringing")
        closed = await wire.asks(path_of(welcome, "Gather", "action"), Digits="9")
        assert 'transcribe="true"' in closed
        path = path_of(closed, "Record", "transcribeCallback")
        assert path == "/carrier/calls/2/transcript"
        base = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}"
        told = {
            "CallSid": wire.sid, "AccountSid": ACCOUNT, "From": AMINA, "To": OURS, "Direction": "inbound",
            "ApiVersion": "2010-04-01", "CallStatus": "completed", "TranscriptionSid": "TR" + "f" * 32,
            "TranscriptionText": "May I renew my loan?", "TranscriptionStatus": "completed", "TranscriptionType": "fast",
            "TranscriptionUrl": f"{base}/Recordings/RE{'d' * 32}/Transcriptions/TR{'f' * 32}",
            "RecordingSid": "RE" + "d" * 32, "RecordingUrl": f"{base}/Recordings/RE{'d' * 32}",
        }
        assert (await wire.sends(path, told, token="x" * 32))[0] == 403
        assert await wire.library.count(SignalRow) == 2
        for status in ("failed", "completed", "completed"):
            assert (await wire.sends(path, {**told, "TranscriptionStatus": status}))[0] == 204
        async with wire.library.house.database.read() as session:
            note = (await session.execute(select(MessageRow).where(MessageRow.kind == "note"))).scalar_one()
            raw = (await session.execute(select(SignalRow).where(SignalRow.kind == "transcribed"))).scalars().all()
        assert note.text == f"Voice message from {readable(AMINA)} (written down by a machine)\n\nMay I renew my loan?"
        assert [one.state for one in raw] == ["done", "done"]
        assert dict(parse_qsl(raw[1].data.decode()))["TranscriptionText"] == "May I renew my loan?"


async def test_what_is_forged_or_unknown(tmp_path: Path) -> None:
    async with twilio(tmp_path) as wire:
        status, _ = await wire.sends("/carrier/calls/in", {"CallSid": "CA1", "From": AMINA, "To": OURS}, token="other")
        assert status == 403
        assert await wire.library.count(SignalRow) == 0
        # An unknown number, an unknown call: a polite answer.
        assert "<Hangup" in await wire.asks("/carrier/calls/in", To="+861099999999")
        assert await wire.library.count(TicketRow) == 0
        for path in ("/carrier/calls/77/wait", "/carrier/calls/language", "/carrier/legs/9/answered"):
            assert "<Hangup" in await wire.asks(path)
        # Somebody else's call cannot be steered by the number in the path.
        await wire.asks("/carrier/calls/in")
        assert "<Hangup" in await wire.asks("/carrier/calls/1/menu", CallSid="CA" + "e" * 32, Digits="1")
        status, body = await wire.sends("/carrier/calls/in", {"From": AMINA})
        assert (status, "<Hangup" in body) == (200, True)
        # Whoever withholds their number is not offered what we could not do.
        await wire.asks("/carrier/calls/in", CallSid="CA" + "b" * 32, From="anonymous")
        said = await wire.asks("/carrier/calls/2/menu", CallSid="CA" + "b" * 32, From="anonymous", Digits="0")
        assert "To leave a message, press 2." in said
        assert "called back" not in said
        # Nor does it become a ticket by its end that it was none of ours.
        tickets = await wire.library.count(TicketRow)
        await wire.asks("/carrier/calls/progress", CallSid="CA" + "d" * 32, To="+861099999999", CallStatus="completed")
        assert await wire.library.count(TicketRow) == tickets
        # Not signed, it is not even read to its end.
        async with wire.client.post(wire.library.url + "/carrier/calls/in", data=b"x" * 70_000) as answer:
            assert answer.status == 413
        async with wire.client.get(wire.library.url + "/carrier/sound/wait.wav") as answer:
            assert answer.headers["Content-Type"] == "audio/wav"
            assert "max-age" in answer.headers["Cache-Control"]
            assert len(await answer.read()) < 200_000


async def test_a_key_that_is_pressed_late_means_what_it_meant(tmp_path: Path) -> None:
    async with twilio(tmp_path, phone=Phone(record=True)) as wire:
        welcome = await wire.asks("/carrier/calls/in")
        consent = await wire.asks(path_of(welcome, "Gather", "action"))  # too late: the house's language
        assert "May we record" in consent
        path = path_of(consent, "Gather", "action")
        assert "可否" in await wire.asks(path, Digits="8")  # their language after all, and the question again
        menu = await wire.asks(path)
        path = path_of(menu, "Gather", "action")
        assert "法学分馆请按 3" in menu
        assert 'finishOnKey=""' in menu
        for late in ("*", "#", "1", "2", "5"):
            assert "法学分馆请按 3" in await wire.asks(path, Digits=late, CallSid=wire.sid, msg=late)
        assert "press 3" in await wire.asks(path, Digits="9")
        assert not (await row(wire.library, 1)).consent
        waits = await wire.asks(path, Digits="3")
        path = path_of(waits, "Gather", "action")
        for late in ("3", "0", "8", "9", "*"):
            assert "leave a message, press 2" in await wire.asks(path, Digits=late)
        assert (await row(wire.library, 1)).state == "waiting"
        assert "<Record" in await wire.asks(path, Digits="2")


async def test_a_caller_asks_to_be_called_back(tmp_path: Path) -> None:
    async with twilio(tmp_path) as wire:
        welcome = await wire.asks("/carrier/calls/in")
        menu = await wire.asks(path_of(welcome, "Gather", "action"), Digits="9")
        wait = await wire.asks(path_of(menu, "Gather", "action"), Digits="0")
        bye = await wire.asks(path_of(wait, "Gather", "action"), Digits="1")
        assert "call you back" in bye
        assert "<Hangup" in bye
        await wire.asks("/carrier/calls/progress", CallStatus="completed")
        rosa = await sits(wire.library)
        await accepts(wire.library, rosa)
        order = await wire.waits_for("/Calls.json")
        rosas = {"CallSid": "CA" + "b" * 32, "From": OURS, "To": ROSAS, "CallStatus": "in-progress",
                 "Direction": "outbound-api"}
        _, asked = await wire.sends(urlsplit(order["Url"]).path, rosas)
        await wire.sends(path_of(asked, "Gather", "action"), {**rosas, "Digits": "1"})
        order = await wire.waits_for("/Calls.json")
        assert order["To"] == AMINA
        aminas = {"CallSid": "CA" + "f" * 32, "From": OURS, "To": AMINA, "CallStatus": "in-progress",
                  "Direction": "outbound-api"}
        _, room = await wire.sends(urlsplit(order["Url"]).path, aminas)
        assert ">call-2-1</Conference>" in room
        assert (await row(wire.library, 2)).state == "talking"
        progress = urlsplit(order["StatusCallback"]).path
        await wire.sends(progress, {**aminas, "CallStatus": "completed", "CallDuration": "30"})
        assert [(await row(wire.library, one)).how for one in (1, 2)] == ["callback_asked", "completed"]
