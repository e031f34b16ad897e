"""A call in its ticket, who takes part in it, and what a librarian asks of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from contactcenter.envelope import CallEnd, CallState, CallWay
from contactcenter.shapes.base import Ask, BigId, ClientId, Shape

Device = Literal["", "browser", "telephone"]
"""Where a librarian takes calls; empty: nowhere."""
CallPart = Literal["caller", "librarian", "third", "supervisor"]
LegState = Literal["ordered", "ringing", "answered", "joined", "over"]
SuperviseMode = Literal["listen", "whisper", "speak"]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]


class CallLeg(Shape):
    """Somebody who takes part. `code`: how they went (completed, busy, no_answer, failed, canceled)."""

    id: int
    part: CallPart
    staff_id: int | None
    number: str
    shown: str
    """The number as people read it."""
    device: Device
    state: LegState
    held: bool
    muted: bool
    mode: SuperviseMode | None
    code: str
    joined_at: datetime | None


class Call(Shape):
    """A call of a ticket. `number`: the patron's, as claimed; empty: withheld; `shown`: as people read it.

    `state_since`: since when it stands as it does (rings, is on hold).
    """

    id: int
    ticket_id: int
    way: CallWay
    number: str
    shown: str
    state: CallState
    state_since: datetime
    how: CallEnd | None
    staff_id: int | None
    began_at: datetime
    talked_at: datetime | None
    ended_at: datetime | None
    legs: list[CallLeg]


class Calls(Shape):
    """The calls of a ticket, oldest first. `now`: the server's clock."""

    items: list[Call]
    now: datetime
    position: int


class HoldAsk(Ask):
    held: bool


class MuteAsk(Ask):
    muted: bool


class ThirdAsk(Ask):
    """Whom to bring in, by number."""

    number: Number


class CallOutAsk(Ask):
    """Whom to call; None: the number that the ticket's patron called from."""

    number: Number | None = None


class PatronCallAsk(Ask):
    """Calling a patron from their profile; None: the telephone number that is known of them. Twice is once."""

    client_id: ClientId
    number: Number | None = None


class SuperviseAsk(Ask):
    """How to take part in a colleague's call; None: no longer."""

    mode: SuperviseMode | None


class DeviceAsk(Ask):
    """Where I take calls. `number` of a telephone of my own."""

    device: Device
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class MyDevice(Shape):
    """Where I take calls. `number`: as people read it. `offered`: what the house can ring; none without a carrier."""

    device: Device
    number: str
    offered: list[Device]


class BrowserToken(Shape):
    """What lets this browser ring as its seat, for so many seconds."""

    token: str
    identity: str
    seconds: int


class LegAsk(Ask):
    """Which of those who take part."""

    leg_id: BigId
