"""A raw mail to an `Inbound`: pure, no I/O. See docs/channels.md.

Parsed with the standard library's compat32 policy (seven times as fast as `policy.default`, and it
never raises on what people send); headers and charsets are decoded by `headers.py` and `charsets.py`.
"""

from __future__ import annotations

import hashlib
import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from contactcenter.channels.email import bodies, headers
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.automatic import Clues, findings
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.language import language_of
from contactcenter.channels.email.params import split
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.email.visible import visible_reply
from contactcenter.envelope import Address, Attachment, Inbound, ParseError, Raw, Thread
from contactcenter.settings import Settings

SUBJECT_CHARS = 998
MAX_MENTIONS = 10
_PARSER: BytesParser[bodies.Part] = BytesParser(Message, policy=compat32)
_HEADER_PARSER: BytesHeaderParser[bodies.Part] = BytesHeaderParser(Message, policy=compat32)
_MENTION = re.compile(r"[\[【［][#＃](\d{1,15})[\]】］]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER_CJK = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_\u2e80-\uffff]+")


class EmailReceiver:
    """Understands raw mail. `secret` is the key under which our own mail was signed."""

    def __init__(self, secret: bytes, settings: Settings) -> None:
        self.signer = Signer(secret, settings.mail.address)
        self.ours = OurAddresses(settings, self.signer)
        self._locale = settings.library.default_locale

    def __call__(self, raw: Raw) -> Inbound:
        """Understand one mail. Raises `ParseError` only for what is no mail: no bytes at all."""
        if not raw.data.strip():
            raise ParseError("The mail is empty: it has neither headers nor text.")
        message, whole = _parse(raw.data)
        fields = Headers(message.raw_items())
        body = bodies.read(message, fields)
        attachments = body.attachments if whole else (*body.attachments, _enclosed(raw.data))
        subject = fields.text("subject")[:SUBJECT_CHARS]
        rcpt = [address.strip() for address in raw.meta.get("rcpt_to", "").split(",") if address.strip()]
        to, cc = _people(fields.all("to")), _people(fields.all("cc"))
        return_path = _return_path(raw, fields)
        sender = _sender(fields, return_path)
        message_id = headers.message_id(fields.first("message-id"))
        reply = visible_reply(body.text)
        kind, params = split(fields.first("content-type"))
        recipients = [*rcpt, *(person.value for person in (*to, *cc))]
        found = findings(Clues(
            headers=fields, content_type=kind, report_type=params.get("report-type", "").lower(),
            sender=sender.value, subject=subject, return_path=return_path, ours=self.ours.all,
            recipients=frozenset(address.lower() for address in recipients),
            wrote_it=bool(message_id and self.signer.deliveries([message_id])),
        ))
        return Inbound(
            channel=raw.channel, sender=sender, subject=subject, text=body.text, reply=reply, html=body.html,
            to=to or tuple(Address("email", address) for address in rcpt), cc=cc,
            attachments=attachments,
            thread=self._thread(fields, subject, recipients),
            identity_keys=_identity(fields, message_id, body),
            message_id=message_id, sent_at=headers.date(fields.first("date")),
            locale=locale_of(f"{subject}\n{reply}", self._locale),
            automatic=next((finding.code for finding in found if finding.kind != "origin"), None),
            queue=self.ours.queue(recipients),
            reply_to=_reply_to(fields, sender), findings=found, language=language_of(reply) or language_of(subject),
        )

    def _thread(self, fields: Headers, subject: str, addresses: list[str]) -> Thread:
        """The proofs, strongest first: what it answers, what came before that, where it was sent."""
        answered = headers.message_ids(*fields.all("in-reply-to"))
        earlier = headers.message_ids(*fields.all("references"))
        proved = self.signer.deliveries([*answered, *reversed(earlier)])
        delivered = [*addresses, *fields.all("delivered-to"), *fields.all("x-original-to"), *fields.all("envelope-to")]
        by_address = self.signer.tickets(delivered)
        mentioned = dict.fromkeys(int(number) for number in _MENTION.findall(subject))
        return Thread(
            deliveries=tuple(delivery for _, delivery in proved),
            signed=tuple(dict.fromkeys([*(ticket for ticket, _ in proved), *by_address])),
            mentioned=tuple(mentioned)[:MAX_MENTIONS],
        )


def _parse(data: bytes) -> tuple[bodies.Part, bool]:
    """The parsed mail, and whether its parts could be opened (parts in parts by the thousand cannot)."""
    try:
        return _PARSER.parsebytes(data), True
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        message = _HEADER_PARSER.parsebytes(data)
        message.set_payload("")
        return message, False


def _enclosed(data: bytes) -> Attachment:
    return Attachment(name="message.eml", media_type="message/rfc822", data=data)


def _people(values: list[str]) -> tuple[Address, ...]:
    return tuple(Address("email", address, name) for name, address in headers.addresses(values))


def _sender(fields: Headers, return_path: str | None) -> Address:
    """The first From; else the Sender, else the envelope's sender, else nobody. Always as claimed."""
    for name in ("from", "sender", "resent-from"):
        found = headers.addresses(fields.all(name))
        if found:
            return Address("email", found[0][1], found[0][0])
    name = fields.text("from")[: headers.NAME_CHARS]
    return Address("email", return_path or "", "" if "@" in name else name)


def _return_path(raw: Raw, fields: Headers) -> str | None:
    """The envelope sender as the door heard it, else as a delivering system noted it; `""` is empty."""
    told = raw.meta.get("mail_from")
    if told is None and "return-path" in fields:
        told = fields.text("return-path")
    if told is None:
        return None
    return told.strip().strip("<>").strip()


def _reply_to(fields: Headers, sender: Address) -> Address | None:
    found = headers.addresses(fields.all("reply-to"))
    if not found:
        return None
    return Address("email", found[0][1], found[0][0] or sender.name)


def _identity(fields: Headers, message_id: str | None, body: bodies.Body) -> tuple[str, ...]:
    """What makes a mail the same by whichever door it came: never trace headers or line ends.

    The same Message-ID with other content is another mail. Without a Message-ID a date must stand in:
    two people may well write "Is the library open today?" twice.
    """
    date = fields.text("date")
    if message_id is None and not date:
        return ()
    digest = hashlib.sha256()
    for value in (message_id or "", fields.text("from"), date, fields.text("subject")):
        digest.update(" ".join(value.split()).encode("utf-8", "surrogatepass") + b"\x00")
    for part in body.parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return (f"email:{digest.hexdigest()}",)


def locale_of(text: str, default: str) -> str:
    """`zh-Hans` for Chinese, `en` for other writing, `default` where there are no letters."""
    sample = text[:4000]
    han, words = len(_HAN.findall(sample)), len(_WORD.findall(sample))
    if not han and not words:
        return default
    if han and len(_OTHER_CJK.findall(sample)) * 5 > han:
        return "en"
    # A title in Latin letters within a Chinese sentence, or the other way round, does not decide.
    return "zh-Hans" if han and han >= words else "en"
