"""Texts through the API. https://www.twilio.com/docs/messaging/api/message-resource"""

from __future__ import annotations

import re
from datetime import datetime

from aiohttp import web

from contactcenter.demo.carrier.answers import Refused, address, listed, needed
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, sid, stamp
from contactcenter.demo.carrier.texts import Message, carry

E164 = re.compile(r"\+[1-9]\d{4,14}")
MOST_CHARS = 1600
MOST_FILES = 10


async def create(exchange: Exchange, _request: web.Request, fields: dict[str, str]) -> web.Response:
    """Each refusal by its own code: https://www.twilio.com/docs/api/errors"""
    to = needed(fields, "To", 21604)
    sender = needed(fields, "From", 21603)
    body = fields.get("Body", "")
    if not E164.fullmatch(to):
        raise Refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")
    if sender not in exchange.numbers:
        raise Refused(400, 21659, f"'{sender}' is not a Twilio phone number or Short Code country mismatch")
    files = fields.get("MediaUrl", "").split()
    if not body and not files:
        raise Refused(400, 21602, "Message body is required.")
    if len(files) > MOST_FILES:
        raise Refused(400, 21623, "Number of media files exceeds allowed limit")
    if any(not one.startswith(("http://", "https://")) for one in files):
        raise Refused(400, 21620, "Invalid media URL(s)")
    if len(body) > MOST_CHARS:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if (sender, to) in exchange.stopped:
        raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
    message = Message(sender, to, body, "outbound-api", exchange.time.now(), sid("MM" if files else "SM"), "queued",
                      report_to=address(fields, "StatusCallback", 21609), fetches=files)
    exchange.messages[message.sid] = message
    exchange.spawn(carry(exchange, message))
    return web.json_response(message.resource(), status=201)


async def every(exchange: Exchange, request: web.Request, fields: dict[str, str]) -> web.Response:
    """Newest first. `DateSent>` counts from a day on."""
    since = fields.get("DateSent>", "")
    begins = datetime.fromisoformat(since) if since else None
    found = [
        one.resource() for one in reversed(exchange.messages.values())
        if fields.get("To") in (None, one.to) and fields.get("From") in (None, one.sender)
        and (begins is None or one.created_at.replace(microsecond=0) >= begins)
    ]
    return listed("messages", found, request)


async def files(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """What came with a text. https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources"""
    found = exchange.messages.get(request.match_info["message"])
    if found is None:
        raise Refused(404, 20404, "The requested resource was not found")
    base = f"/{API_VERSION}/Accounts/{ACCOUNT}/Messages/{found.sid}/Media"
    return listed("media_list", [
        {"sid": one.sid, "account_sid": ACCOUNT, "parent_sid": found.sid, "content_type": one.media_type,
         "date_created": stamp(found.created_at), "date_updated": stamp(found.created_at),
         "uri": f"{base}/{one.sid}.json"}
        for one in found.media
    ], request)


async def media(exchange: Exchange, request: web.Request, _fields: dict[str, str]) -> web.Response:
    """The file itself, streamed by its length. https://www.twilio.com/docs/messaging/api/media-resource"""
    found = exchange.media.get(request.match_info["media"])
    if found is None or found.message_sid != request.match_info["message"]:
        raise Refused(404, 20404, "The requested resource was not found")
    return web.Response(body=found.content, content_type=found.media_type)
