"""A desk of which nothing is asked; what a test needs of it, a desk of its own answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from contactcenter.envelope import (
    Accepted,
    Address,
    BlobRef,
    Line,
    NamedDepartment,
    OpenState,
    Place,
    Raw,
    Standing,
    Transcript,
)


class UnaskedDesk:
    """Whatever is asked of it fails the test."""

    async def accept(self, raws: Sequence[Raw]) -> list[Accepted]:
        raise NotImplementedError

    async def accept_now(self, raw: Raw) -> Accepted:
        raise NotImplementedError

    async def store(self, chunks: AsyncIterator[bytes], *, limit: int) -> BlobRef:
        raise NotImplementedError

    async def read(self, blob: BlobRef) -> bytes:
        raise NotImplementedError

    async def is_our_address(self, address: str) -> bool:
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

    async def stopped_here(self, address: Address, *, channel: str, ours: str) -> str | None:
        raise NotImplementedError

    async def seen(self, ticket_id: int, *, version: int) -> None:
        raise NotImplementedError

    async def come(self, ticket_id: int) -> None:
        raise NotImplementedError

    async def leave(self, ticket_id: int) -> None:
        raise NotImplementedError

    async def place(self, ticket_id: int) -> Place | None:
        raise NotImplementedError

    async def in_conversation(self, channel: str) -> list[int]:
        raise NotImplementedError

    async def departments(self) -> list[NamedDepartment]:
        raise NotImplementedError

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        raise NotImplementedError
