"""What a call is told to do, in our words. A carrier renders it (`Carrier.render`). See docs/carriers.md.

Modelled on what carriers have in common. All times are seconds; paths are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["en", "zh-Hans"]


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text in a language."""

    text: str
    language: Voice


@dataclass(frozen=True, slots=True)
class Play:
    """Play a sound at a path."""

    path: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Wait for keys while `prompts` are heard; then ask the path `then`, with no digits only if `also_nothing`.

    It ends after `digits` keys, or `finish` (a key, empty: none), or `seconds` without a key.
    """

    then: str
    prompts: tuple[Say | Play, ...] = ()
    digits: int | None = 1
    seconds: int = 5
    finish: str = "#"
    also_nothing: bool = False


@dataclass(frozen=True, slots=True)
class ToConference:
    """Into a conference; `then` is asked when they leave it. `wait` is heard until it starts (empty: silence)."""

    name: str
    then: str
    muted: bool = False
    starts: bool = True
    """It starts when this one enters."""
    ends: bool = False
    """It ends when this one leaves."""
    coach: str | None = None
    label: str = ""
    wait: str = ""
    events_to: str = ""
    recorded_to: str = ""
    """Not empty: it is recorded, and this path hears of the recording."""


@dataclass(frozen=True, slots=True)
class Record:
    """Record what the caller says after a tone, until `#` or a silence.

    `then` is asked at its end, `recorded_to` once the file is there, `transcribed_to` (where given) once it is written
    down.
    """

    then: str
    recorded_to: str
    most_seconds: int = 180
    transcribed_to: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with what another path says."""

    path: str


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


@dataclass(frozen=True, slots=True)
class Text:
    """Answer a text that came with another."""

    body: str


Instruction = Text | Say | Play | Gather | ToConference | Record | Redirect | HangUp
