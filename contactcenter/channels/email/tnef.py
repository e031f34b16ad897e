"""winmail.dat opened: the text and the files that Outlook packs into TNEF ([MS-OXTNEF]).

Ours, since the library for it (tnefparse) has been still since 2021. Lengths are checked before
anything is read; what does not fit raises `NotTnef`, and the file is kept as it came.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from contactcenter.channels.email.charsets import codec, decode
from contactcenter.channels.email.rtf import decompress, unwrap

SIGNATURE = b"\x78\x9f\x3e\x22"
TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
MAX_ATTRIBUTES = 10_000
MAX_DEPTH = 5
_SUBJECT, _BODY, _CODEPAGE, _MESSAGE_PROPS = 0x8004, 0x800C, 0x9007, 0x9003
_NEW_FILE, _TITLE, _DATA, _FILE_PROPS = 0x9002, 0x8010, 0x800F, 0x9005
_PR_SUBJECT, _PR_BODY, _PR_RTF, _PR_HTML, _PR_CPID = 0x0037, 0x1000, 0x1009, 0x1013, 0x3FDE
_PR_DATA, _PR_NAME, _PR_LONG_NAME, _PR_TYPE, _PR_CID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_STRING8, _UNICODE, _BINARY, _OBJECT, _LONG = 0x1E, 0x1F, 0x102, 0x0D, 0x03
_VARIABLE = {_STRING8, _UNICODE, _BINARY, _OBJECT}
_WIDTH = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of the fixed types; two-byte ones are padded to four."""
_IID = 16


class NotTnef(ValueError):
    """The bytes are no TNEF, or cut short."""


@dataclass(slots=True)
class TnefFile:
    name: str = ""
    media_type: str = ""
    content_id: str | None = None
    data: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What a winmail.dat holds. `text` and `html` are None when it has none."""

    subject: str = ""
    text: str | None = None
    html: str | None = None
    files: list[TnefFile] = field(default_factory=list)


def unpack(data: bytes, *, depth: int = 0) -> Tnef:
    """Open TNEF. Raises `NotTnef`."""
    if not data.startswith(SIGNATURE):
        raise NotTnef("It does not begin as TNEF does.")
    found, page = Tnef(), "cp1252"
    rtf = b""
    for key, value in _attributes(data):
        if key == _CODEPAGE and len(value) >= 4:  # noqa: PLR2004
            page = _page(struct.unpack_from("<I", value)[0]) or page
        elif key == _SUBJECT:
            found.subject = found.subject or _string(value, page)
        elif key == _BODY:
            found.text = found.text or _string(value, page)
        elif key == _MESSAGE_PROPS:
            rtf = _message(found, _properties(value), page) or rtf
        elif key == _NEW_FILE:
            found.files.append(TnefFile())
        elif key in {_TITLE, _DATA, _FILE_PROPS} and found.files:
            _file(found.files[-1], key, value, page, depth)
    if rtf:
        html, text = unwrap(decompress(rtf))
        found.html = found.html or html
        found.text = found.text or text
    found.files = [each for each in found.files if each.data or each.name]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The (id, value) of each attribute: level, id and type, length, value, checksum."""
    at = 6
    for _ in range(MAX_ATTRIBUTES):
        if at + 9 > len(data):
            return
        kind, length = struct.unpack_from("<II", data, at + 1)
        at += 9
        if data[at - 9] not in {1, 2} or at + length > len(data):
            raise NotTnef("It is cut short.")
        yield kind & 0xFFFF, data[at : at + length]
        at += length + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The (id, type, first value) of each MAPI property."""
    try:
        count = struct.unpack_from("<I", data)[0]
        at = 4
        for _ in range(min(count, MAX_ATTRIBUTES)):
            kind, key = struct.unpack_from("<HH", data, at)
            at += 4
            if key >= 0x8000:  # noqa: PLR2004  a named property: a GUID, then a number or a name
                at += 16
                if struct.unpack_from("<I", data, at)[0] == 0:
                    at += 8
                else:
                    length = struct.unpack_from("<I", data, at + 4)[0]
                    at += 8 + length + -length % 4
            base = kind & 0x0FFF
            values = struct.unpack_from("<I", data, at)[0] if kind & 0x1000 or base in _VARIABLE else 1
            at += 4 if kind & 0x1000 or base in _VARIABLE else 0
            first: bytes | None = None
            for _ in range(min(values, MAX_ATTRIBUTES)):
                length = _WIDTH.get(base, 4)
                if base in _VARIABLE:
                    length = struct.unpack_from("<I", data, at)[0]
                    at += 4
                if at + length > len(data):
                    raise NotTnef("A property is cut short.")
                first = data[at : at + length] if first is None else first
                at += length + -length % 4
            yield key, base, first or b""
    except struct.error as error:
        raise NotTnef("Its properties are cut short.") from error


def _message(found: Tnef, properties: Iterator[tuple[int, int, bytes]], page: str) -> bytes:
    """Take over what the message's properties say. Returns its compressed RTF."""
    values = {key: (kind, value) for key, kind, value in properties}
    if _PR_CPID in values and len(values[_PR_CPID][1]) >= 4:  # noqa: PLR2004
        page = _page(struct.unpack_from("<I", values[_PR_CPID][1])[0]) or page
    if _PR_SUBJECT in values:
        found.subject = _value(*values[_PR_SUBJECT], page) or found.subject
    if _PR_BODY in values:
        found.text = _value(*values[_PR_BODY], page) or found.text
    if _PR_HTML in values:
        found.html = _value(*values[_PR_HTML], page) or found.html
    return values.get(_PR_RTF, (0, b""))[1]


def _file(file: TnefFile, key: int, value: bytes, page: str, depth: int) -> None:
    if key == _TITLE:
        file.name = file.name or _string(value, page)
        return
    if key == _DATA:
        file.data = value
        return
    for name, kind, content in _properties(value):
        if name == _PR_LONG_NAME:
            file.name = _value(kind, content, page) or file.name
        elif name == _PR_NAME:
            file.name = file.name or _value(kind, content, page)
        elif name == _PR_TYPE:
            file.media_type = _value(kind, content, page)
        elif name == _PR_CID:
            file.content_id = _value(kind, content, page).strip("<>") or None
        elif name == _PR_DATA and kind == _OBJECT and content[_IID:].startswith(SIGNATURE):
            # A mail within; what stands beside it as data is but its picture.
            file.data = content[_IID:]
            if depth < MAX_DEPTH:
                file.media_type = file.media_type or "application/ms-tnef"
        elif name == _PR_DATA and content and not file.data:
            file.data = content[_IID:] if kind == _OBJECT else content


def _value(kind: int, value: bytes, page: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return _string(value, page)


def _string(value: bytes, page: str) -> str:
    return decode(value.rstrip(b"\0"), page).replace("\0", "")


def _page(number: int) -> str | None:
    return "utf-8" if number == 65001 else codec(f"cp{number}")  # noqa: PLR2004  Microsoft's number of UTF-8
