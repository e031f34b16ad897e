"""The stand-in's time: the real one for the booth; tests have one that they move by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from contactcenter import clock


class Time(Protocol):
    """When it is, and waiting."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While the product is asked: a time that tests move stands still meanwhile."""
        yield


class RealTime:
    def now(self) -> datetime:
        return clock.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    @contextmanager
    def asking(self) -> Iterator[None]:
        yield
