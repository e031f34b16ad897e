"""A reader of the log lets what is more pressing go first."""

from __future__ import annotations

import asyncio
from contextlib import suppress


async def its_turn(turn: asyncio.Event | None, *, at_most_s: float) -> None:
    """Return when `turn` is set, as it is while nothing more pressing waits, or after so long; without one, at once."""
    if turn is None:
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(turn.wait(), at_most_s)
