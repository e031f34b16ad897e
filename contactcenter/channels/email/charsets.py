"""Bytes to text under the label their sender gave, however wrong the label is. Never raises."""

from __future__ import annotations

import codecs
import re

REALLY = {
    # What people call a charset, and the superset they write in (WHATWG Encoding, section 4.2).
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "euc-cn": "gb18030", "hz-gb-2312": "hz", "chinese": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "big5": "cp950", "x-x-big5": "cp950", "shift_jis": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7", "cp-850": "cp850",
    "x-unknown": "", "unknown-8bit": "",
    "iso-8859-8-i": "iso-8859-8", "unicode": "utf-16",
}
NOT_TEXT = {"base64", "hex", "quopri", "uu", "zlib", "bz2", "rot13", "rot_13", "punycode", "idna", "undefined",
            "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "mbcs", "oem"}
"""Codecs Python knows that are no charset of a mail: some unpack (a bomb), some run away."""
SEVEN_BIT = {"utf-7", "hz", "iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-ext",
             "iso-2022-kr"}
_ASCII = bytes(range(128))
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+\-]{0,40}")


def codec(label: str) -> str | None:
    """Python's name of the codec behind a label, or None when it is unknown or no charset."""
    name = label.strip().strip("\"'").lower()
    name = REALLY.get(name, name)
    if not name or not _LABEL.fullmatch(name):
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if found.name in NOT_TEXT or name in NOT_TEXT or not found._is_text_encoding:  # noqa: SLF001
        return None
    return REALLY.get(found.name, found.name)


def decode(data: bytes, label: str = "") -> str:
    """The text of `data`, labelled `label`: the label when it fits, else the best guess.

    A lone surrogate, which only UTF-7 can smuggle in and no database keeps, becomes a question mark.
    A byte-order mark outranks the label; 8-bit text that is valid UTF-8 is UTF-8 whatever a
    single-byte label says (a wrong `iso-8859-1` is far commoner than text that looks so by chance).
    """
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    name = codec(label) if label else None
    if name is None or name.startswith(("cp125", "iso8859", "latin")):
        if data.isascii():
            return data.decode("ascii")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if name is None:
        return _guess(data)
    if name == "utf-7":
        return data.decode(name, "replace").encode("utf-8", "replace").decode("utf-8")
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        pass
    if name != "utf-8" and name not in SEVEN_BIT:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    elif not data.isascii():
        # Labelled UTF-8 but is not: a few broken bytes are shown as such, another charset is guessed.
        broken = data.decode("utf-8", "replace")
        if broken.count("\ufffd") * 20 > len(broken):
            return _guess(data)
    return data.decode(name, "replace")


def _guess(data: bytes) -> str:
    """Unlabelled 8-bit text: GB18030 when it fits and reads as Chinese, else Windows-1252."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    high = len(data[:4000].translate(None, _ASCII))
    han = sum("\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
              for char in text[:4000])
    # A common Chinese character is two bytes above 127; `ät` is one and would read as 鋞.
    if text and high * 0.8 <= han * 2 <= high * 1.2:
        return text
    return data.decode("cp1252", "replace")
