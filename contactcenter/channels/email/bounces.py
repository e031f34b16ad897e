"""Reports that a mail of ours did not arrive: whom it was for, why, and whether for good.

Standard ones say it in fields (RFC 3464, RFC 6533); the others in sentences, which `bounce_text.py` reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contactcenter.channels.email import bounce_text, headers
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.leaves import Leaf
from contactcenter.channels.email.mime import parse_head
from contactcenter.envelope import Bounce, FailedRecipient

STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}
ENCLOSED_TYPES = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers",
                  "message/rfc822-headers"}
MAX_RECIPIENTS = 200
REASON_CHARS = 1000
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY_CODE = re.compile(r"\b([45])\d\d\b")
_FINAL = re.compile(rb"^(?:Final|Original)-Recipient:|^Action:", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_ID_LINE = re.compile(
    r"^[ \t>|]*Message-ID[ \t]*[:：][ \t]*(?:\r?\n[ \t>|]+)?(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)


def bounce_of(
    fields: Headers, text: str, files: Sequence[Leaf], *, sender: str, name: str, subject: str,
    return_path: str | None, ours: frozenset[str],
) -> Bounce | None:
    """The bounce that a mail is, or None. `text` is its visible text, `ours` are our own addresses."""
    reports = [leaf for leaf in files if leaf.type in STATUS_TYPES]
    enclosed = next((Headers(parse_head(leaf.data).raw_items()) for leaf in files if leaf.type in ENCLOSED_TYPES), None)
    recipients: list[FailedRecipient] = []
    if any(_FINAL.search(leaf.data) for leaf in reports):
        recipients = [each for leaf in reports for each in _recipients(leaf.data)]
    elif bounce_text.is_bounce(fields, text, sender=sender, name=name, subject=subject, return_path=return_path,
                               encloses=enclosed is not None):
        addressed = [address for _, address in enclosed.addresses("to")] if enclosed is not None else []
        recipients = bounce_text.recipients(fields, text, addressed=addressed, sender=sender, ours=ours)
        if not recipients:
            recipients = [bounce_text.about("", f"{subject}\n{text}")]
    else:
        return None
    if not recipients:
        return None
    return Bounce(_original(fields, text, enclosed), tuple(recipients[:MAX_RECIPIENTS]))


def _recipients(data: bytes) -> Iterator[FailedRecipient]:
    """Those of a delivery-status whose delivery failed or is late (RFC 3464 section 2.3)."""
    for block in _BLANK_LINE.split(data.strip()):
        part = Headers(parse_head(block.strip() + b"\n\n").raw_items())
        address = _address(part.text("original-recipient")) or _address(part.text("final-recipient")) \
            or _address(part.text("x-actual-recipient"))
        if not address:
            continue
        action = part.text("action").lower().split(" ")[0].rstrip(";,.")
        diagnostic = re.sub(r"^[\w\-]+\s*;\s*", "", part.text("diagnostic-code"), count=1)
        found = _STATUS.search(part.text("status")) or _STATUS.search(diagnostic)
        code = _REPLY_CODE.search(diagnostic)
        status = found[0] if found else f"{code[1]}.0.0" if code else ""
        if action in {"delivered", "relayed", "expanded"} or (not action and status.startswith("2")):
            continue
        permanent = action != "delayed" and not status.startswith("4")
        reason = diagnostic or part.text("status") or ("delayed" if action == "delayed" else "failed")
        yield FailedRecipient(address, status, permanent, reason[:REASON_CHARS])


def _address(value: str) -> str:
    """The address in `rfc822; amina@patron.example`; X.400 and other kinds count when they hold one."""
    kind, semicolon, rest = value.partition(";")
    found = headers.addresses([rest if semicolon else kind])
    return found[0][1] if found else ""


def _original(fields: Headers, text: str, enclosed: Headers | None) -> str | None:
    """The Message-ID of the mail that failed: from its copy, from the references, or from the words."""
    if enclosed is not None:
        found = headers.message_id(enclosed.first("message-id"))
        if found:
            return found
    quoted = _ID_LINE.search(text)
    if quoted:
        return quoted[1]
    answered = headers.message_ids(fields.first("in-reply-to"), *fields.all("x-original-message-id"))
    answered = answered or headers.message_ids(fields.first("references"))[-1:]
    return answered[0] if answered else None
