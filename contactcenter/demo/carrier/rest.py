"""Our requests: checked against what Twilio's API knows, and done. https://www.twilio.com/docs/usage/api"""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from contactcenter.demo.carrier import parameters as known
from contactcenter.demo.carrier import rest_calls, rest_conferences, rest_texts
from contactcenter.demo.carrier.answers import Refused, listed, refused
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, sid

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[Exchange, web.Request, dict[str, str]], Awaitable[web.StreamResponse]]
BASE = f"/{API_VERSION}/Accounts/{ACCOUNT}"


def application(exchange: Exchange) -> web.Application:
    """Everything at the carrier's API that the product asks."""
    app = web.Application()
    routes: list[tuple[str, str, frozenset[str], Act]] = [
        ("POST", "/Messages.json", known.MESSAGE_CREATE, rest_texts.create),
        ("GET", "/Messages.json", known.MESSAGE_LIST, rest_texts.every),
        ("GET", "/Messages/{message}/Media.json", known.MEDIA_LIST, rest_texts.files),
        ("GET", "/Messages/{message}/Media/{media}", known.NONE, rest_texts.media),
        ("POST", "/Calls.json", known.CALL_CREATE, rest_calls.create),
        ("GET", "/Calls/{call}.json", known.NONE, rest_calls.one),
        ("POST", "/Calls/{call}.json", known.CALL_UPDATE, rest_calls.update),
        ("GET", "/Recordings/{recording}", known.NONE, rest_calls.recording),
        ("DELETE", "/Recordings/{recording}", known.NONE, rest_calls.remove_recording),
        ("GET", "/Conferences.json", known.CONFERENCE_LIST, rest_conferences.every),
        ("POST", "/Conferences/{room}/Participants/{call}.json", known.PARTICIPANT_UPDATE, rest_conferences.change),
        ("GET", "/IncomingPhoneNumbers.json", known.NUMBER_LIST, _numbers),
    ]
    for method, path, names, act in routes:
        app.router.add_route(method, BASE + path, _guarded(exchange, names, act))
    app.router.add_route("*", "/{rest:.*}", _guarded(exchange, known.NONE, _nothing))
    return app


def _guarded(exchange: Exchange, names: frozenset[str], act: Act) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{exchange.token}".encode()).decode()
        if not hmac.compare_digest(request.headers.get("Authorization", ""), expected):
            return refused(Refused(401, 20003, "Authenticate"))
        fault = exchange.faults.of_request(request.path)
        if fault == "500":
            return refused(Refused(500, 20500, "Internal server error"))
        if fault == "429":
            return refused(Refused(429, 20429, "Too many requests"))
        if fault == "timeout":
            await asyncio.sleep(3600)  # the real time: it is the product that gives up
        pairs = await request.post() if request.method == "POST" else request.query
        fields = {name: " ".join(str(one) for one in pairs.getall(name)) for name in pairs}
        unknown = set(fields) - names
        if unknown:
            return refused(Refused(400, 20001, f"Unknown parameter: {', '.join(sorted(unknown))}"))
        try:
            answer = await act(exchange, request, fields)
        except Refused as error:
            return refused(error)
        if fault == "answer_lost":
            await asyncio.sleep(3600)
        return answer

    return handle


async def _numbers(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource"""
    found = [
        {
            "sid": sid("PN"), "account_sid": ACCOUNT, "phone_number": one.number, "friendly_name": one.number,
            "sms_url": one.texts_to, "sms_method": "POST", "voice_url": one.calls_to, "voice_method": "POST",
            "status_callback": one.progress_to, "status_callback_method": "POST",
            "capabilities": {"voice": bool(one.calls_to), "sms": bool(one.texts_to), "mms": one.mms,
                             "fax": False},
            "api_version": API_VERSION, "origin": "twilio", "beta": False, "status": "in-use",
            "uri": f"{BASE}/IncomingPhoneNumbers/PN.json",
        }
        for one in exchange.numbers.values() if fields.get("PhoneNumber") in (None, one.number)
    ]
    return listed("incoming_phone_numbers", found, request)


async def _nothing(_exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    raise Refused(404, 20404, f"The requested resource {request.path} was not found")
