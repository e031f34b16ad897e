"""Calls: what a carrier tells of one, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CallState = Literal[
    "arriving", "choosing", "waiting", "promised", "ringing", "talking", "held", "message", "ended"
]
"""How a call stands (`calls.states` says what is legal). `promised`: we call back. `ringing`: a librarian's telephone
or browser is rung, or the patron's. `message`: the caller speaks to the voicemail."""
CallEnd = Literal[
    "completed", "abandoned", "short_abandoned", "failed", "dropped", "voicemail", "callback_asked", "busy",
    "no_answer", "called_off",
]
"""How it ended. `dropped`: the conversation broke off. `called_off`: we gave it up before the patron was reached."""
CallWay = Literal["in", "out", "back"]
"""Who called whom: the patron us, we them, or we them as they asked for."""
SignalKind = Literal["arrived", "answered", "joined", "left", "over", "recorded", "transcribed"]


@dataclass(frozen=True, slots=True)
class CallArrived:
    """Of an inquiry that is a call: whose, at which carrier, and when. `number` is empty where it is withheld."""

    carrier: str
    remote_id: str
    number: str
    ours: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signal:
    """What a carrier tells of a call, or of one who takes part in it (a leg).

    `key`: the same signal told twice is one. `remote_id`: the carrier's id of the leg. `leg_id`: ours, where the
    address that was asked names it. `stay`: which time in the call's room (`joined`, `left`). `code`: how a leg is
    over: completed, busy, no_answer, failed, canceled. `raw`: as it came, kept before anything is answered (law 1).
    """

    key: str
    kind: SignalKind
    carrier: str
    remote_id: str
    leg_id: int | None = None
    call_id: int | None = None
    stay: int = 0
    at: datetime | None = None
    code: str = ""
    seconds: int | None = None
    number: str = ""
    """Of `arrived`: the caller's, as the carrier says it."""
    ours: str = ""
    """Of `arrived`: the number of ours that was called."""
    inbound: bool = True
    recording: str = ""
    """Of `recorded`: its address at the carrier; empty: nothing was said."""
    recording_id: str = ""
    talk: bool = False
    """Of `recorded`: it is the conversation, and not a message on the voicemail."""
    transcript: str = ""
    """Of `transcribed`: what was said, as the carrier wrote it down; empty: it could not."""
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class CallStanding:
    """How a call stands, for whoever instructs its caller.

    `room_ready`: a librarian is in its room and waits for the caller. `leg_id`: the caller's own.
    """

    call_id: int
    ticket_id: int
    state: CallState
    way: CallWay
    locale: str
    queue_id: int
    stay: int
    room_ready: bool
    leg_id: int | None = None
    held: bool = False
    asked_back: bool = False
    withheld: bool = False
    """Whether we do not know where to call back."""
    recorded: bool = False
    """Whether the conversation is to be recorded: said before, and agreed to."""


@dataclass(frozen=True, slots=True)
class LegStanding:
    """How somebody who is rung stands, for whoever instructs them. `part`: caller, librarian, third, supervisor."""

    leg_id: int
    call_id: int
    part: str
    locale: str
    device: str
    stay: int
    over: bool
    mode: str = ""
    """Of a supervisor: listen, whisper, speak."""
    coach: str | None = None
    """Of one who whispers: the carrier's id of the leg that alone hears them."""
    recorded: bool = False
    """Whether the room is recorded from their coming on: the first who enters says so, for all of it."""
    asked_for: bool = False
    """Of a patron whom we call: they asked to be."""
