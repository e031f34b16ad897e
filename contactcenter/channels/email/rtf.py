"""Rich text as Outlook keeps a mail's body: unpacked ([MS-OXRTFCP]) and read as HTML or text ([MS-OXRTFEX])."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace

from contactcenter.channels.email.charsets import codec, decode

MAX_BYTES = 20_000_000
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the window holds before the first byte (MS-OXRTFCP 2.1.2.1)."""
_RING = 4096
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL)
_GONE = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"listtable", b"object",
         b"listoverridetable", b"generator", b"themedata", b"datastore", b"latentstyles", b"rsidtbl", b"xmlnstbl"}
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t", b"lquote": "‘", b"rquote": "’",
           b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—"}


def decompress(data: bytes) -> bytes:
    """The RTF of a compressed property; what is left of it when it is cut short."""
    if len(data) < 16:  # noqa: PLR2004  the header
        return b""
    _, size, magic = struct.unpack_from("<III", data)
    if magic == 0x414C454D:  # noqa: PLR2004  "MELA": not compressed
        return data[16 : 16 + size]
    if magic != 0x75465A4C:  # noqa: PLR2004  "LZFu"
        return b""
    size = min(size, MAX_BYTES)
    ring = bytearray(_START.ljust(_RING, b" "))
    write, at = len(_START), 16
    out = bytearray()
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if not flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
                ring[write] = piece[0]
                write = (write + 1) % _RING
                out += piece
                continue
            if at + 1 >= len(data):
                return bytes(out)
            offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 0x0F) + 2
            at += 2
            if offset == write:
                return bytes(out)
            for _ in range(length):
                byte = ring[offset]
                offset = (offset + 1) % _RING
                ring[write] = byte
                write = (write + 1) % _RING
                out.append(byte)
    return bytes(out)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    hidden: bool = False
    skip: int = 1
    """How many bytes stand for a Unicode character in programs that know no Unicode."""
    tag: bool = False


def unwrap(rtf: bytes) -> tuple[str | None, str | None]:
    """The (HTML, text) of RTF: HTML where it was made from HTML, else text; None, None for no RTF."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return None, None
    from_html = b"\\fromhtml" in rtf[:1000]
    page = re.search(rb"\\ansicpg(\d{3,5})", rtf[:1000])
    written = _Reader((codec(f"cp{page[1].decode()}") if page else None) or "cp1252").read(rtf)
    written = written.replace("\0", "")
    return (written, None) if from_html else (None, written.strip("\n"))


class _Reader:
    """Reads RTF for its text, and for the HTML that its htmltag groups carry."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._out: list[str] = []
        self._raw = bytearray()
        self._state = _State()
        self._above: list[_State] = []
        self._suppressed = self._star = False
        self._omit = 0

    def read(self, rtf: bytes) -> str:
        for match in _TOKEN.finditer(rtf):
            word, number, hexed, symbol, brace, text = match.groups()
            if brace is not None:
                self._brace(brace)
            elif symbol == b"*":
                self._star = True
            elif word is not None:
                self._word(word, number)
            elif hexed is not None:
                self._bytes(bytes((int(hexed, 16),)))
            elif symbol is not None:
                self._bytes({b"~": b" ", b"_": b"-"}.get(symbol, symbol if symbol in b"\\{}" else b""))
            elif text is not None:
                self._bytes(text)
        self._flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    @property
    def _shown(self) -> bool:
        return not self._state.hidden and (self._state.tag or not self._suppressed)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            self._above.append(self._state)
            self._state = replace(self._state)
        else:
            self._state = self._above.pop() if self._above else _State()
        self._star = False

    def _word(self, word: bytes, number: bytes | None) -> None:
        if word == b"htmltag":
            self._state.tag, self._state.hidden = True, False
        elif self._star or word in _GONE:
            self._state.hidden = True
        elif word == b"htmlrtf":
            self._suppressed = number != b"0"
        elif word == b"uc" and number:
            self._state.skip = max(int(number), 0)
        self._star = False
        if not self._shown:
            return
        if word == b"u" and number:
            self._flush()
            self._out.append(chr(int(number) & 0xFFFF))
            self._omit = self._state.skip
        elif word in _BREAKS:
            self._flush()
            self._out.append(_BREAKS[word])

    def _bytes(self, data: bytes) -> None:
        omitted, self._omit = self._omit, max(self._omit - len(data), 0)
        if self._shown:
            self._raw += data[omitted:]

    def _flush(self) -> None:
        if self._raw:
            self._out.append(decode(bytes(self._raw), self._page))
            self._raw.clear()
