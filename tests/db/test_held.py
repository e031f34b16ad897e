"""SQLite's connections, lent: none is lost, none is handed on in the middle of something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from contactcenter.db.engine import Database
from contactcenter.patrons.tables import PatronRow
from contactcenter.settings import Database as DatabaseSettings

PATRON = {"name": "Amina Okafor", "name_key": "amina okafor", "affiliation": "", "remark": "", "locale": "en",
          "created_at": datetime(2026, 11, 25, 9, tzinfo=UTC)}


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(DatabaseSettings(), tmp_path)
    async with database.transaction() as session:
        await session.run_sync(lambda one: PatronRow.metadata.create_all(one.connection()))
    yield database
    await database.close()


async def put(database: Database, name: str) -> None:
    async with database.transaction() as session:
        await session.execute(insert(PatronRow).values(**{**PATRON, "name": name}))


async def names(database: Database) -> list[str]:
    async with database.near() as session:
        return list((await session.execute(select(PatronRow.name).order_by(PatronRow.id))).scalars())


async def test_what_was_read_near_stays_readable(database: Database) -> None:
    await put(database, "李雷")
    async with database.near() as session:
        row = (await session.execute(select(PatronRow))).scalar_one()
    assert row.name == "李雷"


async def test_many_take_turns_at_one_connection(database: Database) -> None:
    await asyncio.gather(*(put(database, str(number)) for number in range(40)))
    assert await names(database) == [str(number) for number in range(40)]


@pytest.mark.parametrize("steps", range(12))
async def test_cancelled_anywhere_it_is_whole_or_nothing_and_the_next_goes_on(database: Database, steps: int) -> None:
    async with database.near() as session:
        await session.execute(text("SELECT 1"))

    async def writes() -> None:
        async with database.transaction() as session:
            session.add(PatronRow(**PATRON))
            await asyncio.sleep(0)
            await session.execute(insert(PatronRow).values(**{**PATRON, "name": "second"}))

    task = asyncio.create_task(writes())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
        raise asyncio.CancelledError  # it had ended before
    assert len(await names(database)) in {0, 2}
    await asyncio.wait_for(put(database, "third"), 5)
    assert (await names(database))[-1] == "third"


async def test_a_fault_gives_the_connection_back(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                await session.execute(insert(PatronRow).values(**{**PATRON, "name": None}))
    await asyncio.wait_for(put(database, "李雷"), 5)
    assert await names(database) == ["李雷"]


async def test_a_connection_that_was_given_up_is_replaced(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await (await session.connection()).invalidate()
            raise RuntimeError("the disk was taken out")
    await asyncio.wait_for(put(database, "李雷"), 5)
    assert await names(database) == ["李雷"]


async def test_a_savepoint_undoes_its_part_only(database: Database) -> None:
    async with database.transaction() as session:
        session.add(PatronRow(**PATRON))
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                await session.execute(insert(PatronRow).values(**{**PATRON, "name": None}))
    assert await names(database) == ["Amina Okafor"]


async def test_a_session_begins_afresh(database: Database) -> None:
    async with database.transaction() as session:
        first = PatronRow(**PATRON)
        session.add(first)
        session.info["mine"] = 1
    async with database.transaction() as session:
        assert "mine" not in session.info
        await session.execute(update(PatronRow).values(name="李雷").execution_options(synchronize_session=False))
    async with database.transaction() as session:
        again = await session.get(PatronRow, first.id)
    assert again is not None
    assert again is not first
    assert (first.name, again.name) == ("Amina Okafor", "李雷")
