"""A raw mail to an `Inbound`: pure, no I/O. See docs/channels.md.

`mime.py` makes the tree, `headers.py` and `charsets.py` decode, `bodies.py` tells text from files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from contactcenter.channels.email import bodies, headers, mime
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.automatic import Clues, findings
from contactcenter.channels.email.bounces import bounce_of
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.language import language_of
from contactcenter.channels.email.oddities import oddity
from contactcenter.channels.email.origin import origin
from contactcenter.channels.email.params import split
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.email.visible import visible_reply
from contactcenter.channels.email.vouch import vouched
from contactcenter.envelope import Address, Bounce, Inbound, Oddity, ParseError, Raw, Thread
from contactcenter.settings import Settings

SUBJECT_CHARS = 998
MAX_MENTIONS = 10
MAX_ANSWERS = 20
_MENTION = re.compile(r"[\[【［][#＃](\d{1,15})[\]】］]")
_REPLY_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|sv|vs|antw|odp|ynt|rif|r|res|回复|回覆|答复|答覆|回信|返信|답장|ответ|отв|απ)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]", re.IGNORECASE)
_SUBJECT_PREFIX = re.compile(r"^(?:\s*(?:re|aw|fwd?|sv|回复|答复|转发)\s*[:：])+|\[#\d+\]", re.IGNORECASE)
SHORT_CHARS = 12
"""A reply shorter than this (`OK`, `谢谢`) may not tell its language."""


class EmailReceiver:
    """Understands raw mail. `secret` is the key under which our own mail was signed."""

    def __init__(self, secret: bytes, settings: Settings) -> None:
        self.signer = Signer(secret, settings.mail.address)
        self.ours = OurAddresses(settings, self.signer)
        self._locale = settings.library.default_locale
        self._server = settings.mail.authserv_id

    def __call__(self, raw: Raw) -> Inbound:
        """Understand one mail. Raises `ParseError` only for what is no mail: no bytes at all."""
        if not raw.data.strip():
            raise ParseError("The mail is empty: it has neither headers nor text.")
        fields, body = _read(raw.data)
        subject = fields.text("subject")[:SUBJECT_CHARS]
        rcpt = [address.strip() for address in raw.meta.get("rcpt_to", "").split(",") if address.strip()]
        to, cc = _people(fields, "to"), _people(fields, "cc")
        return_path = _return_path(raw, fields)
        sender = _sender(fields, return_path)
        message_id = headers.message_id(fields.first("message-id"))
        reply = visible_reply(body.text, answers=_answers(fields, subject))
        language = _language(subject, reply)
        kind, params = split(fields.first("content-type"))
        recipients = [*rcpt, *(person.value for person in (*to, *cc))]
        report_type = params.get("report-type", "").lower()
        if any(leaf.type == "message/feedback-report" for leaf in body.files):
            report_type = "feedback-report"
        bounce = None if report_type == "feedback-report" else bounce_of(
            fields, body.text, body.files, sender=sender.value, name=sender.name, subject=subject,
            return_path=return_path, ours=self.ours.all)
        found = findings(Clues(
            headers=fields, content_type=kind, report_type=report_type,
            sender=sender.value, subject=subject, return_path=return_path, ours=self.ours.all,
            recipients=frozenset(address.lower() for address in recipients),
            wrote_it=bool(message_id and self.signer.deliveries([message_id])),
        ), bounce) + tuple(origin(fields))
        return Inbound(
            channel=raw.channel, sender=sender, subject=subject, text=body.text, reply=reply, html=body.html,
            to=to or tuple(Address("email", address) for address in rcpt), cc=cc,
            recipients=self.ours.others(to, cc), authenticated=vouched(fields, server=self._server),
            attachments=body.attachments,
            thread=self._thread(fields, subject, recipients, bounce),
            identity_keys=_identity(fields, message_id, body, raw.meta.get("internal_date", "")),
            message_id=message_id, sent_at=headers.date(fields.first("date")),
            locale=locale_of(language, self._locale),
            automatic=next((finding.code for finding in found if finding.sets_aside), None),
            queue=self.ours.queue(recipients),
            reply_to=self._reply_to(fields, sender), findings=found, language=language,
            problems=tuple(body.problems), bounce=bounce,
        )

    def _reply_to(self, fields: Headers, sender: Address) -> Address | None:
        """Where answers should go. Not to ourselves: a list or a form may have put our own address there."""
        found = [one for one in fields.addresses("reply-to") if not self.ours.reach(one[1])]
        return Address("email", found[0][1], found[0][0] or sender.name) if found else None

    def _thread(self, fields: Headers, subject: str, addresses: list[str], bounce: Bounce | None) -> Thread:
        """The proofs, strongest first: what bounced, what it answers, what came before that, where it was sent."""
        bounced = [bounce.original_message_id] if bounce and bounce.original_message_id else []
        answered = headers.message_ids(*fields.all("in-reply-to"))
        earlier = headers.message_ids(*fields.all("references"))
        proved = self.signer.deliveries([*bounced, *answered, *reversed(earlier)])
        delivered = [*addresses, *fields.all("delivered-to"), *fields.all("x-original-to"), *fields.all("envelope-to")]
        returned = self.signer.returned(delivered)
        proved = [*(one for one in returned if one not in proved), *proved] if bounce else [*proved, *returned]
        by_address = self.signer.tickets(delivered)
        mentioned = dict.fromkeys(int(number) for number in _MENTION.findall(subject))
        return Thread(
            deliveries=tuple(dict.fromkeys(delivery for _, delivery in proved)),
            signed=tuple(dict.fromkeys([*(ticket for ticket, _ in proved), *by_address])),
            mentioned=tuple(mentioned)[:MAX_MENTIONS],
            answers=tuple(filter(str.isprintable, dict.fromkeys((*answered, *reversed(earlier)))))[:MAX_ANSWERS],
        )


def _read(data: bytes) -> tuple[Headers, bodies.Body]:
    """The fields and the parts, whatever it takes."""
    try:
        message, problems = mime.parse(data)
        fields = Headers(message.raw_items(), message)
        body = bodies.read(message, fields)
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        head = mime.parse_head(data)
        fields, problems, body = Headers(head.raw_items()), [], bodies.read_flat(data)
    body.problems = [*problems, *body.problems, *_odd(fields)]
    return fields, body


def _answers(fields: Headers, subject: str) -> bool:
    """Whether it answers another mail, by its threading or, as some web mailers drop that, its subject."""
    return "in-reply-to" in fields or "references" in fields or bool(_REPLY_SUBJECT.match(subject))


def _odd(fields: Headers) -> Iterator[Oddity]:
    """What is missing or doubled in the header."""
    for name, count in (("From", len(fields.all("from"))), ("Date", len(fields.all("date"))),
                        ("Subject", len(fields.all("subject"))), ("Message-ID", len(fields.all("message-id")))):
        if count == 0 and name != "Subject":
            yield oddity("no_field", name=name)
        elif count > 1:
            yield oddity("many_fields", name=name, count=str(count))
    if "," in fields.first("from") and len(fields.addresses("from")) > 1:
        yield oddity("several_from")
    if any(_not_utf_8(fields.first(name)) for name in ("from", "to", "subject")):
        yield oddity("raw_header")
    if fields.first("date") and headers.date(fields.first("date")) is None:
        yield oddity("date")


def _not_utf_8(value: str) -> bool:
    if value.isascii():
        return False
    try:
        value.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _people(fields: Headers, field: str) -> tuple[Address, ...]:
    return tuple(Address("email", address, name) for name, address in fields.addresses(field))


def _sender(fields: Headers, return_path: str | None) -> Address:
    """The first From; else the Sender, else the envelope's sender, else nobody. Always as claimed."""
    for name in ("from", "sender", "resent-from"):
        found = fields.addresses(name)
        if not found and "=?" in fields.first(name):
            # Some encode the whole field, address and all. It is but a claim, as every From is.
            found = headers.addresses([fields.text(name)])
        if found:
            return Address("email", found[0][1], found[0][0])
    name = fields.text("from").partition("<")[0].strip("\"' ")[: headers.NAME_CHARS]
    return Address("email", return_path or "", "" if "@" in name or ":" in name else name)


