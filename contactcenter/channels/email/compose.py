"""An `Outbound` as a mail: signed ids, threading, text and HTML, attachments.

Whatever stands in a header was stripped of control characters first, so no subject, name or id can
add a header of its own; the standard library's policy would refuse it besides.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.headerregistry import BaseHeader
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TypeAlias

from contactcenter.channels.email.flowed import flow
from contactcenter.channels.email.fold import FoldedPolicy
from contactcenter.channels.email.render import library_name, locale_of, render
from contactcenter.channels.email.sign import Signer
from contactcenter.envelope import MAIL_ADDRESS, Address, Outbound
from contactcenter.settings import Library

MAX_REFERENCES = 10
"""RFC 5322 3.6.4 sets no limit; the first and the newest keep every client's thread together."""
SUBJECT_CHARS = 250
ANSWERED_BY_ITSELF = ("acknowledgement", "notice")
NOTICE = {"en": "Kept as an internal note", "zh-Hans": "已存为内部备注"}
NO_SUBJECT = {"en": "Your inquiry", "zh-Hans": "您的咨询"}
_PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|回复|回覆|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ID = re.compile(r"<[!-;=?-~]{1,250}>")


Mail: TypeAlias = "EmailMessage[BaseHeader, str | MailAddress | list[MailAddress]]"


class WrongAddress(ValueError):
    """The recipient's address cannot be written in a mail."""


# 7bit: text goes as quoted-printable or base64, so that no relay needs 8BITMIME.
POLICY = FoldedPolicy(linesep="\r\n", max_line_length=78, cte_type="7bit", raise_on_defect=True)


def compose(outbound: Outbound, *, signer: Signer, library: Library, now: datetime, page: str = "") -> Mail:
    """The mail for one delivery. `outbound.attachments` must hold bytes; `page` is the inquiry's address on the web.

    Raises `WrongAddress`. The Message-ID depends on the ticket and the mail alone, so every attempt,
    and the mail to each of several recipients, leaves under the same.
    """
    locale = locale_of(outbound)
    words = render(outbound, library, page)
    message: Mail = EmailMessage(policy=POLICY)
    desk = f"{signer.local}@{signer.domain}"
    message["From"] = mailbox(Address("email", desk, library_name(library, locale)))
    for field, mailboxes in _addressed(outbound).items():
        message[field] = mailboxes
    message["Reply-To"] = mailbox(
        Address("email", signer.reply_address(outbound.ticket_id), library_name(library, locale)))
    about = NOTICE[locale] if outbound.kind == "notice" else outbound.subject
    message["Subject"] = subject(about, outbound.ticket_id, locale)
    message["Date"] = format_datetime(outbound.written_at or now)
    message["Message-ID"] = signer.message_id(
        ticket_id=outbound.ticket_id, delivery_id=outbound.mail_id or outbound.delivery_id)
    _thread(message, outbound)
    # No List-Unsubscribe anywhere: each of these answers somebody, none is sent to many (docs/channels.md).
    if outbound.kind in ANSWERED_BY_ITSELF or outbound.automatic:
        message["Auto-Submitted"] = "auto-replied"  # RFC 3834 section 5
        message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
        message["Precedence"] = "bulk"  # for what is older than RFC 3834 (its section 3.1.8)
    elif outbound.kind == "transcript":
        message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = locale
    message.set_content(flow(words.text), charset="utf-8", cte=None, params={"format": "flowed"})
    message.add_alternative(words.html.replace("\r\n", "\n"), subtype="html", charset="utf-8")
    for file in outbound.attachments:
        if isinstance(file.data, bytes):
            _attach(message, file.name, file.media_type, file.data)
    return message


def mailbox(address: Address) -> MailAddress:
    """An address for a header: its domain in ASCII (IDNA). Raises `WrongAddress`."""
    found = MAIL_ADDRESS.fullmatch(address.value.strip())
    if found is None:
        raise WrongAddress("The address is not one: a name, @, a domain.")
    local, domain = found.groups()
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        return MailAddress(_one_line(address.name), local, domain)
    except (ValueError, IndexError) as error:
        raise WrongAddress("The address cannot be written in a mail.") from error


def _addressed(outbound: Outbound) -> dict[str, list[MailAddress]]:
    """To and Cc: everybody the mail is for, or its one recipient. An address that cannot be written fails by itself."""
    fields: dict[str, list[MailAddress]] = {}
    for one in outbound.recipients:
        with suppress(WrongAddress):
            written = mailbox(Address("email", one.address, one.name))
            fields.setdefault(one.field.capitalize(), []).append(written)
    return fields if outbound.recipients else {"To": [mailbox(outbound.to)]}


def subject(said: str, ticket_id: int, locale: str) -> str:
    """`Re: … [#123]`, with neither the prefix nor the number doubled."""
    mark = f"[#{ticket_id}]"
    core = _PREFIX.sub("", _one_line(said).replace(mark, " "))
    core = _PREFIX.sub("", " ".join(core.split()))[:SUBJECT_CHARS].strip()
    return f"Re: {core or NO_SUBJECT[locale]} {mark}"


def _thread(message: Mail, outbound: Outbound) -> None:
    answered = outbound.in_reply_to if outbound.in_reply_to and _ID.fullmatch(outbound.in_reply_to) else None
    chain = dict.fromkeys(entry for entry in outbound.references if _ID.fullmatch(entry))
    if answered:
        chain.pop(answered, None)
        chain[answered] = None
        message["In-Reply-To"] = answered
    ids = list(chain)
    if len(ids) > MAX_REFERENCES:
        ids = [ids[0], *ids[1 - MAX_REFERENCES :]]
    if ids:
        message["References"] = " ".join(ids)


def _attach(message: Mail, name: str, media_type: str, data: bytes) -> None:
    main, _, sub = media_type.lower().partition("/")
    if not re.fullmatch(r"[a-z0-9.+\-]{1,60}", sub) or main not in {"application", "audio", "font", "image", "text",
                                                                  "video", "model"}:
        # An enclosed mail must not be base64 (RFC 2046 5.2.1), and arrives intact only as a plain file.
        main, sub = "application", "octet-stream"
    message.add_attachment(data, maintype=main, subtype=sub, filename=_one_line(name)[:200] or "attachment")


def _one_line(value: str) -> str:
    clean = value.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_CONTROL.sub(" ", clean).split())
