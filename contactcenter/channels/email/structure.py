"""The tree of a mail walked: its leaves become pairs of plain text and HTML, and files. None is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect

from contactcenter.channels.email.charsets import decode
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.leaves import MAX_LEAVES, Leaf, flat, hidden_boundary, leaf_of
from contactcenter.channels.email.mime import Part, parse
from contactcenter.channels.email.oddities import oddity
from contactcenter.channels.email.packed import is_packed, unpacked
from contactcenter.channels.email.params import kind_of
from contactcenter.channels.email.tnef import NotTnef
from contactcenter.envelope import Oddity

MAX_DEPTH = 60
"""Parts nested deeper are taken as one row of parts: nobody nests them by hand."""
_LAST_CUT = re.compile(rb"^--[^\r\n]{1,200}--[ \t]*\r?$", re.MULTILINE)
_USUAL_PREAMBLE = re.compile(r"MIME|multi-?part|this is a|-----|encrypted|signed", re.IGNORECASE)
SAID = Leaf("text/plain")
"""Stands beside HTML whose words the plain text has already said."""
ENCRYPTED = {"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}


@dataclass(slots=True)
class Reading:
    """Pairs of (plain, HTML) in reading order, and the files beside them."""

    root: Part | None = None
    blocks: list[tuple[Leaf | None, Leaf | None]] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    problems: list[Oddity] = field(default_factory=list)
    packed: list[tuple[Leaf | None, Leaf | None]] = field(default_factory=list)
    """Texts out of a winmail.dat."""

    def odd(self, problem: Oddity | None) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)


def walk(message: Part, headers: Headers) -> Reading:
    """Walk the tree of a parsed mail."""
    reading = Reading(message)
    _walk(message, headers, reading, depth=0)
    return reading


def walk_flat(data: bytes) -> Reading:
    """Take the parts of a mail that is nested too deep for a tree as they stand, one after another."""
    reading = Reading()
    reading.odd(oddity("too_deep"))
    for leaf in flat(data):
        _keep(leaf, reading)
    return reading


def _walk(part: Part, headers: Headers, reading: Reading, *, depth: int, default: str = "text/plain") -> None:
    kind = kind_of(headers.first("content-type"))
    if kind.startswith("multipart/"):
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            reading.odd(oddity("cut"))
        if part.is_multipart() and depth < MAX_DEPTH:
            _multipart(part, kind, reading, depth=depth)
            return
        if part.is_multipart():
            reading.odd(oddity("too_deep"))
            for leaf in flat(part.as_bytes()):
                _keep(leaf, reading)
            return
        mended = _mended(part, headers)
        if mended is not None and depth < MAX_DEPTH:
            reading.odd(oddity("boundary"))
            _walk(mended, Headers(mended.raw_items(), reading.root), reading, depth=depth + 1)
            return
    _keep(leaf_of(part, headers, default=default), reading)


def _keep(leaf: Leaf, reading: Reading) -> None:
    """A leaf becomes text or a file. What stood below its encoded bytes is text."""
    reading.odd(leaf.problem)
    reading.leaves.append(_identity(leaf))
    if leaf.type in ENCRYPTED:
        reading.odd(oddity("sealed"))
    if is_packed(leaf) and _unpacked(leaf, reading):
        return
    if leaf.is_body:
        reading.blocks.append((leaf, None) if leaf.type == "text/plain" else (None, leaf))
    elif leaf.data or leaf.name:
        reading.files.append(leaf)
    if leaf.tail:
        reading.blocks.append((Leaf("text/plain", data=leaf.tail), None))


def _unpacked(leaf: Leaf, reading: Reading) -> bool:
    """Put what a winmail.dat holds in its place; False keeps it as the file it is."""
    try:
        found = unpacked(leaf)
    except NotTnef as error:
        reading.odd(oddity("winmail", name=leaf.name or "winmail.dat", why=str(error)))
        return False
    reading.packed.append((found.plain, found.marked))
    reading.files.extend(found.files)
    return True


def _multipart(part: Part, kind: str, reading: Reading, *, depth: int) -> None:
    children = part.children()
    if len(children) > MAX_LEAVES:
        reading.odd(oddity("too_many_parts"))
        _keep(Leaf("application/octet-stream", disposition="attachment", name="parts.txt", data=part.as_bytes()),
              reading)
        return
    if kind == "multipart/alternative":
        _alternative(children, reading, depth=depth)
    else:
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        for child in children:
            _walk(child, Headers(child.raw_items(), reading.root), reading, depth=depth + 1, default=inner)
    before, after = part.outside()
    if _LAST_CUT.sub(b"", after.encode("utf-8", "surrogateescape")).strip():
        # Some lists and virus scanners write there, and some clients end a boundary too early.
        reading.odd(oddity("below"))
        _walk_after(after, reading, depth=depth)
    if not reading.blocks and before.strip() and not _USUAL_PREAMBLE.search(before):
        reading.odd(oddity("above"))
        reading.blocks.append((Leaf("text/plain", data=before.encode("utf-8", "surrogateescape")), None))


def _walk_after(after: str, reading: Reading, *, depth: int) -> None:
    data = _LAST_CUT.sub(b"", after.encode("utf-8", "surrogateescape"))
    boundary = hidden_boundary(data)
    if boundary is None or depth >= MAX_DEPTH:
        _keep(Leaf("text/plain", data=data.strip(b"\r\n")), reading)
        return
    carrier, _ = parse(b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n' + data)
    _walk(carrier, Headers(carrier.raw_items(), reading.root), reading, depth=depth + 1)


def _mended(part: Part, headers: Headers) -> Part | None:
    """A multipart whose boundary is wrong or missing, or which was encoded whole, parsed once more."""
    leaf = leaf_of(part, headers)
    boundary = hidden_boundary(b"\n" + leaf.data)
    if boundary is None or b'"' in boundary:
        return None
    try:
        mended, _ = parse(b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n' + leaf.data)
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        return None
    return mended if mended.is_multipart() else None


def _alternative(children: list[Part], reading: Reading, *, depth: int) -> None:
    """Of several forms of one text, the plain and the richest are a pair; other forms stay files."""
    inner = Reading(reading.root)
    for child in children:
        _walk(child, Headers(child.raw_items(), reading.root), inner, depth=depth + 1)
    plains = [plain for plain, _ in inner.blocks if plain is not None]
    marked = [html for _, html in inner.blocks if html is not None]
    if len(plains) <= 1 and len(marked) <= 1 and (plains or marked):
        reading.blocks.append((plains[0] if plains else None, marked[0] if marked else None))
    elif plains and marked:
        # Apple Mail: one plain text against HTML cut in pieces by images. All of it is shown, in order.
        reading.blocks.append((_joined(plains), marked[0]))
        reading.blocks.extend((SAID, html) for html in marked[1:])
    else:
        reading.blocks.extend(inner.blocks)
    reading.files.extend(inner.files)
    reading.packed.extend(inner.packed)
    reading.leaves.extend(inner.leaves)
    for problem in inner.problems:
        reading.odd(problem)


def _joined(plains: list[Leaf]) -> Leaf:
    """Several plain texts as one, in the charset of the first or, where they differ, in UTF-8."""
    first = plains[0]
    if all(plain.params == first.params for plain in plains):
        return Leaf(first.type, first.params, first.disposition, data=b"\n".join(plain.data for plain in plains))
    words = "\n".join(decode(plain.data, plain.params.get("charset", "")) for plain in plains)
    params = {**first.params, "charset": "utf-8"}
    return Leaf(first.type, params, first.disposition, data=words.encode("utf-8", "replace"))


def _identity(leaf: Leaf) -> bytes:
    """A leaf's bytes as every door gives them: line ends and the end of a text differ by door."""
    if leaf.type.startswith(("text/", "message/")):
        return leaf.data.replace(b"\r\n", b"\n").rstrip()
    return leaf.data
