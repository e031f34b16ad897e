"""ISO-2022-JP as Windows writes it (code page 50221): with circled numbers and half-width kana.

Python's own codec refuses both. JIS X 0208 rows are turned into Shift_JIS (JIS X 0208 annex 1) and read
as code page 932, which has them. Never raises.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([A-Z]|\([A-Z])|\x0e|\x0f")
_WIDE = {b"$@", b"$B"}


def from_iso_2022_jp(data: bytes) -> str:
    """The text of ISO-2022-JP bytes."""
    try:
        return data.decode("iso2022_jp_2")
    except (UnicodeError, ValueError):
        pass
    written: list[str] = []
    mode, at = b"(B", 0
    for match in _ESCAPE.finditer(data):
        written.append(_piece(data[at : match.start()], mode))
        mode = match[1] or (b"(I" if match[0] == b"\x0e" else b"(B")
        at = match.end()
    written.append(_piece(data[at:], mode))
    return "".join(written)


def _piece(data: bytes, mode: bytes) -> str:
    if mode in _WIDE:
        return _shift(data).decode("cp932", "replace")
    if mode == b"(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in data).decode("cp932", "replace")  # noqa: PLR2004
    if mode in {b"$(D", b"$(C", b"$A", b"$(Q", b"$(O"}:
        return (b"\x1b" + mode + data + b"\x1b(B").decode("iso2022_jp_3", "replace")
    return data.decode("ascii", "replace")


def _shift(data: bytes) -> bytes:
    """Rows and cells to Shift_JIS; line ends, which some leave within, pass through."""
    written = bytearray()
    at = 0
    while at < len(data):
        first = data[at]
        if first < 0x21 or at + 1 >= len(data):  # noqa: PLR2004  the first printable byte
            written.append(first)
            at += 1
            continue
        second = data[at + 1]
        row, cell = first - 0x21, second - 0x21
        lead = row // 2 + (0x81 if row < 62 else 0xC1)  # noqa: PLR2004  the rows above skip the half-width kana
        trail = cell + (0x9F if row % 2 else 0x40)
        if not row % 2 and trail > 0x7E:  # noqa: PLR2004  0x7F is never used
            trail += 1
        written += bytes((lead & 0xFF, trail & 0xFF))
        at += 2
    return bytes(written)
