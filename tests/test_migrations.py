"""Migrating from nothing gives what the models say, on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from contactcenter.db.engine import Database
from contactcenter.migrate import compared, head, metadata, migrate, pending
from contactcenter.settings import Database as DatabaseSettings


def differences(connection: Connection) -> list[object]:
    options = {"include_object": compared, "compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata()))


async def test_the_migrated_database_is_what_the_models_say(database: Database) -> None:
    async with database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_difference_would_be_seen(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE staff DROP COLUMN shortcuts"))
    async with database.reader.connect() as connection:
        assert len(await connection.run_sync(differences)) == 1


async def test_migrating_twice_is_migrating_once(database: Database) -> None:
    assert not await pending(database)
    assert await migrate(database) == (head(), head())


async def test_an_empty_database_is_behind(tmp_path: Path) -> None:
    empty = Database(DatabaseSettings(), tmp_path / "empty")
    assert await pending(empty)
    assert await migrate(empty) == (None, head())
    assert not await pending(empty)
    await empty.close()
