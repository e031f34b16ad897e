"""How much a seat can hold at once: pure arithmetic over what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CALLS = frozenset({"phone"})
CHATS = frozenset({"web_chat", "sms"})
LIVE = CALLS | CHATS
"""Channels whose patrons wait at the other end: their inquiries are offered. All others wait in a list."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What fits a seat: `calls` (each fills it), or up to `chats`; and of everything else up to `others` pushed to it.

    `interrupts`: channels that may be offered to a seat that works at nothing but lists. Lists never keep a
    live inquiry away.
    """

    calls: int = 1
    chats: int = 3
    others: int = 10


@dataclass(frozen=True, slots=True)
class Load:
    """What a seat holds and what rings there, by channel: open live inquiries, and other open work."""

    live: Mapping[str, int] = field(default_factory=dict)
    others: int = 0

    @property
    def calls(self) -> int:
        return sum(count for channel, count in self.live.items() if channel in CALLS)

    @property
    def chats(self) -> int:
        return sum(count for channel, count in self.live.items() if channel in CHATS)

    @property
    def share(self) -> float:
        """For comparing: how many live inquiries it holds."""
        return float(self.calls + self.chats)


def fits(load: Load, channel: str, capacity: Capacity) -> bool:
    """Whether one more inquiry of the channel may come. Nobody talks on the phone and in a chat at once."""
    if channel in CALLS:
        return load.chats == 0 and load.calls < capacity.calls
    if channel in CHATS:
        return load.calls == 0 and load.chats < capacity.chats
    return load.others < capacity.others
