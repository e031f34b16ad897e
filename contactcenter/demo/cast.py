"""Who asks what next: nobody and nothing twice before everyone and everything has had a turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Generic, TypeVar

from contactcenter.demo.patrons import CHINESE, ENGLISH, Patron
from contactcenter.demo.scenario import Locale, Scenario, book

Card = TypeVar("Card")


class Deck(Generic[Card]):
    """A pack of cards, shuffled anew whenever it is used up."""

    def __init__(self, cards: Sequence[Card], dice: random.Random) -> None:
        self._cards = cards
        self._dice = dice
        self._left: list[Card] = []

    def draw(self) -> Card:
        if not self._left:
            self._left = list(self._cards)
            self._dice.shuffle(self._left)
        return self._left.pop()


class Cast:
    """All patrons and all scenarios. An office's question is asked by an office."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._questions = {locale: Deck(book(locale).scenario, dice) for locale in _PATRONS}
        self._people = {
            (locale, office): Deck([one for one in patrons if one.office is office], dice)
            for locale, patrons in _PATRONS.items() for office in (False, True)
        }

    def draw(self, locale: Locale | None = None) -> tuple[Patron, Scenario]:
        """Somebody and their question, in this language or in either."""
        language = self._dice.choice(tuple(_PATRONS)) if locale is None else locale
        scenario = self._questions[language].draw()
        return self._people[language, scenario.office].draw(), scenario


_PATRONS: dict[Locale, tuple[Patron, ...]] = {"en": ENGLISH, "zh-Hans": CHINESE}
