"""Calls through the API. https://www.twilio.com/docs/voice/api/call-resource"""

from __future__ import annotations

from aiohttp import web

from contactcenter.demo.carrier.answers import Refused, address, needed
from contactcenter.demo.carrier.call import PROGRESS, Call, Source
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.rest_texts import E164
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, stamp

TIMEOUT_S, LONGEST_S = 60, 600


def resource(call: Call) -> dict[str, object]:
    """As the API shows it."""
    uri = f"/{API_VERSION}/Accounts/{ACCOUNT}/Calls/{call.sid}.json"
    return {
        "sid": call.sid, "account_sid": ACCOUNT, "api_version": API_VERSION, "answered_by": None, "caller_name": None,
        "date_created": stamp(call.created_at), "date_updated": stamp(call.created_at), "direction": call.direction,
        "duration": str(call.seconds) if not call.live else None, "end_time": stamp(call.ended_at),
        "forwarded_from": None, "from": call.sender, "from_formatted": call.sender, "group_sid": None,
        "parent_call_sid": None, "phone_number_sid": None, "price": None,
        "price_unit": "USD", "queue_time": "0", "start_time": stamp(call.started_at), "status": call.status,
        "subresource_uris": {}, "to": call.to, "to_formatted": call.to, "trunk_sid": None, "uri": uri,
    }


def the(exchange: Exchange, call_sid: str) -> Call:
    """Raises `Refused` where there is no such call."""
    found = exchange.calls.get(call_sid)
    if found is None:
        raise Refused(404, 20404, f"The requested resource /Calls/{call_sid} was not found")
    return found


def checked(exchange: Exchange, fields: dict[str, str]) -> tuple[str, str]:
    """From and To. Raises `Refused`."""
    to, sender = needed(fields, "To", 21201), needed(fields, "From", 21213)
    if not to.startswith("client:"):
        if not E164.fullmatch(to):
            raise Refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if sender not in exchange.numbers:
            raise Refused(400, 21210, f"The source phone number provided, {sender}, is not yet verified.")
    return sender, to


def seconds(fields: dict[str, str]) -> int:
    """How long it may ring. Raises `Refused`."""
    value = fields.get("Timeout", str(TIMEOUT_S))
    if not value.isdigit() or not 0 < int(value) <= LONGEST_S:
        raise Refused(400, 20001, f"Timeout {value}")
    return int(value)


def source(fields: dict[str, str]) -> Source | None:
    """Where it asks for instructions. Raises `Refused`."""
    url = address(fields, "Url", 21205)
    return Source(url, fields.get("Method", "POST")) if url else None


def reports(call: Call, fields: dict[str, str]) -> None:
    """Where its progress is told, and which."""
    call.report_to = address(fields, "StatusCallback", 21609)
    events = frozenset(fields.get("StatusCallbackEvent", "completed").split())
    if events - PROGRESS:
        raise Refused(400, 21626, f"Invalid StatusCallbackEvents: {events - PROGRESS}")
    call.report_events = events


async def create(exchange: Exchange, _request: web.Request, fields: dict[str, str]) -> web.Response:
    """It rings, and once answered asks for instructions."""
    sender, to = checked(exchange, fields)
    then = source(fields)
    if then is None:
        raise Refused(400, 21205, "Url is required")
    ring_s = seconds(fields)
    call = exchange.new_call(sender=sender, to=to, direction="outbound-api")
    reports(call, fields)
    exchange.spawn(exchange.call_out(call, seconds=ring_s, then=then))
    return web.json_response(resource(call), status=201)


async def update(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource"""
    call = the(exchange, request.match_info["call"])
    status = fields.get("Status", "")
    if status not in ("", "canceled", "completed"):
        raise Refused(400, 21218, f"Invalid status {status}")
    if not call.live:
        raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
    then = source(fields)
    if status == "canceled" and call.status in ("queued", "ringing"):
        call.end("canceled")
    elif status == "completed":
        call.end("completed" if call.status == "in-progress" else "canceled")
    elif then is not None:
        if call.status != "in-progress":
            raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
        call.move(then)
    return web.json_response(resource(call))


async def one(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """How it stands."""
    return web.json_response(resource(the(exchange, request.match_info["call"])))


async def recording(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file: WAV without an ending."""
    found = exchange.recording(request.match_info["recording"])
    if found is None:
        raise Refused(404, 20404, "The requested resource was not found")
    return web.Response(body=found.sound(), content_type="audio/x-wav")


async def remove_recording(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """Gone for good."""
    found = exchange.recording(request.match_info["recording"])
    if found is None:
        raise Refused(404, 20404, "The requested resource was not found")
    del exchange.recordings[found.sid]
    return web.Response(status=204)
