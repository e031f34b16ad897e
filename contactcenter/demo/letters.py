"""A patron's mail, as their mail program would write it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address, BaseHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, make_msgid
from typing import TypeAlias

from contactcenter.demo.files import made
from contactcenter.demo.patrons import Patron

Mail: TypeAlias = "EmailMessage[BaseHeader, str | Address]"
QUOTED_LINES = 12
"""Of the mail that is answered; programs quote all of it, readers of a demo want to see the answer."""


def letter(
    patron: Patron, *, to: str, subject: str, text: str, at: datetime, file: str | None = None,
    headers: Mapping[str, str] | None = None, rich: bool = False, cc: str | None = None,
) -> Mail:
    """A mail from a patron. `rich` adds an HTML part, as most programs do."""
    message: Mail = EmailMessage(policy=SMTP)
    local, _, domain = patron.address.rpartition("@")
    message["From"] = Address(patron.name, local, domain)
    message["To"] = to
    if cc:
        message["Cc"] = cc
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=domain)
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text + "\n")
    if rich:
        paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in text.split("\n\n"))
        message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    if file:
        content, media_type = made(file, text)
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=file)
    return message


def answer(patron: Patron, got: Mail, *, text: str, at: datetime, file: str | None = None) -> Mail:
    """A mail in answer to one of ours: to its Reply-To, in its thread (RFC 5322 3.6.4), quoting it."""
    ours = str(got["Message-ID"])
    # Unfolded: a header's value may hold line breaks, which no header may be given.
    chain = " ".join(f"{got['References'] or ''} {ours}".split())
    body = got.get_body(("plain",))
    said = str(body.get_content()).strip() if body is not None else ""
    quoted = "\n".join(f"> {line}".rstrip() for line in said.splitlines()[:QUOTED_LINES])
    chinese = patron.locale == "zh-Hans"
    intro = f"在 {at:%Y-%m-%d %H:%M}，图书馆写道：" if chinese else f"On {at:%d %B %Y, %H:%M}, the library wrote:"
    subject = str(got["Subject"] or "")
    return letter(
        patron, to=reply_address(got), subject=subject if subject.startswith("Re:") else f"Re: {subject}",
        text=f"{text}\n\n{intro}\n{quoted}" if quoted else text, at=at, file=file,
        headers={"In-Reply-To": ours, "References": chain},
    )


def reply_address(got: Mail) -> str:
    """Where an answer to a mail goes."""
    found = getaddresses([str(got["Reply-To"] or got["From"] or "")])
    return found[0][1] if found else ""
