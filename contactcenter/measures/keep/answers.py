"""The answers of tickets of which one was taken back: read from the log, for it is rare."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.tables import EventRow
from contactcenter.measures.project import Told
from contactcenter.tickets.row import stream

Answer = tuple[int, int | None, int]


class Answers:
    """Which answer of a ticket is its first, up to a position of the log."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told

    def __call__(self, ticket_id: int, position: int) -> Answer | None:
        standing: dict[int, Answer] = {}
        for event in self._told:
            message_id = event.number("message_id")
            if event.position > position or event.number("ticket_id") != ticket_id or message_id is None:
                continue
            if event.type == "reply.withdrawn":
                standing.pop(message_id, None)
            elif event.actor_kind in ("staff", "token"):
                standing[message_id] = (
                    event.at_us, event.actor_id if event.actor_kind == "staff" else None, message_id,
                )
        return next(iter(standing.values()), None)


async def answers(session: AsyncSession, told: Sequence[Told]) -> Answers:
    """Of the tickets of which one of these events takes an answer back."""
    streams = sorted({stream(event.number("ticket_id") or 0) for event in told if event.type == "reply.withdrawn"})
    if not streams:
        return Answers(())
    rows = await session.execute(
        select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
        .where(EventRow.stream.in_(streams), EventRow.type.in_(("reply.written", "reply.withdrawn")))
        .order_by(EventRow.position)
    )
    return Answers([Told(*row) for row in rows])
