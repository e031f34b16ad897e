"""Bringing the database to the newest revision. See docs/migrate.md."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

import contactcenter
from contactcenter.db.base import Base
from contactcenter.db.engine import Database

MIGRATION_LOCK = 0x6D6967
"""PostgreSQL: of several processes that start at once, one migrates and the others wait ('mig')."""
UNCOMPARED = ("search_index", "ix_search_documents_fts", "alembic_version")
"""What only one dialect has, made in a migration by hand: FTS5's tables and the tsvector index."""


def metadata() -> MetaData:
    """Every table of the product: each folder's `tables.py`."""
    for module in pkgutil.walk_packages(contactcenter.__path__, "contactcenter."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    for table in Base.metadata.tables.values():
        if table.autoincrement_column is not None:
            # SQLite would give the number of an erased row to the next one: an old link must lead nowhere.
            table.dialect_options["sqlite"]["autoincrement"] = True
    return Base.metadata


def compared(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001
    """Whether a difference between models and database counts."""
    return not (name or "").startswith(UNCOMPARED)


def config() -> Config:
    """Alembic's configuration: the migrations beside the package, or inside an installed one."""
    beside = Path(contactcenter.__file__).parent.parent / "migrations"
    inside = Path(contactcenter.__file__).parent / "migrations"
    made = Config()
    made.set_main_option("script_location", str(beside if beside.is_dir() else inside))
    return made


async def migrate(database: Database) -> tuple[str | None, str]:
    """Run what is missing. Returns the revision before and after; doing it twice is doing it once."""
    async with database.writer.connect() as connection:
        if not database.sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        before = await connection.run_sync(_current)
        if before != head():
            await connection.run_sync(_upgrade)
        await connection.commit()
        return before, head()


async def pending(database: Database) -> bool:
    """Whether the database is behind the newest revision."""
    async with database.reader.connect() as connection:
        return await connection.run_sync(_current) != head()


@functools.cache
def head() -> str:
    """The newest revision there is."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
