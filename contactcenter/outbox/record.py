"""Writing down how attempts ended: those that end while a commit runs wait, and go with the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.outbox.lease import Ended, settle
from contactcenter.outbox.tables import DeliveryRow

log = structlog.get_logger(__name__)


class Tell(Protocol):
    """Hears where deliveries stand now, in the transaction that settles them."""

    async def __call__(self, session: AsyncSession, deliveries: Sequence[DeliveryRow], *, now: datetime) -> None: ...


class Recorder:
    """Settles attempts in sets. A set never waits for more to come."""

    def __init__(self, database: Database, tell: Tell, clock: Clock) -> None:
        self._database = database
        self._tell = tell
        self._clock = clock
        self._waiting: list[tuple[Ended, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, ended: Ended) -> None:
        """Return once it is committed. Raises what kept it from being so."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((ended, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="delivery records")
        await future

    async def close(self) -> None:
        """Wait until everything that was put is settled, or could not be."""
        if self._task is not None:
            await self._task

    async def _drain(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            await self._settle_or_halve(taken)

    async def _settle_or_halve(self, taken: Sequence[tuple[Ended, asyncio.Future[None]]]) -> None:
        """One that cannot be written must not keep the others from it."""
        try:
            async with self._database.transaction() as session:
                now = self._clock()
                rows = await settle(session, [ended for ended, _ in taken], now=now)
                await self._tell(session, rows, now=now)
        except Exception as error:  # noqa: BLE001  # it is the attempt's to raise
            if len(taken) > 1 and not passing(error):
                middle = len(taken) // 2
                await self._settle_or_halve(taken[:middle])
                await self._settle_or_halve(taken[middle:])
                return
            # A database that is away is away for all of them.
            for _, future in taken:
                if not future.done():
                    future.set_exception(error)
            return
        settled = {row.id for row in rows}
        for ended, future in taken:
            if ended.row.id not in settled:
                log.warning("outbox.lease_lost", delivery_id=ended.row.id)
            if not future.done():  # its attempt may have been given up meanwhile
                future.set_result(None)
