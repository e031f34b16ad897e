"""What a channel of calls may ask of the core."""

from __future__ import annotations

from typing import Protocol

from contactcenter.envelope.calls import CallStanding, LegStanding, Signal


class Switchboard(Protocol):
    """What a channel of calls may ask of the core. Raises `Unavailable` where nothing can be committed just now."""

    async def arrives(self, signal: Signal) -> CallStanding | None:
        """Keep that somebody calls; their ticket is opened right after. How the call stands, where it is known."""
        ...

    async def hear(self, signal: Signal) -> CallStanding | None:
        """Keep a signal and take it in; how its call stands then. None: there is no such call. Twice is once."""
        ...

    async def call(self, call_id: int) -> CallStanding | None: ...

    async def leg(self, leg_id: int) -> LegStanding | None: ...

    async def choose(
        self, call_id: int, *, locale: str | None = None, queue: str | None = None, consent: bool | None = None
    ) -> CallStanding | None:
        """The caller chose a language, or a department (by its slug), or agreed to be recorded."""
        ...

    async def line_up(self, call_id: int) -> CallStanding | None:
        """The caller waits for a librarian from now on. Twice is once."""
        ...

    async def ask_for_callback(self, call_id: int) -> CallStanding | None:
        """They hang up, and are called when it is their turn: their place is kept. Twice is once."""
        ...

    async def leave_message(self, call_id: int) -> CallStanding | None:
        """They speak to the voicemail instead of waiting. Twice is once."""
        ...

    async def departments(self) -> list[tuple[str, str, str]]:
        """Whom a caller may choose: slug, name and Chinese name, the general desk first."""
        ...
