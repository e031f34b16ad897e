"""The moment after a live message: when others' work waits least for work in the background.

Writing the index or a report takes the one write lock for a millisecond. Begun whenever its timer says,
it meets every tenth message of a busy chat; begun when one has just gone its way, hardly any.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Lull:
    """Knows whether a live message is in hand in this process."""

    def __init__(self) -> None:
        self._in_hand = 0
        self._ended = asyncio.Event()

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """A live message is being kept, understood or shown."""
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._ended.set()

    async def wait(self, at_most_s: float) -> None:
        """Return when the next message has gone its way, or when none came for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                while True:
                    self._ended.clear()
                    await self._ended.wait()
                    if not self._in_hand:
                        return
