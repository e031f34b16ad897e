"""What a transaction leaves of the tickets and messages that it wrote, for the screens it is told to.

It is what a read right after the commit would give. A ticket counts only as long as nothing else in the
transaction has changed it: every change that shows takes the ticket's next version (`row.happen`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.tickets.in_hand import TicketInHand


@dataclass(frozen=True, slots=True)
class Left:
    """Rows by id, as they stand when the transaction ends. Messages have the columns of their table."""

    tickets: dict[int, TicketInHand] = field(default_factory=dict)
    messages: dict[int, SimpleNamespace] = field(default_factory=dict)


def leave(session: AsyncSession, tickets: Iterable[TicketInHand], messages: Iterable[Mapping[str, object]]) -> None:
    """Say what was written."""
    left = session.info.setdefault("left", Left())
    left.tickets.update((one.id, one) for one in tickets)
    left.messages.update((one["id"], SimpleNamespace(**one)) for one in messages)
