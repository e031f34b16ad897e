"""SQLite on the event loop's own thread, for statements that take microseconds.

aiosqlite gives each statement to a thread and waits for it: two changes of thread, which cost more than
the statement. A transaction of ours is a handful of point reads and writes under the one write lock, so
they run here and now. What may really wait does not hold the loop: the disk is waited for apart from the
commit, once for all who wait (db/kept.py), and another process's lock is asked for again after a pause.
Lists, searches and everything else that may read much stay with aiosqlite's threads. Measured in
docs/decisions/0003.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_

from contactcenter.db.kept import Kept

if TYPE_CHECKING:

    from sqlalchemy.engine.interfaces import DBAPIModule
    from sqlalchemy.engine.url import URL

FIRST_PAUSE_S = 0.002
LONGEST_PAUSE_S = 0.05


class Cursor(sqlite3.Cursor):
    """A cursor that SQLAlchemy's asyncio results can ask to let go; there is nothing to wait for."""

    async def _async_soft_close(self) -> None:
        return None


class Connection(sqlite3.Connection):
    """A connection whose commit does not hold the event loop."""

    def __init__(self, database: str) -> None:
        super().__init__(database, check_same_thread=False)
        self.kept = Kept(Path(f"{database}-wal"))
        """Whether what was committed here is on the disk."""
        self._changes = 0

    def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(factory)

    def commit(self) -> None:
        """Commit and wait for the disk, from within a greenlet: how SQLAlchemy asks for it."""
        if self.in_transaction:
            super().commit()
            self.kept.more()
            await_(self.kept.wait())

    def commit_here(self) -> None:
        """Commit: everybody sees it. Whoever promises something on it waits for `kept` before."""
        super().commit()
        # Most looks for something to do find nothing, and nothing was written.
        if self.total_changes != self._changes:
            self._changes = self.total_changes
            self.kept.more()

    async def begin_immediate(self, timeout_s: float) -> None:
        """Take the write lock, waiting for another process without holding the loop.

        Raises `sqlite3.OperationalError` when it is not free within the time.
        """
        end, pause = 0.0, FIRST_PAUSE_S
        while True:
            try:
                self.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                now = asyncio.get_running_loop().time()
                end = end or now + timeout_s
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or now >= end:
                    raise
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def close(self) -> None:
        self.kept.close()
        super().close()


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
