"""SQL compiled once for all databases of a test run, as the product's one engine does it.

SQLAlchemy keeps what it compiled by engine and dialect object, and each test has its own of both: compiling
the same statements again and again was a quarter of what the tests cost.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.util import LRUCache

from contactcenter.db.sqlite_here import HereDialect

STATEMENTS = 5_000
_compiled: LRUCache[object, object] = LRUCache(STATEMENTS)


def share() -> None:
    """From now on every database is given what was compiled for another of its kind."""
    for kind in (PGDialect_asyncpg, SQLiteDialect_aiosqlite, HereDialect):
        # All of ours are made with the same options (db/engine.py).
        setattr(kind, "__eq__", lambda self, other: type(self) is type(other))  # noqa: B010  # not a method to mypy
        setattr(kind, "__hash__", lambda self: hash(type(self)))  # noqa: B010
    event.listen(Engine, "engine_connect", _lend)


def _lend(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)
