"""A desk that keeps what it is given, and can be made slow, shut or deaf."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from contactcenter.envelope import Accepted, Raw, Unavailable
from tests.channels.unasked_desk import UnaskedDesk


async def until(true: Callable[[], object]) -> None:
    """Wait until something is so; the test's own time limit ends a wait in vain."""
    while not true():  # what is waited for sets no event
        await asyncio.sleep(0.01)


OURS = {"help@library.example", "law@library.example"}


class KeepingDesk(UnaskedDesk):
    """The other side of the wall, in memory. `sets` are the arguments of each `accept` that committed."""

    def __init__(self) -> None:
        self.sets: list[list[Raw]] = []
        self.shut = False
        self.broken = False
        self.open = asyncio.Event()
        self.open.set()
        self.waiting = 0

    @property
    def kept(self) -> list[Raw]:
        return [raw for each in self.sets for raw in each]

    async def accept(self, raws: Sequence[Raw]) -> list[Accepted]:
        self.waiting += 1
        await self.open.wait()
        self.waiting -= 1
        if self.broken:
            raise RuntimeError("a fault of ours")
        if self.shut:
            raise Unavailable("database")
        first = len(self.kept) + 1
        self.sets.append(list(raws))
        return [Accepted(first + index) for index in range(len(raws))]

    async def is_our_address(self, address: str) -> bool:
        if self.shut:
            raise Unavailable("database")
        return address.lower() in OURS

    async def accept_now(self, raw: Raw) -> Accepted:
        return (await self.accept([raw]))[0]
