"""Text without a label, or with one that cannot be right: which charset reads best.

Every candidate that decodes is weighed by how much of it is frequent in its writing. Ready-made
detectors want hundreds of bytes; a subject has twenty.
"""

from __future__ import annotations

from contactcenter.channels.email.frequent import KOREAN, PUNCTUATION, RUSSIAN, SIMPLIFIED, TRADITIONAL
from contactcenter.channels.email.iso2022jp import from_iso_2022_jp

SAMPLE = 3000
ENOUGH = 0.35
"""The share of frequent characters below which no reading is believed."""
SURE = 0.6
"""The share above which a reading is believed against a label."""
FAR = 0.35
READS_WELL = 0.45
SHORT_SAMPLE = 800
"""Bytes that are looked at where there is a label: most labels are right."""
MIN_HIGH = 4
CANDIDATES = ("gb18030", "cp950", "cp949", "euc_jp", "cp932", "koi8-r", "cp1251")
_ASCII = bytes(range(128))


def guess(data: bytes) -> str:
    """The most likely text of unlabelled bytes; Windows-1252 when nothing speaks for another."""
    if b"\x1b$" in data and data.isascii():
        return from_iso_2022_jp(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    broken = data.decode("utf-8", "replace")
    bad = broken.count("\ufffd")
    if bad * 10 < sum(char > "\x7f" for char in broken[:SAMPLE]) - bad:
        return broken  # UTF-8 in which some bytes were lost.
    sample = data[:SAMPLE]
    best, name = max((weight(sample, each), each) for each in CANDIDATES)
    return data.decode(name if best >= ENOUGH else "cp1252", "replace")


def weight(data: bytes, name: str) -> float:
    """How well bytes read in a charset, from 0 (not at all) to 1."""
    high = len(data.translate(None, _ASCII))
    if not high:
        return 0.0
    text = data.decode(name, "replace")
    wide = [char for char in text if char > "\x7f"]
    # The end of the sample may cut a character in two; more than that is another charset.
    if not wide or text.count("\ufffd") > 1 or (text.count("\ufffd") and not text.endswith("\ufffd")):
        return 0.0
    if name in {"koi8-r", "cp1251"}:
        return _cyrillic(wide, text)
    # A frequent character is two bytes above 127 (in Big5 and Shift_JIS the second may be below);
    # `ät` is one such byte and a letter, and would read as 鋞.
    if name in {"gb18030", "cp949", "euc_jp"} and not high * 0.8 <= len(wide) * 2 <= high * 1.2:
        return 0.0
    return _eastern(wide, name)


def _eastern(wide: list[str], name: str) -> float:
    marks = sum(char in PUNCTUATION for char in wide)
    kana = sum("\u3041" <= char <= "\u30ff" for char in wide)
    if name in {"euc_jp", "cp932"}:
        # Between Shift_JIS's kana and EUC's there is no byte in common; Chinese has none at all.
        return (kana + marks / 2) / len(wide) + 0.3 if kana * 5 > len(wide) else 0.0
    if kana * 5 > len(wide):
        return 0.0
    frequent = {"gb18030": SIMPLIFIED, "cp950": TRADITIONAL, "cp949": KOREAN}[name]
    return (sum(char in frequent for char in wide) + marks / 2) / len(wide)


def _cyrillic(wide: list[str], text: str) -> float:
    letters = [char for char in wide if "\u0400" <= char <= "\u04ff"]
    if len(letters) < 3 or len(letters) < len(wide) * 0.8:  # noqa: PLR2004  fewer letters say nothing
        return 0.0
    # Words of these letters only: `Müller` has one, between Latin ones.
    latin = sum("a" <= char <= "z" for word in text.lower().split() if not word.isascii() for char in word)
    if latin > len(letters):
        return 0.0
    return sum(char in RUSSIAN for char in letters) / len(letters)


def contradicts(data: bytes, name: str) -> str | None:
    """The codec in which bytes read far better than under their label; None when they may stay as labelled.

    Under a Western label everything decodes; there it takes half of a pair in every byte above 127, or whole words of
    Cyrillic.
    """
    sample = data[:SHORT_SAMPLE]
    if len(sample.translate(None, _ASCII)) < MIN_HIGH:
        return None
    labelled = weight(sample, name) if name in CANDIDATES else 0.0
    if labelled >= READS_WELL:
        return None
    best, other = max((weight(sample, each), each) for each in CANDIDATES if each != name)
    sure = ENOUGH if other == "gb18030" and name == "cp1252" else SURE
    return other if best >= sure and best - labelled >= FAR else None
