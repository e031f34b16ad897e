"""Where a carrier asks what to do with a call, and tells what became of it.

The signature is checked first: what is forged is answered 403, and nothing is kept. What is told is committed before
the answer (law 1), under a key by which the same request twice is one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog
from aiohttp import web

from contactcenter.carriers.contract import CALL_ENDS, CallNews, Carrier, Fields, Forged
from contactcenter.carriers.instructions import HangUp, Instruction, Play
from contactcenter.channels.phone import keys, script
from contactcenter.channels.phone.music import wait_wav
from contactcenter.clock import Clock
from contactcenter.envelope import CallStanding, Desk, ParseError, Signal, SignalKind, Switchboard, Unavailable
from contactcenter.settings import Settings

log = structlog.get_logger(__name__)
T = TypeVar("T")
Handler = Callable[[web.Request, Fields, bytes], Awaitable[Sequence[Instruction] | None]]
CACHED_S = 7 * 86_400
MOST_BYTES = 64 * 1024
"""A webhook of a call has some forty short fields; it is read before anybody knows whose it is."""


class Doors:
    """The paths of calls. Each answers with instructions, or (None) with an empty answer."""

    def __init__(
        self, *, carrier: Carrier, desk: Desk, switchboard: Switchboard, settings: Settings, clock: Clock
    ) -> None:
        self._carrier, self._desk, self._board, self._clock = carrier, desk, switchboard, clock
        self._numbers = {one.number for one in settings.carrier.numbers if one.calls}
        self._house = script.House(settings.library.name, settings.library.name_zh, settings.phone.message_s,
                                   records=settings.phone.record,
                                   written_down=carrier.transcribes if settings.phone.transcribe else frozenset())
        self._menu = settings.phone.menu

    def mount(self, app: web.Application) -> None:
        calls, legs = script.BASE, script.LEGS
        for path, handler in (
            (f"{calls}/in", self.arrives), (f"{calls}/progress", self.progress),
            (f"{calls}/language", self.language), (calls + "/{call_id:[0-9]+}/menu", self.menu),
            (calls + "/{call_id:[0-9]+}/consent", self.consent),
            (calls + "/{call_id:[0-9]+}/talk-recording", self.talk_recording),
            (calls + "/{call_id:[0-9]+}/wait", self.wait), (calls + "/{call_id:[0-9]+}/keys", self.keys),
            (calls + "/{call_id:[0-9]+}/room", self.room), (calls + "/{call_id:[0-9]+}/after", self.after),
            (calls + "/{call_id:[0-9]+}/message-done", self.message_done),
            (calls + "/{call_id:[0-9]+}/recording", self.recording),
            (calls + "/{call_id:[0-9]+}/transcript", self.transcript),
            (calls + "/{call_id:[0-9]+}/rooms/{stay:[0-9]+}", self.room_news),
            (legs + "/{leg_id:[0-9]+}/answered", self.leg_answered), (legs + "/{leg_id:[0-9]+}/join", self.leg_joins),
            (legs + "/{leg_id:[0-9]+}/consent", self.leg_consent),
            (legs + "/{leg_id:[0-9]+}/after", self.leg_after), (legs + "/{leg_id:[0-9]+}/progress", self.leg_progress),
        ):
            app.router.add_post(path, self._asked(handler))
        # Carriers ask for what is to be heard by GET or by POST.
        app.router.add_route("*", calls + "/{call_id:[0-9]+}/hold", self._asked(self.hold))
        app.router.add_route("*", script.MUSIC, self.music)

    def _asked(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            body = await request.clone(client_max_size=MOST_BYTES).read()
            try:
                fields = self._carrier.verify(path_qs=request.path_qs, headers=request.headers, body=body)
            except Forged:
                log.warning("calls.forged", path=request.path)
                return web.Response(status=403)
            try:
                told = await handler(request, fields, body)
            except Unavailable:
                # The carrier tries again, or says so itself; what it tells of the end opens the ticket then.
                return web.Response(status=503, headers={"Retry-After": "2"})
            except ParseError as error:
                log.warning("calls.not_understood", path=request.path, reason=str(error))
                told = script.sorry()
            if told is None:
                return web.Response(status=204)
            rendered = self._carrier.render(told)
            return web.Response(body=rendered.body, headers={"Content-Type": rendered.content_type})

        return answer

    async def arrives(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """Somebody calls."""
        news = self._carrier.read_call(fields)
        if news.to not in self._numbers:
            log.warning("calls.unknown_number", carrier=self._carrier.kind)
            return script.no_such_number()
        call = await self._board.arrives(self._signal("arrived", news, body, key=f"{news.call_id}:arrived"))
        if call is not None and call.state in ("ended", "message"):
            return [HangUp()]
        if call is not None and call.state in ("waiting", "ringing"):
            return await self._waiting(call, fields, body)
        return script.welcome(self._house)

    async def language(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """A language was chosen, or none: then it is the house's."""
        news, call = await self._told(request, fields, body)
        if call is None:
            return script.sorry()
        return await self._spoken(call, news.digits, fields, body)

    async def _spoken(self, call: CallStanding, digits: str, fields: Fields, body: bytes) -> Sequence[Instruction]:
        spoken = keys.LANGUAGES.get(digits) or script.voice(call.locale)
        call = await self._board.choose(call.call_id, locale=spoken) or call
        if self._house.records and call.state == "choosing":
            return script.consent(f"{script.BASE}/{call.call_id}/consent", script.voice(call.locale))
        return await self._choose_department(call, fields, body)

    async def consent(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """They agreed to be recorded, or not."""
        news, call = await self._told(request, fields, body)
        if call is None:
            return script.sorry()
        if news.digits in keys.LANGUAGES:
            return await self._spoken(call, news.digits, fields, body)
        call = await self._board.choose(call.call_id, consent=news.digits == keys.AGREE) or call
        return await self._choose_department(call, fields, body)

    async def _choose_department(self, call: CallStanding, fields: Fields, body: bytes) -> Sequence[Instruction]:
        departments = await self._departments()
        if self._menu and len(departments) > 1 and call.state == "choosing":
            return script.menu(call.call_id, script.voice(call.locale), departments[1:])
        return await self._enter(call, fields, body)

    async def menu(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """A department was chosen, or nothing: then it is the general desk. Any other key: the menu again."""
        news, call = await self._told(request, fields, body)
        if call is None:
            return script.sorry()
        if news.digits in keys.LANGUAGES:
            call = await self._board.choose(call.call_id, locale=keys.LANGUAGES[news.digits]) or call
        chosen = keys.chosen(news.digits, await self._departments())
        if chosen is not None:
            call = await self._board.choose(call.call_id, queue=chosen.slug) or call
        elif news.digits:
            return await self._choose_department(call, fields, body)
        return await self._enter(call, fields, body)

    async def wait(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """The music is over: where do they stand now?"""
        call = await self._board.call(int(request.match_info["call_id"]))
        return script.sorry() if call is None else await self._waiting(call, fields, body)

    async def keys(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """Call me back, or: I leave a message. Any other key changes nothing."""
        news, call = await self._told(request, fields, body)
        if call is None:
            return script.sorry()
        if news.digits == keys.CALLBACK:
            call = await self._board.ask_for_callback(call.call_id) or call
        elif news.digits == keys.MESSAGE:
            call = await self._board.leave_message(call.call_id) or call
        return await self._waiting(call, fields, body)

    async def room(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """A librarian is there: the caller goes in."""
        call = await self._board.call(int(request.match_info["call_id"]))
        return script.sorry() if call is None else await self._waiting(call, fields, body)

    async def after(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """The caller has left the room: back to the line, or away."""
        call = await self._board.call(int(request.match_info["call_id"]))
        if call is None:
            return [HangUp()]
        if call.state in ("waiting", "message"):
            return await self._waiting(call, fields, body)
        return script.goodbye(script.voice(call.locale))

    async def hold(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """What somebody on hold hears."""
        return [Play(script.MUSIC)]

    async def message_done(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """They have said what they wanted to."""
        _, call = await self._told(request, fields, body)
        return script.goodbye(script.voice(call.locale if call else ""), key="message_thanks")

    async def recording(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """The carrier has their message as a file."""
        await self._recorded(request, fields, body, talk=False)

    async def transcript(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """The carrier has written their message down, or could not: kept either way."""
        news = self._carrier.read_recording(fields)
        call = await self._board.call(int(request.match_info["call_id"]))
        await self._board.hear(Signal(
            key=f"{news.recording_id}:transcribed:{news.state}", kind="transcribed", carrier=self._carrier.kind,
            remote_id=news.call_id or "", leg_id=call.leg_id if call is not None else None,
            recording_id=news.recording_id, transcript=news.transcript or "", raw=body,
        ))

    async def talk_recording(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """The carrier has the conversation as a file."""
        await self._recorded(request, fields, body, talk=True)

    async def _recorded(self, request: web.Request, fields: Fields, body: bytes, *, talk: bool) -> None:
        news = self._carrier.read_recording(fields)
        if news.state != "completed" or not news.url:
            return
        call = await self._board.call(int(request.match_info["call_id"]))
        await self._board.hear(Signal(
            key=f"{news.recording_id}:recorded", kind="recorded", carrier=self._carrier.kind,
            remote_id=news.call_id or "", leg_id=call.leg_id if call is not None else None, recording=news.url,
            recording_id=news.recording_id, seconds=news.duration_s, talk=talk, raw=body,
        ))

    async def progress(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """How a call of ours stands that the carrier knows by its own id: the end of one that came in."""
        await self._progress(self._carrier.read_call(fields), body, None)

    async def leg_progress(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """How somebody's call stands whom we rang."""
        await self._progress(self._carrier.read_call(fields), body, int(request.match_info["leg_id"]))

    async def _progress(self, news: CallNews, body: bytes, leg_id: int | None) -> None:
        if news.state in CALL_ENDS:
            await self._board.hear(self._signal("over", news, body, key=f"{news.call_id}:{news.state}", leg_id=leg_id,
                                                code=news.state))
        elif news.state == "in_progress" and leg_id is not None:
            await self._board.hear(self._signal("answered", news, body, key=f"{news.call_id}:answered", leg_id=leg_id))

    async def room_news(self, request: web.Request, fields: Fields, body: bytes) -> None:
        """Who came into a room, and who went."""
        news = self._carrier.read_conference(fields)
        if news.event not in ("join", "leave") or news.call_id is None:
            return
        kind: SignalKind = "joined" if news.event == "join" else "left"
        stay = int(request.match_info["stay"])
        leg = (news.label or "").removeprefix("leg-")
        await self._board.hear(Signal(
            key=f"{news.call_id}:{kind}:{news.conference_id}:{news.sequence}", kind=kind, carrier=self._carrier.kind,
            remote_id=news.call_id, leg_id=int(leg) if leg.isdigit() else None, stay=stay, at=news.at, raw=body,
        ))

    async def leg_answered(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """Somebody whom we rang has answered."""
        leg = await self._board.leg(int(request.match_info["leg_id"]))
        if leg is None or leg.over:
            return [HangUp()]
        if leg.part in ("librarian", "supervisor") and leg.device == "telephone":
            return script.take_call(leg)
        if leg.part == "caller":
            greeting = script.greeting(script.voice(leg.locale), self._house, asked_for=leg.asked_for)
            if self._house.records:
                path = f"{script.LEGS}/{leg.leg_id}/consent"
                return script.consent(path, script.voice(leg.locale), before=(greeting,))
            return [greeting, *await self._leg_in(leg.leg_id, fields, body)]
        return await self._leg_in(leg.leg_id, fields, body)

    async def leg_consent(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """Whom we called agreed to be recorded, or not."""
        leg = await self._board.leg(int(request.match_info["leg_id"]))
        if leg is None or leg.over:
            return [HangUp()]
        await self._board.choose(leg.call_id, consent=self._carrier.read_call(fields).digits == keys.AGREE)
        return await self._leg_in(leg.leg_id, fields, body)

    async def leg_joins(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """A key was pressed on a librarian's telephone: somebody is there."""
        if self._carrier.read_call(fields).digits != "1":
            return [HangUp()]
        return await self._leg_in(int(request.match_info["leg_id"]), fields, body)

    async def leg_after(self, request: web.Request, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """The room is over for them."""
        return [HangUp()]

    async def _leg_in(self, leg_id: int, fields: Fields, body: bytes) -> Sequence[Instruction]:
        leg = await self._board.leg(leg_id)
        if leg is None or leg.over:
            return [HangUp()]
        news = self._carrier.read_call(fields)
        await self._board.hear(self._signal(
            "joined", news, body, key=f"{news.call_id}:joined:{leg.stay}", leg_id=leg_id, stay=leg.stay))
        return [script.leg_into_room(leg)]

    async def music(self, request: web.Request) -> web.Response:
        """Nobody's secret: the carrier keeps it."""
        sound = await asyncio.to_thread(wait_wav)
        return web.Response(body=sound, content_type="audio/wav",
                            headers={"Cache-Control": f"public, max-age={CACHED_S}"})

    async def _enter(self, call: CallStanding, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """Into the line while we are open, else to the voicemail."""
        hours = await self._desk.hours(self._clock(), call.queue_id)
        if hours.open or call.state not in ("arriving", "choosing"):
            return await self._waiting(await self._board.line_up(call.call_id) or call, fields, body)
        await self._board.leave_message(call.call_id)
        return script.closed(call.call_id, script.voice(call.locale), hours, self._house)

    async def _waiting(self, call: CallStanding, fields: Fields, body: bytes) -> Sequence[Instruction]:
        """What whoever waits is to hear now, however the call stands meanwhile."""
        locale = script.voice(call.locale)
        if call.asked_back:
            return script.goodbye(locale, key="callback_promised")
        if call.state == "ended":
            return script.goodbye(locale)
        if call.state == "message":
            return script.message(call.call_id, locale, self._house)
        if call.room_ready and call.leg_id is not None:
            news = self._carrier.read_call(fields)
            await self._board.hear(self._signal(
                "joined", news, body, key=f"{news.call_id}:joined:{call.stay}", leg_id=call.leg_id, stay=call.stay))
            return [script.into_room(call.call_id, call.stay, leg_id=call.leg_id, caller=True, recorded=False)]
        place = await self._desk.place(call.ticket_id)
        may = call.state == "waiting" and call.way == "in" and not call.withheld
        return script.waiting(call.call_id, locale, place, may_be_called=may)

    async def _told(self, request: web.Request, fields: Fields, body: bytes) -> tuple[CallNews, CallStanding | None]:
        """Keep what a caller pressed; how their call stands. None where the call is not the one that the path names."""
        news = self._carrier.read_call(fields)
        digest = hashlib.sha256(request.path_qs.encode() + b"\n" + body).hexdigest()[:32]
        call = await self._board.hear(self._signal("answered", news, body, key=f"{news.call_id}:{digest}"))
        if call is None or str(call.call_id) != request.match_info.get("call_id", str(call.call_id)):
            log.warning("calls.unknown_call", carrier=self._carrier.kind, path=request.path)
            return news, None
        return news, call

    async def _departments(self) -> list[script.Department]:
        return [script.Department(*one) for one in await self._board.departments()]

    def _signal(
        self, kind: SignalKind, news: CallNews, body: bytes, *, key: str, leg_id: int | None = None, stay: int = 0,
        code: str = "",
    ) -> Signal:
        return Signal(
            key=key, kind=kind, carrier=self._carrier.kind, remote_id=news.call_id, leg_id=leg_id, stay=stay, code=code,
            at=news.at, seconds=news.duration_s, number=_number(news.sender), ours=news.to,
            # What came to a number that is none of ours opens nothing, by its end neither.
            inbound=news.inbound and news.to in self._numbers, raw=body,
        )


def _number(sender: str) -> str:
    """The caller's number as it is kept; empty where it is withheld or none (`anonymous`, a name)."""
    return sender if sender.startswith("+") and sender[1:].isascii() and sender[1:].isdigit() else ""
