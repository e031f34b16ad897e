"""TNEF as Outlook writes it ([MS-OXTNEF]), for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence

MESSAGE, FILE = 1, 2
IID = bytes(16)


def attribute(level: int, key: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, key, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """MAPI properties: (id, type, value)."""
    written = struct.pack("<I", len(values))
    for key, kind, value in values:
        written += struct.pack("<HH", kind, key)
        if kind in {0x1E, 0x1F, 0x102, 0x0D}:
            written += struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
        else:
            written += value.ljust(4, b"\0")
    return written


def file(name: str, data: bytes, *, cid: str = "", long_name: bool = True, embedded: bool = False) -> bytes:
    """An attachment: its rendering data, title, bytes and properties."""
    written = attribute(FILE, 0x00069002, bytes(14)) + attribute(FILE, 0x00018010, b"SHORT~1.DAT\0")
    if not embedded:
        written += attribute(FILE, 0x0006800F, data)
    found = [(0x3704, 0x1E, b"SHORT~1.DAT\0")]
    if long_name:
        found.append((0x3707, 0x1F, (name + "\0").encode("utf-16-le")))
    if cid:
        found.append((0x3712, 0x1E, cid.encode() + b"\0"))
    if embedded:
        found.append((0x3701, 0x0D, IID + data))
    return written + attribute(FILE, 0x00069005, properties(*found))


def winmail(
    *, body: str | None = None, html: str | None = None, rtf: bytes | None = None, files: Sequence[bytes] = (),
    page: int = 1252, subject: str = "",
) -> bytes:
    charset = "utf-8" if page == 65001 else f"cp{page}" if page != 936 else "gb18030"
    written = b"\x78\x9f\x3e\x22\x01\x00" + attribute(MESSAGE, 0x00089006, b"\0\0\1\0")
    written += attribute(MESSAGE, 0x00069007, struct.pack("<II", page, 0))
    if subject:
        written += attribute(MESSAGE, 0x00018004, subject.encode(charset) + b"\0")
    found: list[tuple[int, int, bytes]] = [(0x3FDE, 0x03, struct.pack("<I", page)), (0x0E1B, 0x0B, b"\1\0\0\0")]
    if body is not None:
        found.append((0x1000, 0x1E, body.encode(charset) + b"\0"))
    if html is not None:
        found.append((0x1013, 0x102, html.encode(charset)))
    if rtf is not None:
        found.append((0x1009, 0x102, uncompressed(rtf)))
    return written + attribute(MESSAGE, 0x00069003, properties(*found)) + b"".join(files)


def uncompressed(rtf: bytes) -> bytes:
    """A compressed-RTF property that compresses nothing ([MS-OXRTFCP] 2.1.3.1.2)."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


FROM_HTML = (
    rb"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <html>}{\*\htmltag84 <b>}"
    rb"\htmlrtf {\b \htmlrtf0 \'c7\'eb\'ce\'ca{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 \u22270?\u20070? \htmlrtf \par \htmlrtf0"
    rb"{\*\htmltag84 &nbsp;}{\*\htmltag72 </html>}}"
)
PLAIN_RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Is the library\par open on \'dcber\u26085??\par}"
