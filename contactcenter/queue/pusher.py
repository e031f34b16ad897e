"""Pushes mail and forms to who has room: once a second, and only where a queue wants it.

It follows no log: a mail that comes costs it nothing. Where no queue wants it, the database is not asked either, until
this process commits that a queue changed; for what others commit it looks again every `LOOK_AGAIN`. Each push is one
transaction that looks again, so that any number of processes may run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.events.news import telling
from contactcenter.events.tail import Logged
from contactcenter.queue import rules, staffed
from contactcenter.queue.decide import Match, decide
from contactcenter.queue.line import Line
from contactcenter.queue.next import in_lists
from contactcenter.queue.push import late, mails_held, push, recall, recalled_from
from contactcenter.queue.tables import QueueRow
from contactcenter.seats.capacity import Capacity, Load
from contactcenter.tickets.tables import NOT_WAITING, TicketRow

log = structlog.get_logger(__name__)
EVERY_S = 1.0
AT_ONCE = 50
"""So many are given away in one round; the next is a second later."""
LOOK_AGAIN = timedelta(seconds=10)
"""How late, at most, it is noticed that another process let a queue give its list away."""


class Pusher:
    """Gives what waits in lists to seats. `next_set` is a worker's step."""

    def __init__(self, database: Database, clock: Clock, *, capacity: Capacity) -> None:
        self._database = database
        self._clock = clock
        self._capacity = capacity
        self._asked: datetime | None = None
        """When no queue wanted it and nothing was out; None: nobody knows."""
        self._wakes = telling(_changes_a_queue)

    def heard(self, news: object) -> None:
        """For `Database.committed`: a queue may want it now."""
        if news is not None and self._wakes(news):
            self._asked = None

    async def next_set(self) -> int:
        """Recall what nobody opened, then give away what can be given. How much was done."""
        now = self._clock()
        if self._asked is not None and timedelta(0) <= now - self._asked < LOOK_AGAIN:
            return 0
        self._asked = now
        async with self._database.read() as session:
            over = await late(session, now=now)
            if await anything_to_do(session):
                self._asked = None
        done = 0
        for ticket_id in over:
            async with self._database.transaction(durable=False) as session:
                done += await recall(session, ticket_id=ticket_id, now=now)
        async with self._database.read() as session:
            matches = await matched(session, capacity=self._capacity, now=now)
        for match in matches:
            async with self._database.transaction(durable=False) as session:
                given = await push(session, ticket_id=match.ticket_id, staff_id=match.staff_id,
                                   capacity=self._capacity, now=self._clock())
            if given:
                log.info("ticket.pushed", ticket_id=match.ticket_id, staff_id=match.staff_id)
            done += given
        return done


def _changes_a_queue(event: Logged) -> bool:
    return event.type == "queue.changed"


async def anything_to_do(session: AsyncSession) -> bool:
    """Whether a queue gives its list away, or something that was given has not been opened."""
    asked = select(select(QueueRow.id).where(QueueRow.push == true()).exists() | select(TicketRow.id).where(
        text("pushed_until IS NOT NULL")
    ).exists())
    return bool((await session.execute(asked)).scalar_one())


async def matched(session: AsyncSession, *, capacity: Capacity, now: datetime) -> Sequence[Match]:
    """Who is to be given what now: by the queues' own strategies, whoever waits longest first (`decide`)."""
    queues = frozenset((await session.execute(select(QueueRow.id).where(QueueRow.push == true()))).scalars())
    if not queues:
        return ()
    ready = {one.staff_id: one for one in await staffed.ready(session, now=now) if not queues.isdisjoint(one.queues)}
    held = await mails_held(session, ready) if ready else {}
    # Their conversations are no matter here: what waits in a list is read between them.
    seats = {who: replace(seat, load=Load(mails=held[who])) for who, seat in ready.items()
             if held[who] < capacity.mails}
    if not seats:
        return ()
    waiting = await in_lists(session, queues, now)
    refused = await recalled_from(session, [one.ticket_id for one in waiting])
    line = Line(
        replace(one, refused={**one.refused, **dict.fromkeys(refused.get(one.ticket_id, ()), NOT_WAITING)})
        for one in waiting
    )
    policy = await rules.policy(session, capacity=capacity)
    matches: list[Match] = []
    # A decision gives one thing to a seat.
    while seats and len(matches) < AT_ONCE and (more := decide(line, seats.values(), policy, now, channels=None)):
        for match in more:
            matches.append(match)
            line.drop(match.ticket_id)
            seat = seats.pop(match.staff_id)
            if seat.load.mails + 1 < capacity.mails:
                load = Load(mails=seat.load.mails + 1)
                seats[match.staff_id] = replace(seat, idle_since=now, load=load)
    return matches
