"""The engine of each dialect, and the one way to write: `Database.transaction()`.

SQLite: one connection writes and begins IMMEDIATE, so a transaction never fails half way for want
of the lock; others read a WAL snapshot. PostgreSQL: a pool; `idle_in_transaction_session_timeout`
ends a stuck writer, so that those who wait for the log's lock wait at most that long.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import aiosqlite
import orjson
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlalchemy.util import await_

from contactcenter.db import sqlite_here
from contactcenter.db.held import Held, Lent, changes_by, commit, flush, kept_by
from contactcenter.db.kept import Kept
from contactcenter.db.lull import Lull
from contactcenter.settings import Database as DatabaseSettings

BUSY_TIMEOUT_S = 15.0
"""SQLite: how long a writer waits for another process (`deliver`) to finish; far above one commit."""
CHECKPOINT_AT_PAGES = 16_384
"""SQLite: at 64 MB a commit moves the write-ahead log into the file itself, where `checkpoint` has not."""
SYNCHRONOUS = "NORMAL"
"""SQLite writes in order; that a commit is on the disk before anything is promised on it, `db/kept.py` sees to."""


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()


class Database:
    """Both engines and what wakes the readers of the log."""

    def __init__(self, settings: DatabaseSettings, data_dir: Path) -> None:
        self.url = address(settings.url, data_dir)
        self.sqlite = self.url.startswith("sqlite")
        self.lull = Lull()
        self.committed: list[Callable[[object], None]] = []
        """Called after each commit that recorded events, with `session.info["news"]`: this process's own wake-up."""
        self.queued: list[Callable[[], None]] = []
        """Called after each commit that put something into the outbox."""
        self._kept: Kept | None = None
        self._changes = 0
        if self.sqlite:
            # What patrons wrote is no other user's of this machine.
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            here = self.url.replace("sqlite+aiosqlite:", "sqlite+here:")
            self.writer = _sqlite_engine(here, immediate=True, pool_size=1)
            self.reader = _sqlite_engine(self.url, immediate=False, pool_size=settings.pool_size)
            near = _sqlite_engine(here, immediate=False, pool_size=settings.pool_size)
            self._engines: tuple[AsyncEngine, ...] = (self.writer, self.reader, near)
            self._held_writer = Held(self.writer, size=1)
            self._held_near = Held(near, size=settings.pool_size)
        else:
            self.writer = create_async_engine(
                self.url,
                pool_size=settings.pool_size,
                max_overflow=settings.pool_size,
                pool_pre_ping=True,
                hide_parameters=True,
                json_serializer=_dumps,
                json_deserializer=orjson.loads,
                connect_args={
                    "server_settings": {
                        "idle_in_transaction_session_timeout": str(
                            int(settings.writer_timeout_s * 1000)
                        ),
                        "application_name": "contactcenter",
                        "jit": "off",
                    }
                },
            )
            self.reader = self.writer
            self._engines = (self.writer,)

    def transaction(self, *, durable: bool = True) -> AbstractAsyncContextManager[AsyncSession]:
        """A session whose work commits as a whole at the end, or not at all.

        What was put into `session.info["at_end"]` runs last, just before the commit: the events
        get their positions there (design: position order is commit order).

        It returns when the work is on the disk, so that something may be promised on it. Not `durable`: as soon as
        everybody sees it. That is for what would simply be done again, should the machine's power fail in the next
        second; whatever durable is committed after it takes it along.
        """
        return _Writing(self, durable=durable) if self.sqlite else self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.writer, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield session
            await session.flush()
            await _end(session)
            rings = self._rings(session)
        for ring in rings:
            ring()

    def begin_here(self) -> Lent:
        """SQLite: the connection that writes. Whoever waits for it keeps the order of arrival; the lock would poll."""
        return self._held_writer.session(write_within_s=BUSY_TIMEOUT_S)

    async def commit_here(self, session: AsyncSession) -> list[Callable[[], None]]:
        """SQLite: commit what `begin_here` began. Whom to tell of it, once the connection is given back."""
        await flush(session)
        await _end(session)
        rings = self._rings(session)
        await commit(session)
        self._kept, self._changes = kept_by(session), changes_by(session)
        return rings

    async def durable(self) -> None:
        """Return when all that was committed before is on the disk. Raises `OSError` when the disk refuses.

        PostgreSQL's commits wait for it themselves.
        """
        if self._kept is not None:
            await self._kept.wait()

    @property
    def refused(self) -> OSError | None:
        """Why nothing can be promised any more: the disk refused what was written (SQLite)."""
        return self._kept.failed if self._kept is not None else None

    def _rings(self, session: AsyncSession) -> list[Callable[[], None]]:
        news = session.info.get("news")
        return [*(partial(ring, news) for ring in self.committed if "at_end" in session.info),
                *(self.queued if "queued" in session.info else ())]

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading: one consistent snapshot where the dialect gives it."""
        async with AsyncSession(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @asynccontextmanager
    async def near(self) -> AsyncIterator[AsyncSession]:
        """A session for a few point reads by id. On SQLite they run on the loop: keep lists out of it."""
        if self.sqlite:
            async with self._held_near.session() as session:
                yield session
        else:
            async with AsyncSession(self.writer, expire_on_commit=False, autoflush=False) as session:
                yield session

    async def foreign_commits(self) -> object:
        """SQLite: another value than last time when another process has committed since."""
        return await self._held_writer.foreign_commits()

    @property
    def changes(self) -> int:
        """SQLite: how many rows this process has written so far; anew from 0 with another connection."""
        return self._changes

    async def checkpoint(self) -> int:
        """SQLite: move the write-ahead log into the file, in a reader's thread. How many pages the log held.

        Left to the commits, one in a hundred would wait for it (docs/decisions/0003).
        """
        async with self.reader.connect() as connection:
            # The driver's own connection: within a transaction there is nothing to be moved.
            driver = (await connection.get_raw_connection()).driver_connection
            assert isinstance(driver, aiosqlite.Connection)  # noqa: S101  # the reader's dialect is aiosqlite's
            rows = list(await driver.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)"))
            return max(0, int(rows[0][1]))

    async def close(self) -> None:
        if self.sqlite:
            await self._held_writer.close()
            await self._held_near.close()
        for engine in self._engines:
            await engine.dispose()


class _Writing:
    """`async with database.transaction()` on SQLite, without what a generator costs: it is in the way of everything."""

    __slots__ = ("_database", "_durable", "_lent", "_session")

    def __init__(self, database: Database, *, durable: bool) -> None:
        self._database = database
        self._durable = durable

    async def __aenter__(self) -> AsyncSession:
        self._lent = self._database.begin_here()
        self._session = await self._lent.__aenter__()
        return self._session

    async def __aexit__(self, failed: type[BaseException] | None, *_: object) -> None:
        rings: Sequence[Callable[[], None]] = ()
        try:
            if failed is None:
                rings = await self._database.commit_here(self._session)
        finally:
            await self._lent.__aexit__()
        for ring in rings:
            ring()
        if failed is None and self._durable:
            await self._database.durable()


async def _end(session: AsyncSession) -> None:
    for step in session.info.get("at_end", ()):
        await step(session)


def address(url: str, data_dir: Path) -> str:
    """The SQLAlchemy URL for a configured one. Raises `ValueError` with what to write instead."""
    if url == "sqlite":
        return f"sqlite+aiosqlite:///{(data_dir / 'contactcenter.sqlite3').resolve()}"
    parsed = make_url(url)
    if parsed.drivername.split("+")[0] in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    if parsed.drivername.split("+")[0] == "sqlite" and parsed.database:
        return parsed.set(drivername="sqlite+aiosqlite").render_as_string()
    raise ValueError(
        f"database.url (CONTACTCENTER_DATABASE__URL): cannot use {parsed.drivername}; "
        "write 'sqlite' or postgresql://user@host/name"
    )


def _sqlite_engine(url: str, *, immediate: bool, pool_size: int) -> AsyncEngine:
    options: dict[str, object] = (
        {"poolclass": StaticPool} if immediate else {"pool_size": pool_size, "max_overflow": 0}
    )
    # Hidden: an error's text may reach a log, and a statement's parameters are patrons' words.
    engine = create_async_engine(
        url, json_serializer=_dumps, json_deserializer=orjson.loads, hide_parameters=True, **options
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SYNCHRONOUS}",
            # The writer waits for another process's lock itself, without holding the loop (sqlite_here).
            f"busy_timeout={0 if immediate else int(BUSY_TIMEOUT_S * 1000)}",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
            "mmap_size=268435456",
            f"wal_autocheckpoint={CHECKPOINT_AT_PAGES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        driver: object = connection
        if isinstance(driver, sqlite_here.Connection):
            driver.kept.needless = SYNCHRONOUS == "OFF"

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: SyncConnection) -> None:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite_here.Connection) and driver.in_transaction:
            return  # a held connection has begun (db/held.py)
        if immediate and isinstance(driver, sqlite_here.Connection):
            await_(driver.begin_immediate(BUSY_TIMEOUT_S))
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def check_sqlite_version() -> None:
    """RETURNING needs SQLite 3.35. Raises `RuntimeError` below that."""
    if sqlite3.sqlite_version_info < (3, 35):
        raise RuntimeError(
            f"SQLite {sqlite3.sqlite_version} is too old: this needs 3.35; use a newer Python build"
        )
