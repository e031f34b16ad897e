"""A gateway's mail to a fax, or to the report on one of ours. Pure, no I/O.

The mail was kept and understood as a mail before (channel `email`); `app.py` hands it on to this reader. Whose mail it
is, is proved, not claimed (law 10): a bare From makes nothing a gateway's. The number in it is a claim.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.errors import MessageError
from email.parser import BytesHeaderParser

from contactcenter.channels.fax.gateways import Told, told_by
from contactcenter.channels.fax.reference import References
from contactcenter.channels.fax.reports import said_in
from contactcenter.envelope import Address, Attachment, Conversation, Finding, Inbound, Raw, Report, Thread
from contactcenter.envelope.numbers import e164, readable
from contactcenter.settings import Settings

CHANNEL = "fax"
PAPER = frozenset({"application/pdf", "image/tiff", "image/tif", "image/x-tiff"})
DAY_S = 86_400
HEAD_BYTES = 64_000
UNKNOWN_REPORT = Finding("fax_report", "machine", "A report on a fax of ours, in words that are not known here.")
_BY_NAME = re.compile(r"\.(pdf|tiff?)$", re.IGNORECASE)


class FaxReader:
    """Tells the gateway's mails from others. `secret`: the house's key."""

    def __init__(self, settings: Settings, secret: bytes) -> None:
        self._fax = settings.fax
        self._locale = settings.library.default_locale
        self._references = References(secret)
        self._addresses = {one.strip().lower() for one in settings.fax.addresses}
        self._senders = {one.strip().lower().lstrip("@") for one in settings.fax.senders}

    def __call__(self, raw: Raw, mail: Inbound) -> Inbound | None:
        """The mail as a fax or a report; None where it is neither."""
        named = self._names_the_gateway(mail)
        if not (named or self._addresses) or (mail.bounce is not None and not named):
            return None
        came = self._came_to_its_address(raw, mail)
        if not (named or came):
            return None
        # Whoever has our signature in hand was sent that very fax, and may tell of it; some enclose what was sent.
        deliveries = self._proved(mail)
        if deliveries:
            return self._report(mail, deliveries)
        if not came and not mail.authenticated:
            return None
        files = _paper(mail)
        if not files:
            return None  # the gateway writes something else: a bill, a notice. It is a mail like others.
        told = told_by(subject=mail.subject, text=mail.text, headers=_headers(raw))
        return self._fax_of(mail, told, files)

    def _names_the_gateway(self, mail: Inbound) -> bool:
        address = mail.sender.value.lower()
        domain = address.rpartition("@")[2]
        return bool(domain) and any(
            one in (address, domain) or domain.endswith(f".{one}") for one in self._senders
        )

    def _came_to_its_address(self, raw: Raw, mail: Inbound) -> bool:
        if not self._addresses:
            return False
        told = raw.meta.get("rcpt_to")
        reached = told.split(",") if told else [one.value for one in (*mail.to, *mail.cc)]
        return any(one.strip().lower() in self._addresses for one in reached)

    def _proved(self, mail: Inbound) -> tuple[int, ...]:
        """The deliveries it is about: by our reference in it, or our signed Message-ID or return path."""
        by_reference = self._references.found(f"{mail.subject}\n{mail.text}")
        return tuple(dict.fromkeys((*by_reference, *mail.thread.deliveries)))

    def _report(self, mail: Inbound, deliveries: tuple[int, ...]) -> Inbound:
        said = said_in(subject=mail.subject, text=mail.text)
        plain = replace(mail, channel=CHANNEL, sender=Address(CHANNEL, "", mail.sender.name or mail.sender.value),
                        reply_to=None, recipients=(), authenticated=None, bounce=None,
                        # Our reference is on faxes alone; a signed Message-ID is on every mail that we send.
                        otherwise=None if self._references.found(f"{mail.subject}\n{mail.text}") else mail)
        if said.outcome == "unknown":
            # A librarian reads it, at the ticket it is about.
            return replace(plain, automatic=mail.automatic or UNKNOWN_REPORT.code, html=None,
                           findings=(*mail.findings, UNKNOWN_REPORT), thread=Thread(deliveries=deliveries))
        return replace(plain, thread=Thread(), report=Report(
            deliveries, "delivered" if said.outcome == "delivered" else "failed", said.code, said.words,
            again=said.outcome == "again", at=mail.sent_at,
        ))

    def _fax_of(self, mail: Inbound, told: Told, files: tuple[Attachment, ...]) -> Inbound:
        number = e164(told.number, country=self._fax.country) or "".join(
            char for char in told.number if char.isdigit() or char == "+")
        unknown = not told.shapes
        return replace(
            mail, channel=CHANNEL, sender=Address(CHANNEL, number, told.name or (readable(number) if number else "")),
            reply_to=None, recipients=(), cc=(), html=None, subject=mail.subject if unknown else "",
            text=mail.text if unknown else "", reply="",
            attachments=files, thread=Thread(conversation=self._conversation(number)), message_id=None, automatic=None,
            findings=tuple(one for one in mail.findings if one.kind == "origin"), authenticated=None,
            locale=self._locale, language=None, bounce=None,
        )


    def _conversation(self, number: str) -> Conversation | None:
        """Faxes have no threads: a number goes on with what it faxed about before. A withheld one is anybody's."""
        if not number.startswith("+"):
            return None
        return Conversation(number, self._fax.number or CHANNEL, self._fax.window_days * DAY_S)


def _paper(mail: Inbound) -> tuple[Attachment, ...]:
    return tuple(
        replace(one, inline=False, content_id=None, media_type=_type(one)) for one in mail.attachments
        if one.media_type.lower() in PAPER or _BY_NAME.search(one.name)
    )


def _type(file: Attachment) -> str:
    """Some gateways send everything as octets: then the name tells."""
    if file.media_type.lower() == "application/pdf" or file.name.lower().endswith(".pdf"):
        return "application/pdf"
    return "image/tiff"


def _headers(raw: Raw) -> dict[str, str]:
    """The gateway's own fields, for programs."""
    try:
        fields = BytesHeaderParser().parsebytes(raw.data[:HEAD_BYTES])
    except (MessageError, ValueError, LookupError):
        return {}
    return {name.lower(): str(value) for name, value in fields.items() if name.lower().startswith("x-fax-")}
