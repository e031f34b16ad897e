"""How much a seat can hold at once: pure arithmetic over what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from contactcenter.settings import Seats

CALLS = frozenset({"phone"})
CHATS = frozenset({"web_chat", "sms"})
LIVE = CALLS | CHATS
"""Channels whose patrons wait at the other end: their inquiries are offered. All others wait in a list."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What fits a seat: `calls`, or up to `chats`. What waits in lists never keeps a live inquiry away.

    `mails`: up to so many of those are given to it unasked.
    """

    calls: int = 1
    chats: int = 3
    mails: int = 5

    @classmethod
    def of(cls, seats: Seats) -> Self:
        """As the house has set it."""
        return cls(calls=seats.calls, chats=seats.chats, mails=seats.mails)


@dataclass(frozen=True, slots=True)
class Load:
    """The live inquiries that a seat holds, by channel; `mails` count only where mail is given away."""

    live: Mapping[str, int] = field(default_factory=dict)
    mails: int = 0

    @property
    def calls(self) -> int:
        return sum(count for channel, count in self.live.items() if channel in CALLS)

    @property
    def chats(self) -> int:
        return sum(count for channel, count in self.live.items() if channel in CHATS)

    @property
    def share(self) -> float:
        """For comparing: how many inquiries it holds."""
        return float(self.calls + self.chats + self.mails)


def fits(load: Load, channel: str, capacity: Capacity) -> bool:
    """Whether one more inquiry of the channel may come. Nobody talks on the phone and in a chat at once."""
    if channel in CALLS:
        return load.chats == 0 and load.calls < capacity.calls
    if channel in CHATS:
        return load.calls == 0 and load.chats < capacity.chats
    return True


def has_room(load: Load, capacity: Capacity) -> bool:
    """Whether any live inquiry may still come, of whatever channel."""
    return any(fits(load, channel, capacity) for channel in LIVE)
