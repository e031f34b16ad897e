"""Conferences through the API. https://www.twilio.com/docs/voice/api/conference-resource"""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from contactcenter.demo.carrier.answers import Refused, address, listed
from contactcenter.demo.carrier.call import Source
from contactcenter.demo.carrier.conference import Conference, Participant
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, stamp


def resource(room: Conference) -> dict[str, object]:
    """As the API shows it."""
    uri = f"/{API_VERSION}/Accounts/{ACCOUNT}/Conferences/{room.sid}.json"
    return {
        "sid": room.sid, "account_sid": ACCOUNT, "friendly_name": room.name, "status": room.status, "region": "us1",
        "api_version": API_VERSION, "date_created": stamp(room.created_at), "date_updated": stamp(room.created_at),
        "reason_conference_ended": None, "call_sid_ending_conference": None, "subresource_uris": {}, "uri": uri,
    }


def of(room: Conference, one: Participant) -> dict[str, object]:
    """https://www.twilio.com/docs/voice/api/conference-participant-resource"""
    return {
        "account_sid": ACCOUNT, "call_sid": one.call.sid, "label": one.label or None, "conference_sid": room.sid,
        "call_sid_to_coach": one.coaches or None, "coaching": bool(one.coaches), "muted": one.muted, "hold": one.hold,
        "start_conference_on_enter": one.starts, "end_conference_on_exit": one.ends, "status": "connected",
        "date_created": stamp(room.created_at), "date_updated": stamp(room.created_at), "queue_time": "0",
        "uri": f"/{API_VERSION}/Accounts/{ACCOUNT}/Conferences/{room.sid}/Participants/{quote(one.call.sid)}.json",
    }


def their(exchange: Exchange, request: web.Request) -> tuple[Conference, Participant]:
    """A participant by their call or label, of a conference by its id. Raises `Refused`."""
    name = request.match_info["room"]
    room = next((one for one in exchange.conferences if name == one.sid), None)
    if room is None:
        raise Refused(404, 20404, f"The requested resource /Conferences/{name} was not found")
    found = room.find(request.match_info["call"])
    if found is None:
        raise Refused(404, 20404, "The participant was not found")
    return room, found


async def every(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """By name and state, newest first."""
    return listed("conferences", [
        resource(one) for one in reversed(exchange.conferences)
        if fields.get("FriendlyName") in (None, one.name) and fields.get("Status") in (None, one.status)
    ], request)


async def change(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant"""
    room, one = their(exchange, request)
    if fields.get("Coaching") == "true" and not fields.get("CallSidToCoach"):
        raise Refused(400, 21205, "CallSidToCoach is required where Coaching is true")
    if "Muted" in fields:
        room.mute(one, muted=fields["Muted"] == "true")
    if "Hold" in fields:
        url = address(fields, "HoldUrl", 21205)
        room.hold(one, hold=fields["Hold"] == "true",
                  heard=Source(url, fields.get("HoldMethod", "GET")) if url else None)
    if "Coaching" in fields or "CallSidToCoach" in fields:
        one.coaches = fields.get("CallSidToCoach", "") if fields.get("Coaching", "true") == "true" else ""
    return web.json_response(of(room, one))
