"""The write-ahead log is emptied beside the work, and what it held stands in the file."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from sqlalchemy import text

from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings

ROWS = 500


async def test_what_the_log_held_stands_in_the_file_and_no_writer_waited(tmp_path: Path) -> None:
    database = Database(DatabaseSettings(), tmp_path)
    file = tmp_path / "contactcenter.sqlite3"
    try:
        async with database.transaction() as session:
            await session.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)"))
        for _ in range(ROWS):
            async with database.transaction() as session:
                await session.execute(text("INSERT INTO kept (words) VALUES ('续借')"))
        before = file.stat().st_size

        async def write_on() -> None:
            async with database.transaction() as session:
                await session.execute(text("INSERT INTO kept (words) VALUES ('meanwhile')"))

        await asyncio.gather(database.checkpoint(), write_on())
        await database.checkpoint()

        assert file.stat().st_size > before
        # Read without its log, as a copy of the file alone would be.
        alone = tmp_path / "alone.sqlite3"
        alone.write_bytes(file.read_bytes())
        with sqlite3.connect(alone) as copy:
            assert copy.execute("SELECT count(*) FROM kept").fetchone() == (ROWS + 1,)
    finally:
        await database.close()
