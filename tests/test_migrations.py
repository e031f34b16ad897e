"""Migrating from nothing gives what the models say, on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, bindparam, text

from contactcenter.db.base import EPOCH, Utc
from contactcenter.db.engine import Database
from contactcenter.migrate import compared, config, head, metadata, migrate, pending
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


def to(connection: Connection, revision: str) -> None:
    """Bring the database back, or forward, to a revision."""
    made = config()
    made.attributes["connection"] = connection
    (command.upgrade if revision == "head" else command.downgrade)(made, revision)


def set_aside_before(connection: Connection) -> list[tuple[int, str | None]]:
    """By what tickets are set aside that were so before it was kept."""
    to(connection, "0004")
    at = bindparam("at", type_=Utc())
    ticket = text(
        "INSERT INTO tickets (id, version, subject, channel, queue_id, state, lane, guest_ids, patron_name, reply_name,"
        " locale, preview, preview_by, message_count, last_patron_version, last_reply_version, patron_seen_version,"
        " created_at, updated_at, waiting_key)"
        " VALUES (:id, 1, '', 'email', 1, :state, :state, '[]', '', '', 'en', '', 'patron', 1, 1, 0, 0, :at, :at, :at)"
    ).bindparams(at)
    message = text(
        "INSERT INTO messages (ticket_id, version, kind, channel, author_kind, author_name, author_key, text, automatic,"
        " file_count, created_at) VALUES (:id, :version, 'patron', 'email', 'patron', '', '', '', :rule, 0, :at)"
    ).bindparams(at)
    for number, state, rules in ((1, "junk", ("list", "subject")), (2, "junk", (None,)), (3, "open", ("list",))):
        connection.execute(ticket, {"id": number, "state": state, "at": EPOCH})
        for version, rule in enumerate(rules):
            connection.execute(message, {"id": number, "version": version + 1, "rule": rule, "at": EPOCH})
    to(connection, "head")
    return [(row.id, row.set_aside_by) for row in connection.execute(
        text("SELECT id, set_aside_by FROM tickets ORDER BY id"))]


async def test_what_was_set_aside_before_says_by_what(database: Database) -> None:
    async with database.writer.connect() as connection:
        assert await connection.run_sync(set_aside_before) == [(1, "list"), (2, "staff"), (3, None)]
        await connection.rollback()
