"""Delivering: lease, send, record. At least once, under one stable key.

Only a crash between the far side's yes and our commit repeats a delivery, and then under the same
Message-ID. What is sent, and what the ticket hears of it, is given by those above: the outbox knows
neither tickets nor channels.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.envelope import Outbound, Sender, SendError
from contactcenter.logs import place
from contactcenter.outbox.backoff import GIVE_UP_AFTER, next_delay
from contactcenter.outbox.lease import LEASE, RENEW_EVERY_S, Ended, anything_due, lease_due, renew
from contactcenter.outbox.record import Recorder, Tell
from contactcenter.outbox.tables import DeliveryRow

log = structlog.get_logger(__name__)
Build = Callable[[AsyncSession, DeliveryRow], Awaitable[Outbound | None]]
AT_ONCE = 20
"""Deliveries under way at the same time in one process."""
PLACE_AT_ONCE = 3
"""Of these to one place: one of the relay's four connections is always left to the others."""
PATIENCE_S = 1.0
"""So long a set is waited for before the next is begun beside it."""
ATTEMPT_S = 240.0
"""Above a slow relay's time for a large mail (SMTP: 30 s a command, and the data)."""
SAFE_S = LEASE.total_seconds() - RENEW_EVERY_S
"""Not renewed for so long, the attempts are given up before the lease ends and another begins them."""


class Deliverer:
    """Sends what is due. Whoever is slow keeps their own attempts waiting, not those of others."""

    def __init__(
        self, *, database: Database, senders: Mapping[str, Sender], build: Build, tell: Tell, clock: Clock,
        held: Callable[[], bool] = lambda: False,
    ) -> None:
        """`held` tells whether what we send by ourselves should wait just now."""
        self._database = database
        self._senders = senders
        self._build = build
        self._recorder = Recorder(database, tell, clock)
        self._held = held
        self._clock = clock
        self._sets: set[asyncio.Task[None]] = set()
        self._under_way: Counter[str] = Counter()
        """Attempts by place."""

    async def next_set(self) -> int:
        """Begin the next deliveries that are due; returns how many.

        Waits for them, but no longer than `PATIENCE_S`: what takes longer goes on beside the next set. Raises what kept
        an attempt of this or an earlier set from being recorded.
        """
        self._ended()
        free = AT_ONCE - self._under_way.total()
        if free <= 0:
            await asyncio.wait(self._sets, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
            return 0
        async with self._database.near() as session:
            held = self._held()
            if not await anything_due(session, held=held):
                return 0
        async with self._database.transaction() as session:
            rows = await lease_due(session, limit=free, channels=tuple(self._senders), room=self._room, held=held)
        if rows:
            for row in rows:
                self._under_way[row.place] += 1
            begun = asyncio.create_task(self._attempt_all(rows), name="deliveries")
            self._sets.add(begun)
            await asyncio.wait({begun}, timeout=PATIENCE_S)
            self._ended()
        return len(rows)

    async def close(self) -> None:
        """Give up what is under way: its leases end, and it is sent again under the same Message-ID.

        What has left is written down first, or it would leave twice.
        """
        for begun in self._sets:
            begun.cancel()
        await asyncio.gather(*self._sets, return_exceptions=True)
        self._sets.clear()
        await self._recorder.close()

    def _room(self, place: str) -> int:
        return PLACE_AT_ONCE - self._under_way[place]

    def _ended(self) -> None:
        ended = {one for one in self._sets if one.done()}
        self._sets -= ended
        for one in ended:
            one.result()

    async def _attempt_all(self, rows: Sequence[DeliveryRow]) -> None:
        attempts = [asyncio.create_task(self._attempt_counted(row)) for row in rows]
        keeper = asyncio.create_task(self._hold(rows[0].lease or "", attempts))
        try:
            ends = await asyncio.gather(*attempts, return_exceptions=True)
        finally:
            keeper.cancel()
            for attempt in attempts:
                attempt.cancel()
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _hold(self, lease: str, attempts: Sequence[asyncio.Task[None]]) -> None:
        """Renew the lease while the attempts last; give them up while it surely is still ours."""
        renewed = time.monotonic()
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            began = time.monotonic()
            try:
                async with asyncio.timeout(renewed + SAFE_S - began), self._database.transaction() as session:
                    await renew(session, lease=lease)
                renewed = began
            except Exception as error:  # noqa: BLE001  # the database may be back for the next renewal
                log.warning("outbox.lease_not_renewed", error=type(error).__name__)
            if time.monotonic() - renewed >= SAFE_S:
                for attempt in attempts:
                    attempt.cancel()
                return

    async def _attempt_counted(self, row: DeliveryRow) -> None:
        try:
            await self._attempt(row)
        finally:
            self._under_way[row.place] -= 1

    async def _attempt(self, row: DeliveryRow) -> None:
        try:
            async with self._database.near() as session:
                message = await self._build(session, row)
            if message is None:
                ended = Ended(row, "failed", "content_gone", "The message is no longer there.")
            else:
                async with asyncio.timeout(ATTEMPT_S):
                    receipt = await self._senders[row.channel].send(message)
                ended = Ended(row, "sent", remote_id=receipt.remote_id or None)
        except SendError as error:
            ended = self._failed(row, error)
        except TimeoutError:
            ended = self._failed(row, SendError("timeout", f"no answer within {ATTEMPT_S:.0f} s"))
        except Exception as error:  # noqa: BLE001  # a sender's bug is a temporary failure, and is logged
            log.error("outbox.sender_failed", delivery_id=row.id, error=type(error).__name__,  # noqa: TRY400
                      place=place(error))
            ended = self._failed(row, SendError("internal", type(error).__name__))
        await self._recorder.put(ended)

    def _failed(self, row: DeliveryRow, error: SendError) -> Ended:
        now = self._clock()
        if error.not_before is not None:
            return Ended(row, "delayed", error.code, error.detail, error.not_before)
        if error.permanent or now - row.created_at >= GIVE_UP_AFTER:
            return Ended(row, "failed", error.code, error.detail)
        return Ended(row, "delayed", error.code, error.detail, now + next_delay(row.attempts + 1, error.code))
