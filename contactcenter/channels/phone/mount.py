"""Where a carrier asks what to do with a call, and tells what became of it.

The signature is checked first: what is forged is answered 403, and nothing is kept. What is told is committed before
the answer (law 1), under a key by which the same request twice is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from contactcenter.carriers.contract import Carrier, Forged
from contactcenter.carriers.instructions import Instruction
from contactcenter.channels.phone import script
from contactcenter.channels.phone.asks import Ask, Ear
from contactcenter.channels.phone.caller import Caller
from contactcenter.channels.phone.exchange import CarrierExchange
from contactcenter.channels.phone.music import wait_wav
from contactcenter.channels.phone.reports import Reports
from contactcenter.channels.phone.rung import Rung
from contactcenter.clock import Clock
from contactcenter.envelope import Desk, ParseError, Switchboard, Unavailable
from contactcenter.settings import Settings

log = structlog.get_logger(__name__)
Handler = Callable[[Ask], Awaitable[Sequence[Instruction] | None]]
CACHED_S = 7 * 86_400
MOST_BYTES = 64 * 1024
"""A webhook of a call has some forty short fields; it is read before anybody knows whose it is."""
CALL, LEG = script.BASE + "/{call_id:[0-9]+}", script.LEGS + "/{leg_id:[0-9]+}"


def mount(
    app: web.Application, *, carrier: Carrier, desk: Desk, switchboard: Switchboard, settings: Settings, clock: Clock
) -> CarrierExchange:
    """Add the paths of calls. Each answers with instructions, or with nothing where only something was told.

    Returns what carries orders out.
    """
    ear = Ear(carrier, switchboard, frozenset(one.number for one in settings.carrier.numbers if one.calls))
    phone, library = settings.phone, settings.library
    house = script.House(library.name, library.name_zh, phone.message_s, records=phone.record,
                         written_down=carrier.transcribes if phone.transcribe else frozenset())
    caller = Caller(ear, desk=desk, house=house, menu=phone.menu, clock=clock)
    rung, reports = Rung(ear, house=house), Reports(ear)
    handlers: dict[str, Handler] = {
        f"{script.BASE}/in": caller.arrives, f"{script.BASE}/language": caller.language,
        f"{CALL}/consent": caller.consent, f"{CALL}/menu": caller.menu, f"{CALL}/keys": caller.keys,
        f"{CALL}/wait": caller.wait, f"{CALL}/room": caller.wait, f"{CALL}/moved": caller.moved,
        f"{CALL}/after": caller.after, f"{CALL}/message-done": caller.message_done,
        f"{LEG}/answered": rung.answered, f"{LEG}/consent": rung.consent, f"{LEG}/join": rung.joins,
        f"{LEG}/after": rung.after,
        f"{script.BASE}/progress": reports.progress, f"{LEG}/progress": reports.leg_progress,
        CALL + "/rooms/{stay:[0-9]+}": reports.room, f"{CALL}/recording": reports.message,
        f"{CALL}/talk-recording": reports.talk, f"{CALL}/transcript": reports.transcript,
    }
    for path, handler in handlers.items():
        app.router.add_post(path, _answering(carrier, handler))
    # Carriers ask for what is to be heard by GET or by POST.
    app.router.add_route("*", f"{CALL}/hold", _answering(carrier, caller.hold))
    app.router.add_route("*", script.MUSIC, _music)
    return CarrierExchange(carrier, desk)


def _answering(carrier: Carrier, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        body = await request.clone(client_max_size=MOST_BYTES).read()
        try:
            fields = carrier.verify(path_qs=request.path_qs, headers=request.headers, body=body)
        except Forged:
            log.warning("calls.forged", path=request.path)
            return web.Response(status=403)
        try:
            told = await handler(Ask(request.path_qs, request.match_info, fields, body))
        except Unavailable:
            # The carrier tries again, or says so itself; what it tells of the end opens the ticket then.
            return web.Response(status=503, headers={"Retry-After": "2"})
        except ParseError as error:
            log.warning("calls.not_understood", path=request.path, reason=str(error))
            told = script.sorry()
        if told is None:
            return web.Response(status=204)
        rendered = carrier.render(told)
        return web.Response(body=rendered.body, headers={"Content-Type": rendered.content_type})

    return answer


async def _music(_request: web.Request) -> web.Response:
    """Nobody's secret: the carrier keeps it."""
    sound = await asyncio.to_thread(wait_wav)
    return web.Response(body=sound, content_type="audio/wav",
                        headers={"Cache-Control": f"public, max-age={CACHED_S}"})
