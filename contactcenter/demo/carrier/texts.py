"""Text messages at the carrier. https://www.twilio.com/docs/messaging/api/message-resource"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from contactcenter.demo.carrier.parameters import MESSAGE_MEDIA
from contactcenter.demo.carrier.sids import ACCOUNT, API_VERSION, sid, stamp
from contactcenter.demo.carrier.webhooks import Asked

if TYPE_CHECKING:
    from contactcenter.demo.carrier.exchange import Exchange

STOP: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START: Final = frozenset({"START", "YES", "UNSTOP"})
"""https://help.twilio.com/articles/223134027, https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out: the
words by which Twilio itself stops and starts."""
HELP: Final = frozenset({"HELP", "INFO"})
STOPPED: Final = ("You have successfully been unsubscribed. You will not receive any more messages from this number. "
                  "Reply START to resubscribe.")
STARTED: Final = ("You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
                  "Reply STOP to unsubscribe. Msg&Data Rates May Apply.")
HELPED: Final = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
"""What Twilio answers by itself where nothing else was set (the same page)."""
GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
OK: Final = 200
MOST_BYTES: Final = 5_000_000
TWICE: Final = frozenset("^{}\\[~]|€\f")
"""https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding: these take two places."""


@dataclass(slots=True, eq=False)
class Media:
    """https://www.twilio.com/docs/messaging/api/media-resource"""

    message_sid: str
    content: bytes
    media_type: str
    sid: str = field(default_factory=lambda: sid("ME"))


@dataclass(slots=True, eq=False)
class Message:
    sender: str
    to: str
    body: str
    direction: str
    created_at: datetime
    sid: str
    status: str
    media: list[Media] = field(default_factory=list)
    error_code: str = ""
    sent_at: datetime | None = None
    report_to: str = ""
    fetches: list[str] = field(default_factory=list)
    """Where the files are that go with it."""

    def resource(self) -> dict[str, object]:
        """As the API shows it."""
        uri = f"/{API_VERSION}/Accounts/{ACCOUNT}/Messages/{self.sid}.json"
        return {
            "account_sid": ACCOUNT, "api_version": API_VERSION, "body": self.body,
            "date_created": stamp(self.created_at), "date_sent": stamp(self.sent_at),
            "date_updated": stamp(self.created_at), "direction": self.direction,
            "error_code": int(self.error_code) if self.error_code else None, "error_message": None, "from": self.sender,
            "messaging_service_sid": None, "num_media": str(len(self.media or self.fetches)),
            "num_segments": str(segments(self.body)), "price": None, "price_unit": "USD", "sid": self.sid,
            "status": self.status, "subresource_uris": {"media": uri.replace(".json", "/Media.json")}, "to": self.to,
            "uri": uri,
        }


def segments(body: str) -> int:
    """https://www.twilio.com/docs/glossary/what-sms-character-limit: 160 and 153 of GSM-7, 70 and 67 of UCS-2."""
    if all(one in GSM or one in TWICE for one in body):
        size, one, several = sum(2 if each in TWICE else 1 for each in body), 160, 153
    else:
        size, one, several = len(body.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else -(-size // several)


async def carry(exchange: Exchange, message: Message) -> None:
    """Out into the world, with its reports: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status"""
    phone = exchange.telephone(message.to)
    _become(exchange, message, "queued")
    await exchange.time.sleep(0.2)
    message.error_code = await _fetch(exchange, message)
    if message.error_code:
        _become(exchange, message, "failed")
        return
    message.sent_at = exchange.time.now()
    _become(exchange, message, "sent")
    await exchange.time.sleep(1.0)
    if phone.takes_texts:
        phone.texts.append(message.body)
        _become(exchange, message, "delivered")
    else:
        message.error_code = phone.text_error
        _become(exchange, message, "undelivered")


async def _fetch(exchange: Exchange, message: Message) -> str:
    """Its files, by HEAD and by GET; the error, or none.

    https://www.twilio.com/docs/messaging/guides/accepted-mime-types, https://www.twilio.com/docs/api/errors/11200,
    https://www.twilio.com/docs/api/errors/12300, https://www.twilio.com/docs/api/errors/11751.
    """
    for url in message.fetches:
        head, found = await exchange.webhooks.fetch("HEAD", url), await exchange.webhooks.fetch("GET", url)
        if head.status != OK or found.status != OK:
            return "11200"
        if found.content_type.lower() not in MESSAGE_MEDIA or head.content_type != found.content_type:
            return "12300"
        media = Media(message.sid, found.body, found.content_type)
        message.media.append(media)
        exchange.media[media.sid] = media
    return "11751" if sum(len(one.content) for one in message.media) > MOST_BYTES else ""


def _become(exchange: Exchange, message: Message, status: str) -> None:
    message.status = status
    fields = {
        "SmsSid": message.sid, "SmsStatus": status, "MessageSid": message.sid, "MessageStatus": status,
        "To": message.to, "From": message.sender, "AccountSid": ACCOUNT, "ApiVersion": API_VERSION,
    }
    if message.error_code:
        fields["ErrorCode"] = message.error_code
    if status in ("delivered", "undelivered"):
        fields["RawDlrDoneDate"] = f"{exchange.time.now():%y%m%d%H%M}"
    exchange.webhooks.tell(message.report_to, fields)


def arrival(exchange: Exchange, message: Message) -> dict[str, str]:
    """https://www.twilio.com/docs/messaging/guides/webhook-request"""
    fields = {
        "MessageSid": message.sid, "SmsSid": message.sid, "SmsMessageSid": message.sid, "AccountSid": ACCOUNT,
        "From": message.sender, "To": message.to, "Body": message.body, "NumMedia": str(len(message.media)),
        "NumSegments": str(segments(message.body)), "SmsStatus": "received", "ApiVersion": API_VERSION,
        "FromCountry": "", "ToCountry": "",
    }
    for place, one in enumerate(message.media):
        fields[f"MediaUrl{place}"] = exchange.media_url(one)
        fields[f"MediaContentType{place}"] = one.media_type
    return fields


def answers(asked: Asked) -> list[str]:
    """What we answer at once, in the answer to the webhook. https://www.twilio.com/docs/messaging/twiml/message"""
    if asked.status != 200 or not asked.body:  # noqa: PLR2004
        return []
    try:
        root = ET.fromstring(asked.body)  # noqa: S314  # our own product's answer, on this machine
    except ET.ParseError:
        return []
    return [(one.text or "").strip() for one in root.findall("Message")]
