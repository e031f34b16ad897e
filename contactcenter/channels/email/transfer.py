"""Content-Transfer-Encoding undone (RFC 2045 section 6), also where it was cut, glued or mislabelled. Never raises."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from contactcenter.channels.email.oddities import oddity
from contactcenter.envelope import Oddity

_BLANK = b" \t\r\n"
_DIGITS = re.compile(rb"[A-Za-z0-9+/]+=*")
_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,3}")
_LONG = 40
"""A line this long of nothing but base64 digits is no footer that somebody put below."""
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_NOT_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")
_WORD = re.compile(r"[a-z0-9\-]+")
_NAMES = {"b64": "base64", "base-64": "base64", "quotedprintable": "quoted-printable", "qp": "quoted-printable",
          "x-uuencode": "uuencode", "uue": "uuencode", "x-uue": "uuencode"}


def encoding_of(value: str) -> str:
    """The encoding a field names, whatever quotes and comments stand around it."""
    found = _WORD.search(value.lower().replace("_", "-"))
    return _NAMES.get(found[0], found[0]) if found else ""


def decoded(payload: bytes, encoding: str) -> tuple[bytes, bytes, Oddity | None]:
    """The bytes, what plain text stood below them, and what was wrong (None: nothing)."""
    if encoding == "base64":
        return _base64(payload)
    if encoding == "quoted-printable":
        if b"=" not in payload:
            return payload, b"", None
        odd = oddity("quoted_printable") if _NOT_QUOTED.search(payload) else None
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", payload)), b"", odd
    if encoding == "uuencode":
        return _uuencoded(payload), b"", None
    return payload, b"", None


def _base64(payload: bytes) -> tuple[bytes, bytes, Oddity | None]:
    try:
        return binascii.a2b_base64(payload.translate(None, _BLANK), strict_mode=True), b"", None
    except binascii.Error:
        pass
    lines = payload.split(b"\n")
    if not any(_LINE.fullmatch(line.strip()) and line.strip() for line in lines):
        return payload, b"", oddity("not_base64")
    end = _end_of_base64(lines)
    digits = b"\n".join(lines[:end])
    pieces = [piece.rstrip(b"=") for piece in _DIGITS.findall(b"".join(digits.split()))]
    tail = b"\n".join(lines[end:]).strip(b"\r\n")
    cut = sum(map(len, pieces)) % 4 != 0 and not digits.rstrip().endswith(b"=")
    return b"".join(map(_piece, pieces)), tail, oddity("base64") if cut or not tail else None


def _end_of_base64(lines: list[bytes]) -> int:
    """Where the digits end: at the last long line of them, and the short ones that directly follow it."""
    end = 0
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare and _LINE.fullmatch(bare) and (number == end or len(bare) >= _LONG):
            end = number + 1
            if bare.endswith(b"="):
                continue
        elif not bare and number == end and not any(lines[:number]):
            end = number + 1
    if not end:
        end = next((number + 1 for number, line in enumerate(lines) if _DIGITS.search(line)), 0)
    return end


def _piece(digits: bytes) -> bytes:
    # A length of 4n+1 cannot be: the last digit is a stray.
    digits = digits[: len(digits) - 1] if len(digits) % 4 == 1 else digits
    try:
        return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    except binascii.Error:
        return b""


def _uuencoded(payload: bytes) -> bytes:
    carrier = Message()
    carrier["Content-Transfer-Encoding"] = "x-uuencode"
    carrier.set_payload(payload.decode("ascii", "surrogateescape"))
    try:
        data = carrier.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return payload
    return data if isinstance(data, bytes) else payload
