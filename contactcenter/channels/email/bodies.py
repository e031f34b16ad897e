"""What a mail says and carries: its text, its HTML and its files, out of the leaves that `structure.py` found.

Nothing is lost: each leaf of the MIME tree is either read as text or kept as a file, an enclosed
mail whole as `.eml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

from contactcenter.channels.email import html_text, sanitise
from contactcenter.channels.email.charsets import codec, decode, fits
from contactcenter.channels.email.file_names import file_name
from contactcenter.channels.email.flowed import unflow
from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.leaves import TEXT_TYPES, Leaf
from contactcenter.channels.email.mime import Part, parse_head
from contactcenter.channels.email.oddities import oddity
from contactcenter.channels.email.structure import SAID, Reading, walk, walk_flat
from contactcenter.envelope import Attachment, Oddity

HEAD_BYTES = 50_000
_SLASHES = re.compile(r"[/\\]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:\-]{1,40})", re.IGNORECASE)
_CID = re.compile(r'src="cid:([^"]+)"', re.IGNORECASE)
_MARK = re.compile(r"<[^<>]{1,200}>")


@dataclass(slots=True)
class Body:
    """What a mail says and carries. `parts` are the decoded leaves, for the identity of the mail."""

    text: str = ""
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[bytes, ...] = ()
    files: tuple[Leaf, ...] = ()
    problems: list[Oddity] = field(default_factory=list)


def read(message: Part, headers: Headers) -> Body:
    """Read a parsed mail."""
    return _body(walk(message, headers))


def read_flat(data: bytes) -> Body:
    """Read a mail that is nested too deep to be parsed as a tree."""
    return _body(walk_flat(data))


def _body(reading: Reading) -> Body:
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
        html = _by_location(_CID.sub(lambda match: f'src="cid:{_plain_id(match[1])}"', html), reading.files)
    inline = {unescape(reference).lower() for reference in _CID.findall(html or "")}
    return Body(
        text="\n\n".join(texts), html=html,
        attachments=tuple(_attachment(leaf, number, inline) for number, leaf in enumerate(reading.files, 1)),
        parts=tuple(reading.leaves), files=tuple(reading.files), problems=reading.problems,
    )


def _plain_id(reference: str) -> str:
    """A Content-ID as its part writes it; within `cid:` it may be percent-encoded (RFC 2392)."""
    return escape(unquote(unescape(reference)))


def _promote(reading: Reading) -> None:
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


def _block(plain: Leaf | None, marked: Leaf | None, reading: Reading) -> tuple[str, str | None]:
    html: str | None = None
    text = _text(plain, reading) if plain is not None else ""
    if marked is not None:
        source = _html_source(marked, reading)
        html = sanitise.clean(source)
        if html is None:
            reading.odd(oddity("html"))
            reading.files.append(marked)
        if not text.strip() and plain is not SAID:
            close = "MsoNormal" in source
            text = html_text.to_text(html, close=close) if html is not None else sanitise.strip_tags(source)
    return text, html


def _text(leaf: Leaf, reading: Reading) -> str:
    text = _decode(leaf, leaf.params.get("charset", ""), reading).replace("\r\n", "\n").replace("\r", "\n")
    if leaf.params.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=leaf.params.get("delsp", "").lower() == "yes")
    return text.replace("\x00", "")


def _html_source(leaf: Leaf, reading: Reading) -> str:
    label = leaf.params.get("charset", "")
    if not label:
        meta = _META_CHARSET.search(leaf.data, 0, 4096)
        label = meta[1].decode("ascii") if meta else ""
    return _decode(leaf, label, reading)


def _decode(leaf: Leaf, label: str, reading: Reading) -> str:
    text = decode(leaf.data, label)
    if not text.isascii():
        name = codec(label) if label else None
        if name is None and not fits(leaf.data, text, "utf-8"):
            reading.odd(oddity("charset_unknown", name=label[:40]) if label else oddity("charset_unnamed"))
        elif name is not None and not fits(leaf.data, text, name):
            reading.odd(oddity("charset_wrong", name=label[:40]))
        if "\ufffd" in text and b"\xef\xbf\xbd" not in leaf.data:
            reading.odd(oddity("unreadable"))
    return text


def _place_packed(reading: Reading) -> None:
    """Of a text that stands in the mail and in its winmail.dat, the mail's plain and the winmail.dat's HTML count."""
    for plain, marked in reading.packed:
        said = [_text(each, reading) for each, _ in reading.blocks if each is not None]
        if not reading.blocks:
            reading.blocks.append((plain, marked))
        elif len(reading.blocks) == 1 and reading.blocks[0][1] is None and marked is not None:
            reading.blocks[0] = (reading.blocks[0][0], marked)
        elif plain is not None and "".join(_text(plain, reading).split()) not in "".join("".join(said).split()):
            reading.blocks.append((plain, marked))


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
                    html = html.replace(source, f'src="cid:{escape(leaf.content_id)}"')
    return html


def _attachment(leaf: Leaf, number: int, inline: set[str]) -> Attachment:
    return Attachment(
        name=file_name(leaf.name or _title(leaf), leaf.type, number), media_type=leaf.type, data=leaf.data,
        content_id=leaf.content_id[:255] if leaf.content_id else None,
        inline=leaf.content_id is not None and leaf.content_id.lower() in inline,
    )
