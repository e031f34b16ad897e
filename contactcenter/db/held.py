"""SQLite's connections, held open and lent to one session after the other.

Beginning, committing and closing through the pool costs ten times what SQLite needs for it. The driver
is told to begin and to commit here; SQLAlchemy's session joins only when somebody asks it for something.
Measured in docs/decisions/0003.
"""

from __future__ import annotations

import asyncio
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

    def session(self, *, write_within_s: float | None = None) -> Lent:
        """A session inside a transaction that is undone unless `commit` is called.

        With `write_within_s` it holds the write lock from the start: `sqlite3.OperationalError` when
        another process does not give it in that many seconds.
        """
        return Lent(self, write_within_s)

    async def take(self, write_within_s: float | None) -> _One:
        """A connection whose transaction has begun. It must be given back."""
        await self._turn.acquire()
        try:
            one = self._free.pop() if self._free else await self._connect()
        except BaseException:
            self._turn.release()
            raise
        try:
            if write_within_s is None:
                one.driver.execute("BEGIN")
            else:
                await one.driver.begin_immediate(write_within_s)
        except BaseException:
            await self.give_back(one)
            raise
        return one

    async def give_back(self, one: _One) -> None:
        """What was not committed is undone."""
        try:
            await _rest(one)
        finally:
            try:
                # One that cannot be brought back to rest, or that SQLAlchemy gave up, is of no more use.
                if one.connection.invalidated or one.driver.in_transaction:
                    await one.connection.close()
                else:
                    self._free.append(one)
            finally:
                self._turn.release()

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


class Lent:
    """`async with held.session()`, without what a generator costs: it is in the way of every message."""

    __slots__ = ("_held", "_one", "_write_within_s")

    def __init__(self, held: Held, write_within_s: float | None) -> None:
        self._held = held
        self._write_within_s = write_within_s

    async def __aenter__(self) -> AsyncSession:
        self._one = await self._held.take(self._write_within_s)
        return self._one.session

    async def __aexit__(self, *_: object) -> None:
        await self._held.give_back(self._one)


async def _rest(one: _One) -> None:
    """Undo what was not committed, and forget everything, so that the next begins afresh."""
    session = one.session
    if session.in_transaction():
        # Closed, not rolled back: what was read stays readable.
        await session.close()
    elif session.identity_map:
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
    # What is added or changed puts it into a transaction; to ask for the changes themselves is slow.
    if session.in_transaction() and (session.new or session.dirty or session.deleted):
        await session.flush()
