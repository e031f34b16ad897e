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
    """Play a sound at a path; `times` 0: until the call moves on."""

    path: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: int = 1


@dataclass(frozen=True, slots=True)
class Gather:
    """Wait for keys while `prompts` are heard; then ask the path `then`, with no digits only if `also_nothing`.

    It ends after `digits` keys, or `finish` (a key, empty: none), or `seconds` without a key.
    """

    then: str
    prompts: tuple[Say | Play | Pause, ...] = ()
    digits: int | None = 1
    seconds: int = 5
    finish: str = "#"
    also_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Wait in a line of the carrier's; `wait` says what is heard meanwhile, over and over; `then` what follows."""

    queue: str
    wait: str
    then: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Within an `Enqueue`'s waiting instructions: out of the line, on to its `then`."""


@dataclass(frozen=True, slots=True)
class ToNumber:
    number: str


@dataclass(frozen=True, slots=True)
class ToBrowser:
    """A seat's browser; `given` are told to it with the ring."""

    identity: str
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ToQueue:
    """Whoever waits first in the carrier's line; `told` says what they hear before they are connected."""

    queue: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class ToConference:
    """Into a conference. `wait` is what is heard until it starts (empty: silence)."""

    name: str
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
    beep: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the call; `then` is asked when that ends (empty: the next instruction is)."""

    to: ToNumber | ToBrowser | ToQueue | ToConference
    sender: str = ""
    """The number shown to the one who is rung; empty: the caller's."""
    then: str = ""
    seconds: int = 30
    progress_to: str = ""
    recorded_to: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Record what the caller says (voicemail); `then` is asked at its end, `recorded_to` once the file is there."""

    then: str
    recorded_to: str
    most_seconds: int = 180
    silence_seconds: int = 5
    finish: str = "#"
    beep: bool = True
    transcribed_to: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with what another path says."""

    path: str


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


@dataclass(frozen=True, slots=True)
class Reject:
    """Do not answer the call at all."""

    busy: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Answer a text that came with another."""

    body: str


Instruction = Text | Say | Play | Pause | Gather | Enqueue | Leave | Dial | Record | Redirect | HangUp | Reject
