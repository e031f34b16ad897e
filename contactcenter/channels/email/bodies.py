"""The parts of a mail: which are its text, which its HTML, and every other one an attachment.

Nothing is lost: each leaf of the MIME tree is either read as text or kept as a file, an enclosed
mail whole as `.eml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect
from html import escape, unescape
from urllib.parse import unquote

from contactcenter.channels.email import html_text, sanitise
from contactcenter.channels.email.charsets import codec, decode, fits
from contactcenter.channels.email.file_names import file_name
from contactcenter.channels.email.flowed import unflow
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.leaves import MAX_LEAVES, TEXT_TYPES, Leaf, flat, hidden_boundary, leaf_of
from contactcenter.channels.email.mime import Part, parse, parse_head
from contactcenter.channels.email.packed import is_packed, unpacked
from contactcenter.channels.email.params import kind_of
from contactcenter.channels.email.tnef import NotTnef
from contactcenter.envelope import Attachment

_SLASHES = re.compile(r"[/\\]")
HEAD_BYTES = 50_000
MAX_DEPTH = 60
"""Parts nested deeper are taken as one row of parts: nobody nests them by hand."""
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:\-]{1,40})", re.IGNORECASE)
_CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
_LAST_CUT = re.compile(rb"^--[^\r\n]{1,200}--[ \t]*\r?$", re.MULTILINE)
_MARK = re.compile(r"<[^<>]{1,200}>")
_USUAL_PREAMBLE = re.compile(r"MIME|multi-?part|this is a|-----|encrypted|signed", re.IGNORECASE)
_SAID = Leaf("text/plain")
"""Stands beside HTML whose words the plain text has already said."""
ENCRYPTED = {"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}


@dataclass(slots=True)
class Body:
    """What a mail says and carries. `parts` are the decoded leaves, for the identity of the mail."""

    text: str = ""
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[bytes, ...] = ()
    files: tuple[Leaf, ...] = ()
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """Pairs of (plain, HTML) in reading order, and the files beside them."""

    root: Part | None = None
    blocks: list[tuple[Leaf | None, Leaf | None]] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    packed: list[tuple[Leaf | None, Leaf | None]] = field(default_factory=list)
    """Texts out of a winmail.dat."""

    def odd(self, problem: str | None) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)


def read(message: Part, headers: Headers) -> Body:
    """Read a parsed mail."""
    reading = _Reading(message)
    _walk(message, headers, reading, depth=0)
    return _body(reading)


def read_flat(data: bytes) -> Body:
    """Read a mail that is nested too deep to be parsed as a tree."""
    reading = _Reading()
    reading.odd("Its parts are nested too deep; they are shown one after another.")
    for leaf in flat(data):
        _keep(leaf, reading)
    return _body(reading)


def _body(reading: _Reading) -> Body:
    _place_packed(reading)
    if not reading.blocks:
        _promote(reading)
    texts: list[str] = []
    htmls: list[str] = []
    marked_up = False
    for plain, marked in reading.blocks:
        text, html = _block(plain, marked, reading)
        if text.strip():
            texts.append(text.strip("\n"))
        marked_up = marked_up or html is not None
        if html is not None or text.strip():
            htmls.append(html if html is not None else html_text.from_text(text))
    html = "\n".join(htmls).strip() if marked_up else None
    if html:
        html = _by_location(_CID.sub(lambda match: f"cid:{_plain_id(match[1])}", html), reading.files)
    inline = {unescape(reference).lower() for reference in _CID.findall(html or "")}
    return Body(
        text="\n\n".join(texts), html=html,
        attachments=tuple(_attachment(leaf, number, inline) for number, leaf in enumerate(reading.files, 1)),
        parts=tuple(reading.leaves), files=tuple(reading.files), problems=reading.problems,
    )


def _plain_id(reference: str) -> str:
    """A Content-ID as its part writes it; within `cid:` it may be percent-encoded (RFC 2392)."""
    return escape(unquote(unescape(reference)))


def _promote(reading: _Reading) -> None:
    """A mail whose only text carries a file name, or is of a rare kind, still says something: that text is its body."""
    for leaf in reading.files:
        if leaf.disposition == "attachment":
            continue
        if leaf.type in TEXT_TYPES:
            reading.files.remove(leaf)
            reading.blocks.append((leaf, None) if leaf.type == "text/plain" else (None, leaf))
            return
        if leaf.type in {"text/enriched", "text/richtext"} and not leaf.name:
            # RFC 1896: marks in angle brackets. The file stays; its text is what is read.
            marked = decode(leaf.data, leaf.params.get("charset", "")).replace("<<", "\0")
            text = _MARK.sub("", marked).replace("\0", "<").encode("utf-8", "replace")
            reading.blocks.append((Leaf("text/plain", {"charset": "utf-8"}, data=text), None))
            return
        if leaf.type == "text/markdown" and not leaf.name:
            reading.files.remove(leaf)
            reading.blocks.append((leaf, None))
            return


def _block(plain: Leaf | None, marked: Leaf | None, reading: _Reading) -> tuple[str, str | None]:
    html: str | None = None
    text = _text(plain, reading) if plain is not None else ""
    if marked is not None:
        source = _html_source(marked, reading)
        html = sanitise.clean(source)
        if html is None:
            reading.odd("Its HTML is too large or nested too deep to be shown; it is kept as a file.")
            reading.files.append(marked)
        if not text.strip() and plain is not _SAID:
            close = "MsoNormal" in source
            text = html_text.to_text(html, close=close) if html is not None else sanitise.strip_tags(source)
    return text, html


def _text(leaf: Leaf, reading: _Reading) -> str:
    text = _decode(leaf, leaf.params.get("charset", ""), reading).replace("\r\n", "\n").replace("\r", "\n")
    if leaf.params.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=leaf.params.get("delsp", "").lower() == "yes")
    return text.replace("\x00", "")


def _html_source(leaf: Leaf, reading: _Reading) -> str:
    label = leaf.params.get("charset", "")
    if not label:
        meta = _META_CHARSET.search(leaf.data, 0, 4096)
        label = meta[1].decode("ascii") if meta else ""
    return _decode(leaf, label, reading)


def _decode(leaf: Leaf, label: str, reading: _Reading) -> str:
    text = decode(leaf.data, label)
    if not text.isascii():
        name = codec(label) if label else None
        if name is None and not fits(leaf.data, text, "utf-8"):
            reading.odd(f"Nobody knows its charset {label[:40]!r}; it was guessed." if label
                        else "It names no charset; it was guessed.")
        elif name is not None and not fits(leaf.data, text, name):
            reading.odd(f"It is not in the charset it names, {label[:40]!r}; it was read as what it is.")
        if "\ufffd" in text and b"\xef\xbf\xbd" not in leaf.data:
            reading.odd("Some of its characters cannot be read.")
    return text


def _walk(part: Part, headers: Headers, reading: _Reading, *, depth: int, default: str = "text/plain") -> None:
    kind = kind_of(headers.first("content-type"))
    if kind.startswith("multipart/"):
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            reading.odd("The end of its last part is missing: it may have been cut on its way.")
        if part.is_multipart() and depth < MAX_DEPTH:
            _multipart(part, kind, reading, depth=depth)
            return
        if part.is_multipart():
            reading.odd("Its parts are nested too deep; they are shown one after another.")
            for leaf in flat(part.as_bytes()):
                _keep(leaf, reading)
            return
        mended = _mended(part, headers)
        if mended is not None and depth < MAX_DEPTH:
            reading.odd("Its parts are not separated as it says; they were found all the same.")
            _walk(mended, Headers(mended.raw_items(), reading.root), reading, depth=depth + 1)
            return
    _keep(leaf_of(part, headers, default=default), reading)


def _keep(leaf: Leaf, reading: _Reading) -> None:
    """A leaf becomes text or a file. What stood below its encoded bytes is text."""
    reading.odd(leaf.problem)
    reading.leaves.append(_identity(leaf))
    if leaf.type in ENCRYPTED:
        reading.odd("It is encrypted or sealed (PGP or S/MIME): open the file with the key.")
    if is_packed(leaf) and _unpacked(leaf, reading):
        return
    if leaf.is_body:
        reading.blocks.append((leaf, None) if leaf.type == "text/plain" else (None, leaf))
    elif leaf.data or leaf.name:
        reading.files.append(leaf)
    if leaf.tail:
        reading.blocks.append((Leaf("text/plain", data=leaf.tail), None))


def _unpacked(leaf: Leaf, reading: _Reading) -> bool:
    """Put what a winmail.dat holds in its place; False keeps it as the file it is."""
    try:
        found = unpacked(leaf)
    except NotTnef as error:
        reading.odd(f"Its {leaf.name or 'winmail.dat'} cannot be opened: {error}")
        return False
    reading.packed.append((found.plain, found.marked))
    reading.files.extend(found.files)
    return True


def _place_packed(reading: _Reading) -> None:
    """Of a text that stands in the mail and in its winmail.dat, the mail's plain and the winmail.dat's HTML count."""
    for plain, marked in reading.packed:
        said = [_text(each, reading) for each, _ in reading.blocks if each is not None]
        if not reading.blocks:
            reading.blocks.append((plain, marked))
        elif len(reading.blocks) == 1 and reading.blocks[0][1] is None and marked is not None:
            reading.blocks[0] = (reading.blocks[0][0], marked)
        elif plain is not None and "".join(_text(plain, reading).split()) not in "".join("".join(said).split()):
            reading.blocks.append((plain, marked))


def _multipart(part: Part, kind: str, reading: _Reading, *, depth: int) -> None:
    children = part.children()
    if len(children) > MAX_LEAVES:
        reading.odd("It has too many parts; they are kept together as one file.")
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
        reading.odd("It goes on below its last part.")
        _walk_after(after, reading, depth=depth)
    if not reading.blocks and before.strip() and not _USUAL_PREAMBLE.search(before):
        reading.odd("Its text stands above its first part.")
        reading.blocks.append((Leaf("text/plain", data=before.encode("utf-8", "surrogateescape")), None))


def _walk_after(after: str, reading: _Reading, *, depth: int) -> None:
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


def _alternative(children: list[Part], reading: _Reading, *, depth: int) -> None:
    """Of several forms of one text, the plain and the richest are a pair; other forms stay files."""
    inner = _Reading(reading.root)
    for child in children:
        _walk(child, Headers(child.raw_items(), reading.root), inner, depth=depth + 1)
    plains = [plain for plain, _ in inner.blocks if plain is not None]
    marked = [html for _, html in inner.blocks if html is not None]
    if len(plains) <= 1 and len(marked) <= 1 and (plains or marked):
        reading.blocks.append((plains[0] if plains else None, marked[0] if marked else None))
    elif plains and marked:
        # Apple Mail: one plain text against HTML cut in pieces by images. All of it is shown, in order.
        merged = plains[0]
        merged = Leaf(merged.type, merged.params, merged.disposition,
                      data=b"\n".join(plain.data for plain in plains))
        reading.blocks.append((merged, marked[0]))
        reading.blocks.extend((_SAID, html) for html in marked[1:])
    else:
        reading.blocks.extend(inner.blocks)
    reading.files.extend(inner.files)
    reading.packed.extend(inner.packed)
    reading.leaves.extend(inner.leaves)
    for problem in inner.problems:
        reading.odd(problem)


def _title(leaf: Leaf) -> str:
    """An enclosed mail without a file name is called by its subject."""
    if leaf.type not in {"message/rfc822", "message/global"}:
        return ""
    subject = Headers(parse_head(leaf.data[:HEAD_BYTES]).raw_items()).text("subject")
    return f"{_SLASHES.sub('-', subject)[:100]}.eml" if subject else ""


def _by_location(html: str, files: list[Leaf]) -> str:
    """Images that the HTML names by their Content-Location (RFC 2557) become inline ones like the others."""
    for leaf in files:
        if leaf.location and leaf.type.startswith("image/"):
            for source in (f'src="{leaf.location}"', f'data-remote="{leaf.location}"'):
                if source in html:
                    leaf.content_id = leaf.content_id or leaf.location
                    html = html.replace(source, f'src="cid:{leaf.content_id}"')
    return html


def _identity(leaf: Leaf) -> bytes:
    """A leaf's bytes as every door gives them: line ends and the end of a text differ by door."""
    if leaf.type.startswith(("text/", "message/")):
        return leaf.data.replace(b"\r\n", b"\n").rstrip()
    return leaf.data


def _attachment(leaf: Leaf, number: int, inline: set[str]) -> Attachment:
    return Attachment(
        name=file_name(leaf.name or _title(leaf), leaf.type, number), media_type=leaf.type, data=leaf.data,
        content_id=leaf.content_id[:255] if leaf.content_id else None,
        inline=leaf.content_id is not None and leaf.content_id.lower() in inline,
    )
