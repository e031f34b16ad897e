"""What a carrier is told to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from contactcenter.envelope.files import BlobRef

OrderKind = Literal[
    "ring", "connect", "line", "hang_up", "hold", "resume", "mute", "unmute", "mode", "fetch", "look", "forget"
]
"""ring: somebody's telephone. connect: the caller into the room; line: back to the waiting music. mode: how a
supervisor takes part. fetch: a recording; forget: remove it at the carrier. look: how the carrier says a leg stands."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a carrier is to do. `key` is stable over every attempt (law 5). `remote_id`: of the leg, if it has one."""

    key: str
    kind: OrderKind
    call_id: int
    stay: int
    leg_id: int | None = None
    remote_id: str | None = None
    to: str = ""
    """A number, or `browser:` and a seat's name."""
    sender: str = ""
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """It was done. `remote_id`: of whom was rung. `over`: what `look` found, empty while the leg goes on."""

    remote_id: str = ""
    over: str = ""
    blob: BlobRef | None = None
    media_type: str = ""


class Exchange(Protocol):
    """How a carrier is told what to do. Raises `SendError`."""

    async def carry_out(self, order: Order) -> Done: ...
