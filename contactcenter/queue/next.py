"""Taking the next inquiry of one's lists: pulled, where live ones are offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.claim import take
from contactcenter.queue.decide import may_serve
from contactcenter.queue.line import Kind, Waiting
from contactcenter.queue.rules import policy
from contactcenter.queue.staffed import seat_of
from contactcenter.queue.tables import QueueRow
from contactcenter.queue.waiting import refused
from contactcenter.seats.capacity import Capacity
from contactcenter.tickets.errors import Conflict, Forbidden
from contactcenter.tickets.tables import TicketRow

LOOKED_AT = 20
"""So many of a queue are looked at: whoever cannot serve any of them is told that there is nothing for them."""


async def take_next(
    session: AsyncSession, *, scope: Scope, actor: Actor, capacity: Capacity, now: datetime
) -> int | None:
    """Take the inquiry of my queues' lists whose turn it is, of those that I may serve. Its id; None: there is none."""
    if scope.staff_id is None:
        raise Forbidden("A program's token cannot own a ticket: assign it to a person.")
    if not scope.queue_ids:
        raise Forbidden("You belong to no department: an admin can change that.")
    rules = await policy(session, capacity=capacity)
    seat = await seat_of(session, scope.staff_id)
    found = await in_lists(session, seat.queues, now)
    for one in sorted(found, key=lambda one: one.turn):
        if not may_serve(one, seat, rules, now):
            continue
        try:
            async with session.begin_nested():
                await take(session, scope=scope, actor=actor, now=now, ticket_id=one.ticket_id)
        except Conflict:
            continue  # a colleague was faster
        return one.ticket_id
    return None


async def in_lists(session: AsyncSession, queues: frozenset[int], now: datetime) -> list[Waiting]:
    """The first who wait in the lists of these queues, and all with a priority."""
    found: dict[int, Waiting] = {}
    for queue_id in sorted(queues):
        queue = await session.get(QueueRow, queue_id)
        if queue is None:
            continue
        of_queue = (
            select(TicketRow.id, TicketRow.channel, TicketRow.locale, TicketRow.priority, TicketRow.waiting_key)
            .where(TicketRow.queue_id == queue_id, TicketRow.lane == "waiting", TicketRow.live.is_(False))
            .order_by(TicketRow.waiting_key, TicketRow.id).limit(LOOKED_AT)
        )
        # Those with a priority are few, and stand where the order of waiting does not show them.
        for query in (of_queue, of_queue.where(text("priority <> 0 AND lane = 'waiting'"))):
            for row in await session.execute(query):
                language = row.locale if queue.by_language else ""
                found[row.id] = Waiting(
                    row.id, Kind(queue_id, row.channel, language, row.priority + queue.priority), row.waiting_key
                )
    declined = await refused(session, sorted(found), now)
    return [replace(one, refused=declined.get(one.ticket_id, {})) for one in found.values()]
