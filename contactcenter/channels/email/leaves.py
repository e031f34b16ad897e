"""The leaves of a mail: parts that hold no others, with their bytes decoded from the transfer encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.mime import Part, parse_head
from contactcenter.channels.email.params import kind_of, media_type, split
from contactcenter.channels.email.transfer import decoded, encoding_of
from contactcenter.envelope import Oddity

TEXT_TYPES = {"text/plain", "text/html"}
_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-[A-Za-z\-]+[ \t]*:)", re.MULTILINE | re.IGNORECASE)
_ANY_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
MAX_LEAVES = 5000
"""More parts than this are kept together as one file."""


@dataclass(slots=True)
class Leaf:
    """One part that holds no others: its bytes decoded from the transfer encoding."""

    type: str
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    name: str = ""
    content_id: str | None = None
    data: bytes = b""
    location: str = ""
    """Content-Location, by which some HTML names its images."""
    tail: bytes = b""
    """Plain text that somebody put below the encoded bytes."""
    problem: Oddity | None = None

    @property
    def is_body(self) -> bool:
        """Whether it is text meant to be read in place."""
        return self.type in TEXT_TYPES and self.disposition != "attachment" and not self.name


def leaf_of(part: Part, headers: Headers, *, default: str = "text/plain") -> Leaf:
    """Read a part as a leaf. `default` is its type when it names none (RFC 2046 5.1.5)."""
    kind, params = _split(headers, "content-type")
    type_ = media_type(kind) if kind else default
    disposition, extra = _split(headers, "content-disposition")
    name = extra.get("filename") or params.get("name") or ""
    if not name and type_ not in TEXT_TYPES and not type_.startswith("message/"):
        name = headers.text("content-description")
    # What may yet be looked into for parts is kept as it is.
    payload = part.payload() if type_.startswith(("text/", "multipart/")) else part.take_payload()
    data, tail, problem = decoded(payload, encoding_of(headers.first("content-transfer-encoding")))
    if type_.startswith("multipart/"):
        # Called a multipart, but without a boundary that occurs: it is the text it holds.
        type_ = "text/plain"
    return Leaf(
        type_, params, "attachment" if disposition not in {"", "inline", "attachment"} else disposition,
        name, headers.text("content-id").strip().strip("<>").strip() or None, data,
        headers.text("content-location"), tail, problem,
    )


def _split(headers: Headers, name: str) -> tuple[str, dict[str, str]]:
    value = headers.first(name)
    return split(value, "" if value.isascii() else headers.hint)


def hidden_boundary(payload: bytes) -> bytes | None:
    """The boundary that parts are really cut at, where the one that was declared is wrong or missing."""
    found = _BOUNDARY.search(payload)
    return found[1] if found else None


def flat(data: bytes) -> list[Leaf]:
    """The leaves of a mail that is nested too deep for a tree: cut at every boundary that it declares."""
    boundaries = {match[1] or match[2] for match in _ANY_BOUNDARY.finditer(data)}
    pieces: list[list[bytes]] = [[]]
    for line in data.splitlines(keepends=True):
        if line.startswith(b"--") and len(line) < 300 and _marks(line, boundaries):  # noqa: PLR2004
            pieces.append([])
        else:
            pieces[-1].append(line)
    leaves = []
    for lines in pieces[: MAX_LEAVES + 1]:
        part = parse_head(b"".join(lines))
        headers = Headers(part.raw_items())
        if kind_of(headers.first("content-type")).startswith("multipart/") and not part.payload().strip():
            continue
        leaf = leaf_of(part, headers)
        leaf.data = leaf.data.removesuffix(b"\n").removesuffix(b"\r") if leaf.type in TEXT_TYPES else leaf.data
        if leaf.data.strip() or leaf.name:
            leaves.append(leaf)
    return leaves


def _marks(line: bytes, boundaries: set[bytes]) -> bool:
    mark = line.strip()[2:]
    return mark in boundaries or (mark.endswith(b"--") and mark[:-2] in boundaries)
