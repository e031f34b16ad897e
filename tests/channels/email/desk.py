"""A desk that keeps what it is given, and can be made slow, shut or deaf."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from contactcenter.envelope import (
    Accepted,
    BlobRef,
    Line,
    NamedDepartment,
    OpenState,
    Place,
    Raw,
    Standing,
    Transcript,
    Unavailable,
)


async def until(true: Callable[[], object]) -> None:
    """Wait until something is so; the test's own time limit ends a wait in vain."""
    while not true():  # what is waited for sets no event
        await asyncio.sleep(0.01)


OURS = {"help@library.example", "law@library.example"}


class KeepingDesk:
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

    async def store(self, chunks: AsyncIterator[bytes], *, limit: int) -> BlobRef:
        raise NotImplementedError

    async def read(self, blob: BlobRef) -> bytes:
        raise NotImplementedError

    async def unknown(self, keys: Sequence[str]) -> set[str]:
        raise NotImplementedError

    async def settle(
        self, delivery_id: int, *, state: str, code: str = "", detail: str = "", remote_id: str = "", again: bool = False
    ) -> None:
        raise NotImplementedError

    async def history(self, ticket_id: int, *, after: int = 0) -> list[Line]:
        raise NotImplementedError

    async def standing(self, ticket_id: int) -> Standing | None:
        raise NotImplementedError

    async def transcript(self, ticket_id: int, *, email: str) -> Transcript:
        raise NotImplementedError

    async def seen(self, ticket_id: int, *, version: int) -> None:
        raise NotImplementedError

    async def come(self, ticket_id: int) -> None:
        raise NotImplementedError

    async def leave(self, ticket_id: int) -> None:
        raise NotImplementedError

    async def place(self, ticket_id: int) -> Place | None:
        return None

    async def in_conversation(self, channel: str) -> list[int]:
        raise NotImplementedError

    async def departments(self) -> list[NamedDepartment]:
        return []

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        raise NotImplementedError
