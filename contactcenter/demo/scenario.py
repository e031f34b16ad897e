"""What simulated patrons ask: `scenarios/en.toml` and `scenarios/zh.toml`, read once."""

from __future__ import annotations

import functools
import random
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Locale = Literal["en", "zh-Hans"]
FILES: dict[Locale, str] = {"en": "en.toml", "zh-Hans": "zh.toml"}
FOLDER = Path(__file__).parent / "scenarios"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scenario(_Part):
    """One inquiry. `answers`: what a librarian could say; `follow`: what the patron writes after each."""

    subject: Words
    queue: Literal["general", "reference", "loans"]
    need: str = ""
    """What it is about: a slug of the starting tree."""
    text: Words
    answers: tuple[Words, ...] = Field(min_length=1)
    follow: tuple[Words, ...] = Field(min_length=1)
    cc: Words | None = None
    """Whom they put into Cc, by mail."""
    file: str | None = None
    follow_file: str | None = None
    """What they attach to the first message that follows."""
    office: bool = False
    """Asked by an institution, not by a reader."""


class Long(_Part):
    """A conversation that goes on for weeks; `{n}` counts."""

    subject: Words
    text: Words
    answers: tuple[Words, ...]
    follow: tuple[Words, ...]


class Book(_Part):
    """Everything that is said in one language."""

    thanks: tuple[Words, ...]
    hello: tuple[Words, ...]
    notes: tuple[Words, ...]
    scenario: tuple[Scenario, ...]
    long: Long | None = None

    def rest(self, scenario: Scenario | None, dice: random.Random) -> tuple[str, ...]:
        """What a patron still says after each answer: the follow-ups, then thanks."""
        return (*(scenario.follow if scenario else ()), dice.choice(self.thanks))

    def about(self, subject: str) -> Scenario | None:
        """The scenario that a subject belongs to."""
        return next((one for one in self.scenario if one.subject in subject), None)


@functools.cache
def book(locale: Locale) -> Book:
    """The scenarios of one language."""
    return Book.model_validate(tomllib.loads((FOLDER / FILES[locale]).read_text(encoding="utf-8")))
