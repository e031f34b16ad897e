"""The write-ahead log is emptied by what it holds, not by the clock; and not never."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from contactcenter.db import emptying, engine, kept
from contactcenter.db.emptying import LONGEST_S, Emptying
from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.conftest import DURABLE


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Counting(Database):
    """Notes how many pages its log held each time it was emptied."""

    def __init__(self, settings: DatabaseSettings, data_dir: Path) -> None:
        super().__init__(settings, data_dir)
        self.pages: list[int] = []

    async def checkpoint(self) -> int:
        self.pages.append(await super().checkpoint())
        return self.pages[-1]




async def write(database: Database, rows: int, *, size: int = 10) -> None:
    async with database.transaction() as session:
        for _ in range(rows):
            await session.execute(text("INSERT INTO kept (words) VALUES (:words)"), {"words": "x" * size})


@pytest.mark.parametrize(("rows", "size"), [(1, 10), (20, 10), (1, 20_000), (4, 20_000)])
async def test_it_is_emptied_by_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, size: int
) -> None:
    """However many rows a commit has, and however large they are: never far above what is enough."""
    monkeypatch.setattr(emptying, "PAGES", 300)
    monkeypatch.setattr(emptying, "AT_FIRST", 20)
    database = Counting(DatabaseSettings(), tmp_path)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)"))
    loop = Emptying(database, seconds=Clock())
    for _ in range(600):
        await write(database, rows, size=size)
        await loop.look()
    await database.close()
    later = database.pages[1:]
    assert later
    assert all(100 <= one <= 900 for one in later), later


async def test_a_quiet_house_empties_it_now_and_then_and_not_in_vain(tmp_path: Path) -> None:
    clock, database = Clock(), Counting(DatabaseSettings(), tmp_path)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)"))
    loop = Emptying(database, seconds=clock)
    await write(database, 1)
    await loop.look()
    assert database.pages == []
    clock.now = LONGEST_S
    await loop.look()
    assert len(database.pages) == 1
    clock.now *= 3
    await loop.look()
    assert len(database.pages) == 1, "nothing was written since"
    await database.close()


async def test_what_nobody_waited_for_is_on_the_disk_after_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Counting(DatabaseSettings(), tmp_path)
    forced: list[int] = []
    monkeypatch.setattr(kept, "_force", forced.append)
    monkeypatch.setattr(engine, "SYNCHRONOUS", DURABLE)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)"))
    loop = Emptying(database, seconds=Clock())
    await loop.look()
    before = len(forced)
    await loop.look()
    assert len(forced) == before, "nothing was written since"
    async with database.transaction(durable=False) as session:
        await session.execute(text("INSERT INTO kept (words) VALUES ('续借')"))
    assert len(forced) == before
    await loop.look()
    assert len(forced) == before + 1
    await database.close()
