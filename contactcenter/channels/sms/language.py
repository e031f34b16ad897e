"""In which of our languages somebody texts."""

from __future__ import annotations

import re

HANZI = re.compile(r"[\u3400-\u9fff]")


def locale_of(text: str, *, default: str) -> str:
    """Chinese where a Chinese character stands; English where letters do; else as the library has it."""
    if HANZI.search(text):
        return "zh-Hans"
    return "en" if any(one.isalpha() and one.isascii() for one in text) else default
