"""How readers of the log learn that there is more.

This process's own commits wake it at once. Another process's commits show, on SQLite, in the writing
connection's `PRAGMA data_version` (polled), and on PostgreSQL by NOTIFY. A wake-up carries nothing: the reader
asks the log, so a lost or doubled one costs at most one poll.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from contactcenter.db.engine import Database
from contactcenter.ending import end

Cares = Callable[[object], bool]
CHANNEL = "contactcenter_log"
AFTER_S = 0.001
"""How long after the live screens the others are asked: by then their sockets are written to, and read by whoever
is on this machine."""
SQLITE_POLL_S = 0.1
POSTGRES_POLL_S = 1.0
"""The net under LISTEN: a lost connection is noticed and the log read at least this often."""

log = structlog.get_logger(__name__)


class Wake:
    """Something to wait on until the log may have grown. Many may wait."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._at_once: list[asyncio.Event] = []
        self._waiters: dict[asyncio.Event, Cares | None] = {}
        self._others: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._database.committed.append(self.ring)
        watch = self._watch_sqlite if self._database.sqlite else self._watch_postgres
        self._task = asyncio.create_task(watch(), name="wake")

    async def close(self) -> None:
        if self._task is not None:
            await end(self._task)

    def subscribe(self, cares: Cares | None = None, *, at_once: bool = False) -> asyncio.Event:
        """An event that is set on every wake-up; the reader clears it before it reads.

        `cares` is asked about what this process has just committed, where that is known: who waits for what is rare
        is not woken by every chat message. `at_once` is for live screens, which are told before anybody else is asked.
        """
        waiter = asyncio.Event()
        if at_once:
            self._at_once.append(waiter)
        else:
            self._waiters[waiter] = cares
        return waiter

    def watch_others(self, event: asyncio.Event) -> None:
        """Set this event, too, when another process may have committed."""
        self._others.add(event)

    def ring(self, news: object = None) -> None:
        """This process has committed to the log: what, it says itself. Most are told a moment after the screens."""
        for waiter in self._at_once:
            waiter.set()
        asyncio.get_running_loop().call_later(AFTER_S, self._ring_those_who_care, news)

    def _ring_those_who_care(self, news: object) -> None:
        for waiter, cares in self._waiters.items():
            if cares is None or news is None or cares(news):
                waiter.set()

    def _ring_all(self) -> None:
        for waiter in (*self._at_once, *self._waiters, *self._others):
            waiter.set()

    async def _watch_sqlite(self) -> None:
        seen: object = None
        while True:
            try:
                # Asked by the connection that writes: our own commits are none of its changes, and wake nobody twice.
                commits = await self._database.foreign_commits()
                if commits != seen:
                    seen = commits
                    self._ring_all()
                await asyncio.sleep(SQLITE_POLL_S)
            except Exception as error:  # noqa: BLE001  # the watch must outlive anything
                log.warning("wake.failed", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _watch_postgres(self) -> None:
        url = make_url(self._database.url).set(drivername="postgresql")
        while True:
            connection: asyncpg.Connection[asyncpg.Record] | None = None
            try:
                connection = await asyncpg.connect(url.render_as_string(hide_password=False))
                await connection.add_listener(CHANNEL, lambda *_: self._ring_all())
                while not connection.is_closed():
                    await asyncio.sleep(POSTGRES_POLL_S)
                    self._ring_all()
            except Exception as error:  # noqa: BLE001
                log.warning("wake.failed", error=type(error).__name__)
                await asyncio.sleep(POSTGRES_POLL_S)
                self._ring_all()
            finally:
                if connection is not None:
                    with contextlib.suppress(Exception):
                        await connection.close(timeout=1)
