"""Tickets of which an answer was taken back, as if it had never been: read from the log again, for it is rare."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.tables import EventRow
from contactcenter.measures.facts import TicketFact
from contactcenter.measures.project import TELLING, Projection
from contactcenter.measures.told import Hours, Known, Told
from contactcenter.tickets.row import stream


class _NoHours(Hours):
    """Of what is gone through again no time is counted."""

    def open_at(self, queue_id: int, at_us: int) -> bool:
        return True

    def open_us(self, queue_id: int, begin_us: int, end_us: int) -> int:
        return 0


class TakenBack:
    """How a ticket stands, up to a position of the log, without the answers that were taken back by then."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told

    def __call__(self, ticket_id: int, position: int) -> TicketFact | None:
        so_far = [one for one in self._told if one.position <= position and one.number("ticket_id") == ticket_id]
        gone = {one.number("message_id") for one in so_far if one.type == "reply.withdrawn"}
        again = Projection(Known(), _NoHours(), self)
        again.apply(
            one for one in so_far
            if one.type != "reply.withdrawn" and not (one.type == "reply.written" and one.number("message_id") in gone)
        )
        return again.known.tickets.get(ticket_id)


async def taken_back(session: AsyncSession, told: Sequence[Told]) -> TakenBack:
    """Of the tickets of which one of these events takes an answer back."""
    streams = sorted({stream(event.number("ticket_id") or 0) for event in told if event.type == "reply.withdrawn"})
    if not streams:
        return TakenBack(())
    rows = await session.execute(
        select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
        .where(EventRow.stream.in_(streams), EventRow.type.in_(sorted(TELLING))).order_by(EventRow.position)
    )
    return TakenBack([Told(*row) for row in rows])
