"""A mail's bytes to its tree of parts: the standard library's parser, and mending what would blind it.

Parsed with the compat32 policy (seven times as fast as `policy.default`, and it never raises on what
people send). Enclosed mails stay bytes, exactly as they came.
"""

from __future__ import annotations

import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.feedparser import BytesFeedParser
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import TYPE_CHECKING

from contactcenter.channels.email.oddities import oddity
from contactcenter.channels.email.params import split
from contactcenter.envelope import Oddity

if TYPE_CHECKING:
    _Message = Message[str, str]
else:
    _Message = Message

_KNOWN = (rb"(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|Reply-To|Sender|MIME-Version|Content-Type|"
          rb"Content-Transfer-Encoding|Content-Disposition|Delivered-To|X-[\w\-]+|References|In-Reply-To|DKIM-Signature)")
_LEAD = re.compile(rb"(?:\xef\xbb\xbf|>From [^\r\n]*\r?\n|[ \t]*\r?\n)+(?=(?:From |" + _KNOWN + rb"[ \t]*:))",
                   re.IGNORECASE)
_FIELD = re.compile(rb"[\x21-\x39\x3b-\x7e]+:|[ \t]|From ")
_BEFORE_COLON = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,100})[ \t]{1,20}:")
_KNOWN_FIELD = re.compile(_KNOWN + rb"[ \t]*:", re.IGNORECASE)
MAX_HEAD_LINES = 20_000
MAX_LOOKED_AT = 20
PIECE = 1 << 16
MAX_NESTED = 100
MAX_BOUNDARY = 200
_CUTS = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))|^--([^\r\n]{1,200})",
                   re.IGNORECASE | re.MULTILINE)


class Part(_Message):
    """A part of a mail. An enclosed mail (message/…) is a leaf: its bytes are kept, not its tree."""

    _kind: str | None = None

    def get_content_type(self) -> str:
        if self._kind is None:  # The parser asks when the fields are there, and asks often.
            kind = super().get_content_type()
            self._kind = f"x-{kind}" if kind.startswith("message/") else kind
        return self._kind

    def get_content_maintype(self) -> str:
        return self.get_content_type().partition("/")[0]

    def get_boundary(self, failobj: object = None) -> str | None:  # type: ignore[override]  # the parser gives no failobj
        # RFC 2046 5.1.1 allows 70 characters; the parser makes a pattern of it, however long it is.
        boundary = super().get_boundary()
        return boundary if boundary and len(boundary) <= MAX_BOUNDARY else None

    def children(self) -> list[Part]:
        """The parts within, in order."""
        payload = self.get_payload()
        return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []

    def payload(self) -> bytes:
        """What stands below the header of a leaf, as it came."""
        payload: object = self._payload  # get_payload() would decode by the label
        return payload.encode("ascii", "surrogateescape") if isinstance(payload, str) else b""

    def take_payload(self) -> bytes:
        """The same, and forget it: of a large mail there are copies enough in memory."""
        taken = self.payload()
        self._payload = ""
        return taken

    def text_charset(self) -> str:
        """The charset of the first text within, as it is labelled; empty when none is."""
        for number, part in enumerate(self.walk()):
            if number >= MAX_LOOKED_AT:
                break
            kind, params = split(str(part.get("content-type", "")))
            if kind.startswith("text/") and params.get("charset"):
                return params["charset"]
        return ""

    def outside(self) -> tuple[str, str]:
        """What stands before the first part and after the last."""
        return str(self.preamble or ""), str(self.epilogue or "")


_HEADER_PARSER: BytesHeaderParser[Part] = BytesHeaderParser(Part, policy=compat32)  # type: ignore[arg-type]


def parse(data: bytes) -> tuple[Part, list[Oddity]]:
    """The tree of a mail, and what had to be mended. Raises `RecursionError` when it is too deep."""
    if too_deep(data):
        raise RecursionError
    problems: list[Oddity] = []
    lead = _LEAD.match(data)
    if lead:
        data = data[lead.end() :]
    message = _parsed(data)
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in message.defects):
        mended = _mend_head(data)
        if mended is not None:
            message = _parsed(mended)
            problems.append(oddity("header_line"))
    return message, problems


def _parsed(data: bytes) -> Part:
    # In pieces: the standard library's `parsebytes` first makes four bytes of every one.
    parser: BytesFeedParser[Part] = BytesFeedParser(Part, policy=compat32)  # type: ignore[arg-type]  # any message's policy
    for at in range(0, len(data), PIECE):
        parser.feed(data[at : at + PIECE])
    return parser.close()


def too_deep(data: bytes) -> bool:
    """Whether its multiparts nest deeper than the parser can take: it looks at every level for every line."""
    if data.count(b"oundary") <= MAX_NESTED:
        return False
    declared: set[bytes] = set()
    open_: dict[bytes, int] = {}
    for match in _CUTS.finditer(data):
        if match[3] is None:
            declared.add(match[1] or match[2])
            continue
        mark = match[3].rstrip()
        end = mark.endswith(b"--") and mark[:-2] in open_
        if end or mark in open_:
            depth = open_[mark[:-2] if end else mark]
            open_ = {name: level for name, level in open_.items() if level < depth + (not end)}
        elif mark in declared:
            open_[mark] = len(open_)
            if len(open_) > MAX_NESTED:
                return True
    return False


def parse_head(data: bytes) -> Part:
    """The header fields alone; the rest is the payload."""
    lead = _LEAD.match(data)
    return _HEADER_PARSER.parsebytes(data[lead.end() :] if lead else data)


def _mend_head(data: bytes) -> bytes | None:
    """Make fields of the lines among them that are none; None when what follows is no header either."""
    end = re.search(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)", data)
    head, rest = (data[: end.start()], data[end.start() :]) if end else (data, b"")
    lines = head.splitlines(keepends=True)[:MAX_HEAD_LINES]
    bad = [number for number, line in enumerate(lines) if not _FIELD.match(line)]
    if not bad or not any(_KNOWN_FIELD.match(line) for line in lines[bad[0] :]):
        return None
    for number in bad:
        line = lines[number]
        blank = _BEFORE_COLON.match(line)
        lines[number] = blank[1] + b":" + line[blank.end() :] if blank else b"X-Not-A-Field: " + line
    return b"".join(lines) + rest
