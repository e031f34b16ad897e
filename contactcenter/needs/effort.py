"""Effort, 1 to 6, and a first guess of it.

The scale is compatible with the READ Scale (Bella Karr Gerlich and G. Lynn Berard, "Introducing the READ Scale:
Qualitative Statistics for Academic Reference Services", Georgia Library Quarterly 43(4), 2007; "Testing the
Viability of the READ Scale", College & Research Libraries 71(2), 2010): the same six steps, in our own words
(docs/needs.md, and the console's `effort.…`).
"""

from __future__ import annotations

from collections.abc import Iterable

HIGHEST_GUESS = 5
"""Research over days is told from a long correspondence by a person only."""
STEPS: tuple[tuple[int, int], ...] = ((1, 240), (2, 900), (4, 3_000), (8, 9_000))
"""The most answers, and the most letters in them, that effort 1, 2, 3 and 4 explain; more is 5."""
SPOKEN_LETTERS = 6
"""A second of a conversation: about 150 words a minute, half of them the patron's."""
IDEOGRAPH_LETTERS = 3
"""A Chinese character says about as much as three letters of an English word."""


def letters(text: str) -> int:
    """How long a text is, whatever its script."""
    return sum(IDEOGRAPH_LETTERS if "\u2e80" <= char <= "\u9fff" else 1 for char in text if not char.isspace())


def estimated_effort(answers: Iterable[int]) -> int:
    """A guess from what was answered, in letters each: the lowest step whose number and length of answers suffice."""
    given = list(answers)
    length = sum(given)
    for effort, (most_answers, most_letters) in enumerate(STEPS, 1):
        if len(given) <= most_answers and length <= most_letters:
            return effort
    return HIGHEST_GUESS
