"""What ends by itself while the router runs: an offer that rang long enough, a seat's state, an empty seat's work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.db.prepared import Prepared
from contactcenter.queue.offer import miss
from contactcenter.queue.rescue import anything_left, return_others
from contactcenter.queue.tables import OfferRow
from contactcenter.seats.presence import anything_over, expire

LOOK_AT_CLOCK = timedelta(seconds=0.5)
LOOK_FOR_LEFT = timedelta(seconds=5)
"""What an empty seat still has goes back after hours: some seconds more are no matter."""
_LATE = Prepared(
    select(OfferRow.id)
    .where(OfferRow.outcome.is_(None), OfferRow.expires_at <= bindparam("now", type_=OfferRow.expires_at.type))
)


class Clockwork:
    """Looks at the clock now and then, and lets end what is over by it."""

    def __init__(self, database: Database, clock: Clock, *, return_after: timedelta) -> None:
        """`return_after`: how long an empty seat keeps its other work."""
        self._database = database
        self._clock = clock
        self._return_after = return_after
        self._looked_at: datetime | None = None
        self._looked_for_left_at: datetime | None = None

    async def moves_on(self) -> int:
        """End what is over. Returns how much that was; the log tells of each."""
        now = self._clock()
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOK_AT_CLOCK:
            return 0
        self._looked_at = now
        await self._database.lull.wait()
        async with self._database.near() as session:
            late = [row.id for row in await _LATE.rows(session, {"now": now})]
            over = await anything_over(session, now=now)
        left = await self._anything_left(now)
        for offer_id in late:
            async with self._database.transaction(durable=False) as session:
                await miss(session, offer_id=offer_id, now=now)
        if over:
            async with self._database.transaction(durable=False) as session:
                await expire(session, now=now)
        if left:
            async with self._database.transaction(durable=False) as session:
                await return_others(session, after=self._return_after, now=now)
        return len(late) + bool(over) + bool(left)

    async def _anything_left(self, now: datetime) -> bool:
        if self._looked_for_left_at is not None and timedelta(0) <= now - self._looked_for_left_at < LOOK_FOR_LEFT:
            return False
        self._looked_for_left_at = now
        # In a reader's thread: among many tickets it takes some milliseconds, for which a chat message would wait.
        async with self._database.read() as session:
            return await anything_left(session, after=self._return_after, now=now)
