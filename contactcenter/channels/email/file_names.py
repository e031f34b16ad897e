"""The name under which a file of a mail is kept."""

from __future__ import annotations

import mimetypes
import re
from urllib.parse import unquote_to_bytes

MAX_NAME = 180
_BAD = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_PERCENT = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_USUAL = {"message/rfc822": ".eml", "message/global": ".eml", "text/plain": ".txt", "text/html": ".html",
          "text/calendar": ".ics", "application/pgp-signature": ".asc", "message/delivery-status": ".txt",
          "text/rfc822-headers": ".txt", "application/ms-tnef": ".dat", "text/enriched": ".txt",
          "application/pkcs7-mime": ".p7m", "application/x-pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s",
          "application/x-pkcs7-signature": ".p7s", "message/feedback-report": ".txt", "text/vcard": ".vcf"}


def file_name(name: str, type_: str, number: int) -> str:
    """A name without folders or tricks; one is made where there is none."""
    if _PERCENT.search(name):
        name = _unquoted(name)
    name = _BAD.sub("", name.replace("\\", "/").rpartition("/")[2]).strip().strip(".")
    if name:
        if len(name) <= MAX_NAME:
            return name
        stem, dot, ending = name.rpartition(".")
        return f"{stem[: MAX_NAME - 20]}.{ending[:18]}" if dot else name[:MAX_NAME]
    return f"attachment-{number}{_USUAL.get(type_) or mimetypes.guess_extension(type_) or '.bin'}"


def _unquoted(name: str) -> str:
    """A name that some web mailer wrote as in an address: `%E8%AE%BA.pdf`. One that merely has a % stays."""
    try:
        return unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return name
