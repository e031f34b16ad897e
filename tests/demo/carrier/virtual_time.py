"""A time for the carrier's stand-in that tests move by hand."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

TURNS = 25
"""Turns of the loop after which whatever was woken has gone to sleep again, or asks the product something."""


class VirtualTime:
    """Passes when a test says so, from one waiter to the next; never while the product is being asked."""

    def __init__(self, begins: datetime) -> None:
        self._now = begins
        self._waiters: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0
        self._asking = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._waiters, (self._now + timedelta(seconds=seconds), self._count, waiter))
        await waiter

    @contextmanager
    def asking(self) -> Iterator[None]:
        self._asking += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._asking -= 1
            if not self._asking:
                self._quiet.set()

    async def passes(self, seconds: float = 0.0) -> None:
        """Let so many seconds go by; everything due within happens in order, with its requests answered."""
        end = self._now + timedelta(seconds=seconds)
        await self._settle()
        while self._waiters and self._waiters[0][0] <= end:
            due, _, waiter = heapq.heappop(self._waiters)
            if waiter.done():  # its call moved on
                continue
            self._now = due
            waiter.set_result(None)
            await self._settle()
        self._now = end

    async def _settle(self) -> None:
        while True:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            if not self._asking:
                return
            await self._quiet.wait()
