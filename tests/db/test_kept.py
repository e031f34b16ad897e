"""What was promised survives a power cut: the disk holds it, and all that was committed before it."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from contactcenter.db import engine, kept
from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.settings import Database as DatabaseSettings
from tests.conftest import DURABLE

FILE = "contactcenter.sqlite3"


class Disk:
    """Remembers what the log held each time it was forced: so much a power cut leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = b""
        self.forced = 0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.refuses = False

    def force(self, _: int) -> None:
        """In place of `fdatasync`. What is written while it works may be lost."""
        log = (self.folder / f"{FILE}-wal").read_bytes()
        assert self.goes_on.wait(10)
        if self.refuses:
            raise OSError(errno.EIO, "Input/output error")
        self.log = log
        self.forced += 1

    def after_the_cut(self) -> list[int]:
        """What a machine that starts again finds."""
        alone = self.folder / "alone"
        alone.mkdir(exist_ok=True)
        (alone / FILE).write_bytes((self.folder / FILE).read_bytes())
        (alone / f"{FILE}-wal").write_bytes(self.log)
        with closing(sqlite3.connect(alone / FILE)) as database:
            found = [row[0] for row in database.execute("SELECT id FROM kept ORDER BY rowid")]
        for file in alone.iterdir():
            file.unlink()
        return found


async def open_database(folder: Path) -> Database:
    database = Database(DatabaseSettings(), folder)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept (id INTEGER)"))
        await session.execute(text("INSERT INTO kept VALUES (0)"))
    return database


async def put(database: Database, number: int, *, durable: bool = True) -> None:
    async with database.transaction(durable=durable) as session:
        await session.execute(text("INSERT INTO kept VALUES (:number)"), {"number": number})


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    # Our other tests do not wait for a disk (tests/conftest.py); the product does.
    disk = Disk(tmp_path)
    monkeypatch.setattr(engine, "SYNCHRONOUS", DURABLE)
    monkeypatch.setattr(kept, "_force", disk.force)
    yield disk
    disk.goes_on.set()


GROUPS = st.lists(st.lists(st.booleans(), min_size=1, max_size=5), min_size=1, max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=GROUPS)
def test_a_power_cut_takes_nothing_that_was_promised(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, groups: Sequence[Sequence[bool]]
) -> None:
    """Groups are written at once, each durable or not; after each promise the power might fail."""
    disk = Disk(tmp_path_factory.mktemp("disk"))
    monkeypatch.setattr(engine, "SYNCHRONOUS", DURABLE)
    monkeypatch.setattr(kept, "_force", disk.force)

    async def runs() -> None:
        database = await open_database(disk.folder)
        numbers = iter(range(1, 100))
        written: list[int] = [0]

        async def writes(number: int, *, durable: bool) -> None:
            await put(database, number, durable=durable)
            written.append(number)
            if durable:
                left = disk.after_the_cut()
                assert number in left
                async with database.near() as session:
                    all_there = list((await session.execute(text("SELECT id FROM kept ORDER BY rowid"))).scalars())
                assert left == all_there[:len(left)], "something in the middle is gone"

        for group in groups:
            await asyncio.gather(*(writes(next(numbers), durable=durable) for durable in group))
        await database.durable()
        assert set(disk.after_the_cut()) == set(written)
        await database.close()

    asyncio.run(runs())


async def test_whoever_waits_is_served_together_and_sees_it_meanwhile(tmp_path: Path, disk: Disk) -> None:
    database = await open_database(tmp_path)
    before = disk.forced
    disk.goes_on.clear()
    tasks = [asyncio.create_task(put(database, number)) for number in range(1, 21)]
    while True:  # the disk keeps them all waiting, and nobody from writing or reading
        async with database.near() as session:
            count = (await session.execute(text("SELECT count(*) FROM kept"))).scalar_one()
        if count == 21:
            break
        await asyncio.sleep(0)
    assert not any(task.done() for task in tasks)
    disk.goes_on.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 10)
    assert disk.forced - before <= 2
    await database.close()


async def test_one_who_goes_away_leaves_the_others_waiting_for_the_disk(tmp_path: Path, disk: Disk) -> None:
    database = await open_database(tmp_path)
    disk.goes_on.clear()
    first, second = (asyncio.create_task(put(database, number)) for number in (1, 2))
    await put(database, 3, durable=False)
    for _ in range(20):
        await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not second.done()
    disk.goes_on.set()
    await asyncio.wait_for(second, 10)
    assert {1, 2} <= set(disk.after_the_cut())
    await database.close()


async def test_a_disk_that_refused_once_is_trusted_no_more(tmp_path: Path, disk: Disk) -> None:
    """Linux tells of a failed write once; a later fsync succeeds, and what was dropped is gone."""
    database = await open_database(tmp_path)
    disk.refuses = True
    with pytest.raises(OSError, match="Input/output") as refused:
        await put(database, 1)
    assert passing(refused.value), "mail is to be sent again, not refused for good"
    disk.refuses = False
    assert database.refused is refused.value
    with pytest.raises(OSError, match="Input/output"):
        await put(database, 2)
    await database.close()


async def test_looking_for_something_to_do_asks_nothing_of_the_disk(tmp_path: Path, disk: Disk) -> None:
    database = await open_database(tmp_path)
    await put(database, 1)
    before = disk.forced
    async with database.transaction() as session:
        await session.execute(text("UPDATE kept SET id = 2 WHERE id = 3"))
    assert disk.forced == before
    await put(database, 2, durable=False)
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
    # What is promised now may rest on what was not waited for.
    assert disk.forced == before + 1
    await database.close()
