"""Breaking a text into lines: between words, and between Chinese letters but for their punctuation (GB/T 15834)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CLOSING = "，。、；：？！）」』》〉】〕”’…—·%‰,.;:?!)]}"
"""What begins no line."""
OPENING = "（「『《〈【〔“‘([{"
"""What ends none."""
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff\u3000-\u303f"
_UNITS = re.compile(rf"\s+|[{_HAN}]|[^\s{_HAN}]+")


def lines(text: str, *, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """The lines of one paragraph. A word that is wider than a line is cut."""
    line = ""
    for unit in _units(text):
        if measure((line + unit).rstrip()) <= width:
            line += unit
            continue
        if line.strip():
            yield line.rstrip()
        line = unit.lstrip()
        while line and measure(line.rstrip()) > width:
            fits = _fitting(line, width, measure)
            yield line[:fits]
            line = line[fits:]
    yield line.rstrip()


def _units(text: str) -> Iterator[str]:
    """What may not be parted: words, single Chinese letters, each with the punctuation that belongs to it."""
    kept = ""
    for unit in _UNITS.findall(text):
        if kept and (unit[0] in CLOSING or kept[-1] in OPENING) and not unit.isspace() and not kept.isspace():
            kept += unit
            continue
        if kept:
            yield kept
        kept = unit
    if kept:
        yield kept


def _fitting(line: str, width: float, measure: Callable[[str], float]) -> int:
    """How many letters of a word fit; one at least."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(line[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
