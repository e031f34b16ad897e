"""The parts of a mail: which are its text, which its HTML, and every other one an attachment.

Nothing is lost: each leaf of the MIME tree is either read as text or kept as a file, an enclosed
mail whole as `.eml`.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO
from typing import TypeAlias

from contactcenter.channels.email import html_text, sanitise
from contactcenter.channels.email.charsets import decode
from contactcenter.channels.email.flowed import unflow
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.params import media_type, split
from contactcenter.envelope import Attachment

Part: TypeAlias = "Message[str, str]"
MAX_DEPTH = 60
"""Parts nested deeper are kept as one enclosed mail instead of being opened."""
MAX_NAME = 180
TEXT_TYPES = {"text/plain", "text/html"}
_BAD_IN_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:\-]{1,40})", re.IGNORECASE)
_CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)


@dataclass(slots=True)
class Leaf:
    """One part that holds no others: its bytes decoded from the transfer encoding."""

    type: str
    params: dict[str, str]
    disposition: str
    name: str
    content_id: str | None
    data: bytes

    @property
    def is_body(self) -> bool:
        """Whether it is text meant to be read in place."""
        return self.type in TEXT_TYPES and self.disposition != "attachment" and not self.name


@dataclass(slots=True)
class Body:
    """What a mail says and carries. `parts` are the decoded leaves, for the identity of the mail."""

    text: str = ""
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[bytes, ...] = ()


@dataclass(slots=True)
class _Reading:
    """Pairs of (plain, HTML) in reading order, and the files beside them."""

    blocks: list[tuple[Leaf | None, Leaf | None]] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)


def read(message: Part, headers: Headers) -> Body:
    """Read a parsed mail."""
    reading = _Reading()
    _walk(message, headers, reading, depth=0)
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
    inline = {reference.lower() for reference in _CID.findall(html or "")}
    return Body(
        text="\n\n".join(texts), html=html,
        attachments=tuple(_attachment(leaf, number, inline) for number, leaf in enumerate(reading.files, 1)),
        parts=tuple(reading.leaves),
    )


def _promote(reading: _Reading) -> None:
    """A mail whose only text carries a file name still says something: that text is its body."""
    for leaf in reading.files:
        if leaf.type in TEXT_TYPES and leaf.disposition != "attachment":
            reading.files.remove(leaf)
            reading.blocks.append((leaf, None) if leaf.type == "text/plain" else (None, leaf))
            return


def _block(plain: Leaf | None, marked: Leaf | None, reading: _Reading) -> tuple[str, str | None]:
    html: str | None = None
    text = _text(plain) if plain is not None else ""
    if marked is not None:
        source = _html_source(marked)
        html = sanitise.clean(source)
        if html is None:
            reading.files.append(marked)
        if not text.strip():
            text = html_text.to_text(html) if html is not None else sanitise.strip_tags(source)
    return text, html


def _text(leaf: Leaf) -> str:
    text = decode(leaf.data, leaf.params.get("charset", "")).replace("\r\n", "\n").replace("\r", "\n")
    if leaf.params.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=leaf.params.get("delsp", "").lower() == "yes")
    return text.replace("\x00", "")


def _html_source(leaf: Leaf) -> str:
    label = leaf.params.get("charset", "")
    if not label:
        meta = _META_CHARSET.search(leaf.data, 0, 4096)
        label = meta[1].decode("ascii") if meta else ""
    return decode(leaf.data, label)


def _walk(part: Part, headers: Headers, reading: _Reading, *, depth: int) -> None:
    kind, params = split(headers.first("content-type"))
    if kind.startswith("multipart/") and part.is_multipart() and depth < MAX_DEPTH:
        if kind == "multipart/alternative":
            _alternative(part, reading, depth=depth)
            return
        for child in _children(part):
            _walk(child, _headers(child), reading, depth=depth + 1)
        return
    leaf = _leaf(part, headers, kind, params)
    reading.leaves.append(_identity(leaf))
    if leaf.is_body:
        reading.blocks.append((leaf, None) if leaf.type == "text/plain" else (None, leaf))
    elif leaf.data or leaf.name:
        reading.files.append(leaf)


def _alternative(part: Part, reading: _Reading, *, depth: int) -> None:
    """Of several forms of one text, the plain and the richest are a pair; other forms stay files."""
    inner = _Reading()
    for child in _children(part):
        _walk(child, _headers(child), inner, depth=depth + 1)
    plains = [plain for plain, _ in inner.blocks if plain is not None]
    marked = [html for _, html in inner.blocks if html is not None]
    if len(plains) <= 1 and len(marked) <= 1 and (plains or marked):
        reading.blocks.append((plains[0] if plains else None, marked[0] if marked else None))
    elif plains and marked:
        # Apple Mail: one plain text against HTML cut in pieces by images. All of it is shown, in order.
        merged = plains[0]
        merged = Leaf(merged.type, merged.params, merged.disposition, "", None,
                      b"\n".join(plain.data for plain in plains))
        reading.blocks.append((merged, marked[0]))
        reading.blocks.extend((Leaf("text/plain", {}, "", "", None, b" "), html) for html in marked[1:])
    else:
        reading.blocks.extend(inner.blocks)
    reading.files.extend(inner.files)
    reading.leaves.extend(inner.leaves)


def _children(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    for child in payload if isinstance(payload, list) else ():
        if isinstance(child, Message):
            yield child


def _headers(part: Part) -> Headers:
    return Headers(part.raw_items())


def _leaf(part: Part, headers: Headers, kind: str, params: dict[str, str]) -> Leaf:
    type_ = media_type(kind) if kind else "text/plain"
    disposition, extra = split(headers.first("content-disposition"))
    if part.is_multipart():
        data = _flatten(part)
        encoding = headers.first("content-transfer-encoding").strip().lower()
        if type_.startswith("message/") and encoding in {"base64", "quoted-printable"}:
            data = _encoded_mail(data, encoding)
    else:
        data = _decoded(part)
        if type_.startswith("multipart/"):
            # Called a multipart, but without a boundary that occurs: it is the text it holds.
            type_ = "text/plain"
    cid = headers.text("content-id").strip().strip("<>") or None
    return Leaf(type_, params, disposition, extra.get("filename") or params.get("name") or "", cid, data)


def _decoded(part: Part) -> bytes:
    # Always decode=True: without it the standard library decodes by the charset's label, which may be anything.
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        del part["content-transfer-encoding"]
        data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _flatten(part: Part) -> bytes:
    """Enclosed mails as they came, header lines not folded anew."""
    written = []
    for child in _children(part):
        buffer = BytesIO()
        try:
            BytesGenerator(buffer, mangle_from_=False, maxheaderlen=0).flatten(child)
        except (ValueError, LookupError, TypeError, RecursionError, AttributeError, KeyError):
            buffer = BytesIO(_plainly(child))
        written.append(buffer.getvalue())
    return b"\n".join(written)


def _plainly(part: Part) -> bytes:
    head = "".join(f"{name}: {value}\n" for name, value in part.raw_items())
    body = _flatten(part) if part.is_multipart() else _decoded(part)
    return head.encode("utf-8", "surrogateescape") + b"\n" + body


def _encoded_mail(data: bytes, encoding: str) -> bytes:
    """An enclosed mail that somebody encoded, which RFC 2046 5.2.1 forbids and some do."""
    carrier: Part = Message()
    carrier["Content-Transfer-Encoding"] = encoding
    carrier.set_payload(data.strip().decode("ascii", "surrogateescape"))
    return _decoded(carrier)


def _identity(leaf: Leaf) -> bytes:
    """A leaf's bytes as every door gives them: line ends and the end of a text differ by door."""
    if leaf.type.startswith(("text/", "message/")):
        return leaf.data.replace(b"\r\n", b"\n").rstrip()
    return leaf.data


def _attachment(leaf: Leaf, number: int, inline: set[str]) -> Attachment:
    return Attachment(
        name=file_name(leaf.name, leaf.type, number), media_type=leaf.type, data=leaf.data,
        content_id=leaf.content_id[:255] if leaf.content_id else None,
        inline=leaf.content_id is not None and leaf.content_id.lower() in inline,
    )


def file_name(name: str, type_: str, number: int) -> str:
    """A name without folders or tricks; one is made where there is none."""
    name = _BAD_IN_NAME.sub("", name.replace("\\", "/").rpartition("/")[2]).strip().strip(".")
    if name:
        if len(name) <= MAX_NAME:
            return name
        stem, dot, ending = name.rpartition(".")
        return f"{stem[: MAX_NAME - 20]}.{ending[:18]}" if dot else name[:MAX_NAME]
    usual = {"message/rfc822": ".eml", "message/global": ".eml", "text/plain": ".txt", "text/html": ".html",
              "text/calendar": ".ics", "application/pgp-signature": ".asc"}.get(type_)
    return f"attachment-{number}{usual or mimetypes.guess_extension(type_) or '.bin'}"
