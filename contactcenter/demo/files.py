"""Small files that patrons attach, made on the spot."""

from __future__ import annotations

import struct
import zlib
from pathlib import PurePath

PNG_SIDE = (240, 150)


def made(name: str, words: str) -> tuple[bytes, str]:
    """A file fit for its name, and its media type. A text holds `words`."""
    match PurePath(name).suffix:
        case ".pdf":
            return _pdf(), "application/pdf"
        case ".png":
            return _png(), "image/png"
        case _:
            return words.encode(), "text/plain"


def _pdf() -> bytes:
    """One page with two lines, and a table of its objects (ISO 32000-1, 7.5)."""
    drawn = b"BT /F1 20 Tf 40 780 Td (Riverside University Library) Tj 0 -30 Td /F1 12 Tf (Enclosed form) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )


def _png() -> bytes:
    """A grey window with a red line of text in it, as a screenshot of an error looks from afar (RFC 2083)."""
    width, height = PNG_SIDE
    rows = b"".join(
        b"\x00" + b"".join(_colour(x, y) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _colour(x: int, y: int) -> bytes:
    if y < 22:  # noqa: PLR2004  # the window's bar
        return b"\x0f\x5c\x6e"
    if 64 < y < 76 and 30 < x < 200 and x % 9 < 6:  # noqa: PLR2004  # the words of the error
        return b"\xb3\x26\x1e"
    return b"\xf3\xf1\xec"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
