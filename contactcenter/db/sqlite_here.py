"""SQLite on the event loop's own thread, for statements that take microseconds.

aiosqlite gives each statement to a thread and waits for it: two changes of thread, which cost more than
the statement. A transaction of ours is a handful of point reads and writes under the one write lock, so
they run here and now. What may really wait does not hold the loop: a commit's fsync goes to a thread
unless the disk has just shown itself faster than a change of thread, and another process's lock is asked
for again after a pause. Lists, searches and everything
else that may read much stay with aiosqlite's threads. Measured in docs/decisions/0003.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_

if TYPE_CHECKING:

    from sqlalchemy.engine.interfaces import DBAPIModule
    from sqlalchemy.engine.url import URL

FIRST_PAUSE_S = 0.002
LONGEST_PAUSE_S = 0.05
FAST_COMMIT_S = 0.001
"""A commit as short as this is done on the loop: handing it to a thread would hold the loop as long."""
IN_THREAD_FOR = 50
"""After a slow commit so many go to a thread before the disk is tried again."""


class Cursor(sqlite3.Cursor):
    """A cursor that SQLAlchemy's asyncio results can ask to let go; there is nothing to wait for."""

    async def _async_soft_close(self) -> None:
        return None


class Connection(sqlite3.Connection):
    """A connection whose commit does not hold the event loop."""

    def __init__(self, database: str) -> None:
        super().__init__(database, check_same_thread=False)
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
        self._in_thread_for = 0

    def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(factory)

    def commit(self) -> None:
        """Commit from within a greenlet: how SQLAlchemy asks for it."""
        if self.in_transaction:
            await_(self.commit_here())

    async def commit_here(self) -> None:
        """Commit. The disk's pause goes to a thread when it is known to be long."""
        if self._in_thread_for:
            self._in_thread_for -= 1
            await self._in_thread()
            return
        begun = time.perf_counter()
        super().commit()
        if time.perf_counter() - begun > FAST_COMMIT_S:
            self._in_thread_for = IN_THREAD_FOR

    async def begin_immediate(self, timeout_s: float) -> None:
        """Take the write lock, waiting for another process without holding the loop.

        Raises `sqlite3.OperationalError` when it is not free within the time.
        """
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + timeout_s, FIRST_PAUSE_S
        while True:
            try:
                self.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or loop.time() >= end:
                    raise
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def close(self) -> None:
        self._committer.shutdown(wait=True)
        super().close()

    async def _in_thread(self) -> None:
        # Shielded: a cancelled request must not leave a commit half known while the next one begins.
        task = asyncio.get_running_loop().run_in_executor(self._committer, super().commit)
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError as error:
                cancelled = error
        task.result()
        if cancelled is not None:
            raise cancelled


class HereDialect(SQLiteDialect_pysqlite):
    """`sqlite+here://`: pysqlite under SQLAlchemy's asyncio engine."""

    driver = "here"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> DBAPIModule:
        return sqlite3  # type: ignore[return-value]

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: str, **options: object) -> Connection:  # type: ignore[override]
        return Connection(arguments[0])

    def get_driver_connection(self, connection: object) -> object:
        return connection


registry.register("sqlite.here", __name__, "HereDialect")