def _return_path(raw: Raw, fields: Headers) -> str | None:
    """The envelope sender as the door heard it, else as a delivering system noted it; `""` is empty."""
    told = raw.meta.get("mail_from")
    if told is None and "return-path" in fields:
        told = fields.text("return-path")
    if told is None:
        return None
    return told.strip().strip("<>").strip()


def _identity(
    fields: Headers, message_id: str | None, body: bodies.Body, internal_date: str
) -> tuple[str, ...]:
    """What makes a mail the same by whichever door it came: no trace header but the first, no line ends.

    The same Message-ID with other content is another mail. Without a Message-ID a date must stand in, since
    somebody may well write "Is the library open today?" twice: its own, else that of the first server that had
    it (the lowest Received, the same by every door and in every look), else the mailbox's (INTERNALDATE). With
    none of them nothing tells a mail that comes again from one that was sent again, and none is set aside.
    """
    date = fields.text("date")
    if message_id is None and not date:
        date = " ".join((fields.all("received") or [internal_date])[-1].split())
        if not date:
            return ()
    digest = hashlib.sha256()
    for value in (message_id or "", fields.text("from"), date, fields.text("subject")):
        digest.update(" ".join(value.split()).encode("utf-8", "surrogatepass") + b"\x00")
    for part in body.parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return (f"email:{digest.hexdigest()}",)


def locale_of(language: str | None, default: str) -> str:
    """Which of our two languages a patron is answered in: `zh-Hans` for Chinese, `en` for others, else `default`."""
    if language is None:
        return default
    return "zh-Hans" if language.startswith("zh") else "en"


def _language(subject: str, reply: str) -> str | None:
    """The language of what was written, of the subject too where that is but a word or two."""
    return language_of(reply if len(reply) >= SHORT_CHARS else f"{reply}\n{_SUBJECT_PREFIX.sub('', subject)}")
