"""Bytes to text under the label their sender gave, however wrong the label is. Never raises."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from contactcenter.channels.email.guess import contradicts, guess
from contactcenter.channels.email.iso2022jp import from_iso_2022_jp

REALLY = {
    # What people call a charset, and the superset they write in (WHATWG Encoding, section 4.2).
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "euc-cn": "gb18030", "hz-gb-2312": "hz", "chinese": "gb18030", "euc_cn": "gb18030", "csgb2312": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis_620": "cp874",
    "big5": "cp950", "x-x-big5": "cp950", "big5-tw": "cp950", "shift_jis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "cswindows31j": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "ks_x_1001": "cp949",
    "euc-kr": "cp949", "euc_kr": "cp949", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8", "x-euc-jp": "euc_jp", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "unicode": "utf-16", "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "x-koi8-r": "koi8-r", "koi8": "koi8-r",
}
NEXT = {"cp950": ("big5hkscs",), "euc_jp": ("euc_jis_2004",), "cp932": ("shift_jis_2004",)}
"""Supersets that some write under the same label (Hong Kong's characters, circled numbers)."""
NOT_TEXT = {"base64", "hex", "quopri", "uu", "zlib", "bz2", "rot13", "rot_13", "punycode", "idna", "undefined",
            "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "mbcs", "oem"}
"""Codecs Python knows that are no charset of a mail: some unpack (a bomb), some run away."""
SEVEN_BIT = {"utf-7", "hz", "iso2022_kr"}
SINGLE_BYTE = ("cp125", "iso8859", "latin", "koi8", "mac", "cp874", "cp437", "cp85", "cp86")
WIDE = {"gb18030", "cp950", "cp949", "cp932", "euc_jp", "johab"}
MISUSED = {"cp1252", "gb18030", "cp950", "cp949", "euc_jp", "cp932", "koi8-r", "cp1251"}
"""What old programs wrote as the label of everything."""
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+\-]{0,40}")
_PAGE = re.compile(r"(?:x-)?(?:windows|win|cp|ms|ibm|dos)[\-_]?(\d{3,5})")


@lru_cache(maxsize=512)
def codec(label: str) -> str | None:
    """Python's name of the codec behind a label, or None when it is unknown or no charset."""
    name = label.strip().strip("\"'").strip().lower()
    name = REALLY.get(name, name)
    if not name or not _LABEL.fullmatch(name):
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        page = _PAGE.fullmatch(name)
        nearly = f"cp{page[1]}" if page else "utf-8" if "utf-8" in name or "utf8" in name else ""
        return codec(nearly) if nearly and nearly != name else None
    if found.name in NOT_TEXT or name in NOT_TEXT or not found._is_text_encoding:  # noqa: SLF001
        return None
    return REALLY.get(found.name, found.name)


def decode(data: bytes, label: str = "") -> str:
    """The text of `data`, labelled `label`: the label when it fits, else the best guess.

    A byte-order mark outranks the label; 8-bit text that is valid UTF-8 is UTF-8 whatever a
    single-byte label says (a wrong `iso-8859-1` is far commoner than text that looks so by chance).
    """
    if data.isascii() and b"\x1b" not in data and label.lower() in _PLAIN:
        return data.decode("ascii")
    return _whole(_decode(data, label))


_PLAIN = frozenset({"", "utf-8", "us-ascii", "iso-8859-1", "gb2312", "gbk", "gb18030", "windows-1252"})


def fits(data: bytes, text: str, name: str) -> bool:
    """Whether `text` is what the codec itself makes of `data`."""
    try:
        return data.decode(name).removeprefix("\ufeff") == text
    except (UnicodeError, ValueError):
        return False


def _decode(data: bytes, label: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    name = codec(label) if label else None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and (name is None or name.startswith("utf-16")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    if name in SEVEN_BIT and data.isascii():
        return data.decode(str(name), "replace")
    if b"\x1b" in data and data.isascii() and (name is None or name.startswith(("iso2022_jp", "cp1252", "utf-8"))):
        if b"\x1b$)C" in data:
            return data.decode("iso2022_kr", "replace")
        return from_iso_2022_jp(data)
    if name is None or name in SEVEN_BIT or name.startswith("iso2022"):
        return guess(data)
    if data.isascii() and not name.startswith(("utf-16", "utf-32", "cp037", "cp500", "cp1026", "cp1140")):
        return data.decode("ascii")
    return _labelled(data, name)


def _labelled(data: bytes, name: str) -> str:
    """8-bit data under a label that Python knows."""
    if name != "utf-8" and _is_utf_8(data, name):
        return data.decode("utf-8")
    if name in MISUSED:
        other = contradicts(data, name)
        if other is not None:
            return data.decode(other, "replace")
    for each in (name, *NEXT.get(name, ())):
        try:
            return data.decode(each)
        except (UnicodeError, ValueError):
            continue
    # A few broken bytes are shown as such; where much is broken, the label was wrong.
    if name.startswith("utf-16") and len(data) % 2:
        return data[:-1].decode(name, "replace")  # A line end that the transfer encoding put below it.
    broken = data.decode(name, "replace")
    if broken.count("\ufffd") * 20 > sum(not char.isascii() for char in broken) and not name.startswith(SINGLE_BYTE):
        guessed = guess(data)
        return guessed if guessed.count("\ufffd") < broken.count("\ufffd") else broken
    return broken


def _is_utf_8(data: bytes, name: str) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if name.startswith(SINGLE_BYTE):
        return True
    long = sum(char >= "\u0800" for char in text[:2000])
    short = sum("\x80" <= char < "\u0800" for char in text[:2000])
    return name in WIDE and long > 1 and long > short


def _whole(text: str) -> str:
    """A lone surrogate, which UTF-7 and UTF-16 can smuggle in and no database keeps, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
