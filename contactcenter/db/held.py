"""SQLite's connections, held open and lent to one session after the other.

Beginning, committing and closing through the pool costs ten times what SQLite needs for it. The driver
is told to begin and to commit here; SQLAlchemy's session joins only when somebody asks it for something.
Measured in docs/decisions/0003.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from contactcenter.db import sqlite_here
from contactcenter.db.kept import Kept
from contactcenter.db.prepared import RAW


@dataclass(frozen=True, slots=True)
class _One:
    connection: AsyncConnection
    driver: sqlite_here.Connection
    session: AsyncSession
    """Used again and again: making and closing one costs as much as three statements."""


class Held:
    """Up to `size` connections of an engine of the dialect `here`, opened as they are needed."""

    def __init__(self, engine: AsyncEngine, *, size: int) -> None:
        self._engine = engine
        self._turn = asyncio.Semaphore(size)
        self._free: list[_One] = []

    @asynccontextmanager
    async def session(self, *, write_within_s: float | None = None) -> AsyncIterator[AsyncSession]:
        """A session inside a transaction that is undone unless `commit` is called.

        With `write_within_s` it holds the write lock from the start: `sqlite3.OperationalError` when
        another process does not give it in that many seconds.
        """
        async with self._turn:
            one = self._free.pop() if self._free else await self._connect()
            try:
                if write_within_s is None:
                    one.driver.execute("BEGIN")
                else:
                    await one.driver.begin_immediate(write_within_s)
                try:
                    yield one.session
                finally:
                    await _rest(one)
            finally:
                # One that cannot be brought back to rest, or that SQLAlchemy gave up, is of no more use.
                if one.connection.invalidated or one.driver.in_transaction:
                    await one.connection.close()
                else:
                    self._free.append(one)

    async def foreign_commits(self) -> tuple[object, object]:
        """Another value than last time when somebody else has committed since, for a single connection.

        SQLite's `data_version` does not count a connection's own commits.
        """
        async with self._turn:
            one = self._free.pop() if self._free else await self._connect()
            try:
                return one.driver, one.driver.execute("PRAGMA data_version").fetchall()
            finally:
                self._free.append(one)

    async def close(self) -> None:
        """Close those that rest."""
        while self._free:
            await self._free.pop().connection.close()

    async def _connect(self) -> _One:
        connection = await self._engine.connect()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, sqlite_here.Connection)  # noqa: S101  # the engine's dialect is `here`
        session = AsyncSession(connection, expire_on_commit=False, autoflush=False, info={RAW: driver})
        return _One(connection, driver, session)


async def _rest(one: _One) -> None:
    """Undo what was not committed, and forget everything, so that the next begins afresh."""
    session = one.session
    if session.in_transaction():
        # Closed, not rolled back: what was read stays readable.
        await session.close()
    elif session.new or session.identity_map:
        session.sync_session.close()
    session.info.clear()
    session.info[RAW] = one.driver
    if not one.connection.invalidated and one.driver.in_transaction:
        one.driver.rollback()


async def commit(session: AsyncSession) -> None:
    """Commit a held session that is flushed. The disk is waited for by whoever needs it (db/kept.py)."""
    driver = session.info[RAW]
    if driver.in_transaction:
        driver.commit_here()
    if session.in_transaction():
        await session.commit()


def kept_by(session: AsyncSession) -> Kept:
    """What knows whether a held session's commits are on the disk."""
    kept: Kept = session.info[RAW].kept
    return kept


def changes_by(session: AsyncSession) -> int:
    """How many rows a held session's connection has written since it was opened."""
    driver: sqlite_here.Connection = session.info[RAW]
    return driver.total_changes


async def flush(session: AsyncSession) -> None:
    """Write out what the session holds, when it holds something: even a vain flush costs a change of greenlet."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
