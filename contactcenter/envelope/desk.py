"""What a channel may ask of the core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contactcenter.envelope.address import Address
from contactcenter.envelope.files import BlobRef
from contactcenter.envelope.inbound import Raw
from contactcenter.envelope.receipts import Settled
from contactcenter.envelope.standing import Line, NamedDepartment, OpenState, Place, Standing


@dataclass(frozen=True, slots=True)
class Accepted:
    """What `Desk.accept` kept. `ticket_id` and `message_id` once it is understood, else None."""

    inbound_id: int
    ticket_id: int | None = None
    message_id: int | None = None
    version: int | None = None
    duplicate: bool = False


class Unavailable(Exception):
    """The core could not commit just now: the door must say "try again" (SMTP 451, exit 75)."""


class NoRoom(Unavailable):
    """The disk is full (SMTP 452)."""


Transcript = Literal["queued", "nothing_yet", "too_many"]
"""What became of the wish for a transcript: it goes once a librarian has answered, and a few times a day."""


class Desk(Protocol):
    """What a channel may ask of the core."""

    async def accept(self, raws: Sequence[Raw]) -> list[Accepted]:
        """Commit what arrived, as a set; return once it is safe. Raises `Unavailable`.

        Understanding follows by itself; nothing said here waits for it.
        """
        ...

    async def accept_now(self, raw: Raw) -> Accepted:
        """Commit one arrival and understand it before returning (form, walk-in, chat)."""
        ...

    async def unknown(self, keys: Sequence[str]) -> set[str]:
        """Those identity keys of which nothing has come yet."""
        ...

    async def store(self, chunks: AsyncIterator[bytes], *, limit: int) -> BlobRef:
        """Keep a file by streaming it. Raises `ValueError` when it is over `limit` bytes."""
        ...

    async def read(self, blob: BlobRef) -> bytes:
        """The bytes of a stored file."""
        ...

    async def is_our_address(self, address: str) -> bool:
        """Whether mail to this address is for us (a department's, or a signed reply address)."""
        ...

    async def settle(
        self, delivery_id: int, *, state: Settled, code: str = "", detail: str = "", remote_id: str = "",
        again: bool = False,
    ) -> None:
        """A later word on a delivery. Doing it twice is once, and what comes late takes nothing back.

        `remote_id`: of which attempt, by the far side's name of it. `again`: what failed is tried again later.
        """
        ...

    async def history(self, ticket_id: int, *, after: int = 0) -> list[Line]:
        """The messages of a ticket that its patron may see, after a ticket version."""
        ...

    async def standing(self, ticket_id: int) -> Standing | None:
        """How a ticket stands for its patron; None when there is no such ticket (any more)."""
        ...

    async def transcript(self, ticket_id: int, *, email: str) -> Transcript:
        """Send what its patron may see of a ticket to an address. Asked twice with nothing new between, it is once."""
        ...

    async def stopped_here(self, address: Address, *, channel: str, ours: str) -> str | None:
        """The language of somebody whom we alone stopped sending to, without the carrier's knowing; "" is not known.

        None: they are not stopped, or the carrier stops what leaves from that number of ours itself.
        Raises `Unavailable`.
        """
        ...

    async def seen(self, ticket_id: int, *, version: int) -> None:
        """The patron's screen has shown everything up to this version of the ticket."""
        ...

    async def come(self, ticket_id: int) -> None:
        """The patron of a conversation is at the other end now: it is offered to a librarian. Twice is once."""
        ...

    async def leave(self, ticket_id: int) -> None:
        """They are gone: what they asked stays, and rings no longer."""
        ...

    async def place(self, ticket_id: int) -> Place | None:
        """Where the patron of a ticket stands in the line; None where they do not wait for a librarian."""
        ...

    async def in_conversation(self, channel: str) -> list[int]:
        """The tickets of a channel whose patrons were last known to be there (before a restart, say)."""
        ...

    async def departments(self) -> list[NamedDepartment]:
        """The departments that a patron may choose, the general desk first."""
        ...

    async def hours(self, at: datetime, queue: str | int | None = None) -> OpenState:
        """The opening hours of a queue at a moment: by its slug, as patrons choose it, or its id.

        Without one, or where there is no such queue, those of the general desk.
        """
        ...
