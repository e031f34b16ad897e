"""Conferences through the API. https://www.twilio.com/docs/voice/api/conference-resource"""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET

from aiohttp import web

from contactcenter.demo.carrier import rest_calls
from contactcenter.demo.carrier.answers import Refused, address, listed
from contactcenter.demo.carrier.call import Call, Source
from contactcenter.demo.carrier.conference import Conference, Participant
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, stamp
from contactcenter.demo.carrier.walk import walk


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


def the(exchange: Exchange, request: web.Request, *, begun: bool = True) -> Conference:
    """By its id, or by the name of one that goes on. Raises `Refused`."""
    name = request.match_info["room"]
    for one in exchange.conferences:
        if name == one.sid or (name == one.name and one.status != "completed"):
            return one
    if not begun and not name.startswith("CF"):
        return exchange.conference(name)
    raise Refused(404, 20404, f"The requested resource /Conferences/{name} was not found")


def their(exchange: Exchange, request: web.Request) -> tuple[Conference, Participant]:
    """A participant by their call or label. Raises `Refused`."""
    room = the(exchange, request)
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


async def one(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """By its id, or by the name of one that goes on."""
    return web.json_response(resource(the(exchange, request)))


async def update(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """`completed` ends it; everybody's call is hung up."""
    room = the(exchange, request)
    if fields.get("Status") == "completed":
        calls = [one.call for one in room.people]
        room.end("conference-ended-via-api")
        for call in calls:
            call.end()
    return web.json_response(resource(room))


async def participants(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """Who is in it now."""
    room = the(exchange, request)
    return listed("participants", [of(room, one) for one in room.people], request)


async def participant(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """One of them."""
    return web.json_response(of(*their(exchange, request)))


async def invite(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant"""
    sender, to = rest_calls.checked(exchange, fields)
    room = the(exchange, request, begun=False)
    if fields.get("Coaching") == "true" and not fields.get("CallSidToCoach"):
        raise Refused(400, 21205, "CallSidToCoach is required where Coaching is true")
    call = exchange.new_call(sender=sender, to=to, direction="outbound-api")
    rest_calls.reports(call, fields)
    exchange.spawn(_ring_in(exchange, call, room, fields, rest_calls.seconds(fields)))
    return web.json_response(of(room, Participant(call, label=fields.get("Label", ""))) | {"status": "queued"},
                             status=201)


async def _ring_in(exchange: Exchange, call: Call, room: Conference, fields: dict[str, str], ring_s: int) -> None:
    """As if it were told to enter: <Dial><Conference> with what was asked for."""
    response = ET.Element("Response")
    noun = ET.SubElement(ET.SubElement(response, "Dial"), "Conference", {
        "muted": fields.get("Muted", "false"), "beep": fields.get("Beep", "true"),
        "startConferenceOnEnter": fields.get("StartConferenceOnEnter", "true"),
        "endConferenceOnExit": fields.get("EndConferenceOnExit", "false"), "participantLabel": fields.get("Label", ""),
        "waitUrl": fields.get("WaitUrl", ""), "coach": fields.get("CallSidToCoach", ""),
    })
    noun.text = room.name
    call.report("initiated")
    if await exchange.ring(call, seconds=ring_s):
        await walk(call, Source(twiml=ET.tostring(response, encoding="unicode")))


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
    if "EndConferenceOnExit" in fields:
        one.ends = fields["EndConferenceOnExit"] == "true"
    return web.json_response(of(room, one))


async def remove(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """Out, and their call is hung up."""
    room, found = their(exchange, request)
    room.leave(found)
    found.call.end()
    return web.Response(status=204)
