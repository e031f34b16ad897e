"""The moment after a live message: when others' work waits least for work in the background.

Writing the index or a report takes the one write lock for a millisecond. Begun whenever its timer says,
it meets every tenth message of a busy chat; begun when one has just gone its way, hardly any. Each such
moment is for one of them: all at once they would take until the next message comes.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

QUIET_S = 0.02
"""When nobody has written for so long, there is no moment to wait for."""
MOST_S = 0.25
"""Longer nobody waits for a moment that does not come: in a storm one message is always in hand."""


class Lull:
    """Knows whether a live message is in hand in this process."""

    def __init__(self) -> None:
        self._in_hand = 0
        self._ended = asyncio.Event()
        self._ended_at = 0.0
        self._turn = asyncio.Lock()

    def in_hand(self) -> Lull:
        """`with` this, a live message is being kept, understood or shown. Several may be at once."""
        return self

    def __enter__(self) -> None:
        self._in_hand += 1

    def __exit__(self, *_: object) -> None:
        self._in_hand -= 1
        if not self._in_hand:
            self._ended_at = asyncio.get_running_loop().time()
            self._ended.set()

    async def wait(self) -> None:
        """Return when a message has just gone its way and the moment is yours, or when none came for a while."""
        now = asyncio.get_running_loop().time
        async with self._turn:
            most = now() + MOST_S
            while now() < most:
                if not self._in_hand and now() - self._ended_at >= QUIET_S:
                    return
                self._ended.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(QUIET_S):
                        await self._ended.wait()
                        if not self._in_hand:
                            return
