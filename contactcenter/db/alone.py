"""Being the only process that does something: PostgreSQL's advisory locks, which end with whoever held them.

With SQLite one process serves, and is alone. Nothing may depend on it for being right: a lock is lost with its
connection, and that is noticed only when it is asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contactcenter.db.engine import Database

SPACE = 0x6D6278
"""The first key of every lock taken here ('mbx'): PostgreSQL has one space of them for a whole database."""


class Alone:
    """This process's locks, on one connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._held: set[str] = set()
        self._asking = asyncio.Lock()

    async def mine(self, name: str) -> bool:
        """Whether the thing of this name is ours to do, now and until asked again. Raises the database's errors."""
        if self._database.sqlite:
            return True
        async with self._asking:
            try:
                return await self._ask(name)
            except BaseException:
                # Whether a lock was given is not known: without its connection there is none.
                await self._part()
                raise

    async def close(self) -> None:
        """Give everything up: another process takes it over at once."""
        async with self._asking:
            await self._part()

    async def _ask(self, name: str) -> bool:
        if self._connection is None:
            connection = await self._database.writer.connect()
            # No transaction stays open: an idle one would be ended, and the lock with it.
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if name in self._held:
            await self._connection.execute(text("SELECT 1"))
            return True
        given = bool((await self._connection.execute(
            text("SELECT pg_try_advisory_lock(:space, hashtext(:name))"), {"space": SPACE, "name": name}
        )).scalar_one())
        if given:
            self._held.add(name)
        return given

    async def _part(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            with contextlib.suppress(Exception):
                # Not back into the pool: there it would keep its locks.
                await connection.invalidate()
                await connection.close()
