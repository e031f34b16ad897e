"""Text as the search index holds it, the same for both databases.

Neither FTS5's tokenisers nor PostgreSQL's find a two-character Chinese word inside a sentence. So
words are made once, here: full-width forms folded (NFKC), case and accents folded, runs of letters
and digits as words, runs of Chinese and kana as overlapping pairs (bigrams). What is outside ASCII is
written in hexadecimal, so that no database's idea of a letter comes between.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INDEXED_CHARS = 100_000
"""A message's first so many characters are looked at: beyond lies quoted or pasted matter."""
INDEXED_TOKENS = 16_000
"""PostgreSQL knows the places of a text's first 16,383 words only, and a phrase needs places."""
INDEXED_BYTES = 600_000
"""A tsvector may have a million bytes, which takes in the words and a few bytes of place for each."""
WORD_CHARS = 64
PAIR_BYTES = 11

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
_RUN = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")


def fold(text: str) -> str:
    """NFKC, case folded, accents taken off Latin, Greek and Cyrillic letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    taken = "".join(one for one in unicodedata.normalize("NFD", plain) if unicodedata.category(one) != "Mn")
    return unicodedata.normalize("NFC", taken)


def index_tokens(text: str) -> list[str]:
    """The tokens of a text, in order; a run's last character stands alone too, to be found by itself."""
    tokens: list[str] = []
    room = INDEXED_BYTES
    for run in _RUN.findall(fold(text[:INDEXED_CHARS])):
        if _IS_CJK.match(run):
            tokens += [_pair(run[i : i + 2]) for i in range(len(run) - 1)]
            tokens.append(_pair(run[-1]))
            room -= PAIR_BYTES * len(run)
        else:
            tokens.append(_word(run))
            room -= len(tokens[-1])
        if len(tokens) >= INDEXED_TOKENS or room < 0:
            break
    return tokens[:INDEXED_TOKENS]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: tokens that follow each other; the last may be only a beginning."""

    tokens: tuple[str, ...]
    prefix: bool


def query_terms(query: str) -> list[Term]:
    """What a query asks for; every term must be found."""
    terms: list[Term] = []
    for run in _RUN.findall(fold(query))[:16]:
        if _IS_CJK.match(run):
            if len(run) == 1:
                terms.append(Term((_pair(run),), prefix=True))
            else:
                terms.append(Term(tuple(_pair(run[i : i + 2]) for i in range(len(run) - 1)), prefix=False))
        else:
            terms.append(Term((_word(run),), prefix=True))
    return terms


def _pair(characters: str) -> str:
    """A pair of Chinese characters, or one alone, as hexadecimal."""
    return "u" + "".join(f"{ord(one):05x}" for one in characters)


def _word(word: str) -> str:
    """A word in ASCII, letter by letter, so that a beginning stays a beginning.

    `q` marks five hexadecimal digits of a letter outside ASCII, and is doubled where it is meant.
    """
    return "w" + "".join(
        f"q{ord(one):05x}" if not one.isascii() else "qq" if one == "q" else one for one in word[:WORD_CHARS]
    )
