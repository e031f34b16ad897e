"""One way to write; trouble that passes told apart from a fault; times to the microsecond; being woken."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import DBAPIError, IntegrityError

from contactcenter.db.base import EPOCH, Utc
from contactcenter.db.engine import Database, address
from contactcenter.db.faults import passing
from contactcenter.db.wake import Wake
from contactcenter.patrons.tables import PatronRow
from contactcenter.settings import Database as DatabaseSettings
from tests.conformance.house import House

ROOT = Path(__file__).resolve().parents[2]
SQLITE, POSTGRESQL = SQLiteDialect(), PGDialect()  # type: ignore[no-untyped-call]
PATRON = {"name": "Amina Okafor", "name_key": "amina okafor", "affiliation": "", "remark": "", "locale": "en"}

DISABLES_SOMEBODY = """
import asyncio, datetime, pathlib, sys
from contactcenter.accounts.disable_staff import disable_staff
from contactcenter.db.engine import Database
from contactcenter.settings import Database as Settings

async def main():
    database = Database(Settings(url=sys.argv[1]), pathlib.Path(sys.argv[2]))
    async with database.transaction() as session:
        assert await disable_staff(session, staff_id=1, now=datetime.datetime.now(datetime.UTC))
    await database.close()

asyncio.run(main())
"""


async def names(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.execute(select(PatronRow.name))).scalars())


async def test_a_transaction_is_whole_or_nothing(house: House) -> None:
    with pytest.raises(RuntimeError):
        async with house.database.transaction() as session:
            await session.execute(insert(PatronRow).values(**PATRON, created_at=house.time))
            raise RuntimeError("the power fails")
    assert await names(house.database) == []


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(house: House) -> None:
    began = asyncio.Event()

    async def dawdles() -> None:
        async with house.database.transaction() as session:
            await session.execute(insert(PatronRow).values(**PATRON, created_at=house.time))
            began.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(dawdles())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5), house.database.transaction() as session:
        await session.execute(insert(PatronRow).values(**{**PATRON, "name": "李雷"}, created_at=house.time))
    assert await names(house.database) == ["李雷"]


async def test_a_reader_sees_what_was_committed(house: House) -> None:
    async with house.database.transaction() as session:
        await session.execute(insert(PatronRow).values(**PATRON, created_at=house.time))
        assert await names(house.database) == []
    assert await names(house.database) == ["Amina Okafor"]


async def test_a_time_comes_back_as_it_was_given(house: House) -> None:
    moment = datetime(2026, 11, 25, 9, 30, 1, 123457, tzinfo=timezone(timedelta(hours=8)))
    async with house.database.transaction() as session:
        await session.execute(insert(PatronRow).values(**PATRON, created_at=moment))
    async with house.database.read() as session:
        kept = (await session.execute(select(PatronRow.created_at))).scalar_one()
    assert kept == moment
    assert kept.tzinfo is UTC


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_times_sort_as_numbers_do(moment: datetime) -> None:
    column = Utc()
    number = column.process_bind_param(moment, SQLITE)
    assert isinstance(number, int)
    assert column.process_result_value(number, SQLITE) == moment
    assert (number < 0) == (moment < EPOCH)
    assert column.process_bind_param(moment, POSTGRESQL) == moment


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Utc().process_bind_param(datetime(2026, 11, 25), SQLITE)  # noqa: DTZ001


async def test_a_fault_of_the_statement_does_not_pass_by_itself(house: House) -> None:
    for statement, error in (("SELECT * FROM no_such_table", DBAPIError), ("SELEC", DBAPIError)):
        with pytest.raises(error) as fault:
            async with house.database.transaction() as session:
                await session.execute(text(statement))
        assert not passing(fault.value)
    with pytest.raises(IntegrityError) as twice:
        async with house.database.transaction() as session:
            for _ in range(2):
                await session.execute(insert(PatronRow).values(id=7, **PATRON, created_at=house.time))
    assert not passing(twice.value)
    assert "Amina" not in str(twice.value)
    assert not passing(ValueError("x"))
    assert passing(ConnectionResetError())
    assert passing(TimeoutError())


async def test_sqlites_busy_writer_passes(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.db.engine.BUSY_TIMEOUT_S", 0.1)
    file = tmp_path / "contactcenter.sqlite3"
    file.write_bytes((sqlite_template / "contactcenter.sqlite3").read_bytes())
    database = Database(DatabaseSettings(), tmp_path)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises((DBAPIError, sqlite3.Error)) as busy:
            async with database.transaction() as session:
                await session.execute(text("SELECT 1"))
        assert passing(busy.value)
        other.execute("ROLLBACK")
        async with database.transaction() as session:
            await session.execute(insert(PatronRow).values(**PATRON, created_at=EPOCH))
    finally:
        other.close()
        await database.close()


def test_the_url_of_each_database(tmp_path: Path) -> None:
    assert address("sqlite", tmp_path) == f"sqlite+aiosqlite:///{tmp_path / 'contactcenter.sqlite3'}"
    assert address("postgresql://a:b@h/n", tmp_path) == "postgresql+asyncpg://a:b@h/n"
    with pytest.raises(ValueError, match=r"database\.url"):
        address("mysql://h/n", tmp_path)


async def test_a_commit_of_this_process_and_of_another_wakes(
    house: House, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contactcenter.db.wake.POSTGRES_POLL_S", 60)
    wake = Wake(house.database)
    waiter, others = wake.subscribe(), asyncio.Event()
    wake.watch_others(others)
    wake.start()
    try:
        await asyncio.sleep(0.3)
        waiter.clear()
        others.clear()
        await house.mails()
        async with asyncio.timeout(2):
            await waiter.wait()
        await asyncio.sleep(0.3)
        # PostgreSQL's NOTIFY does not say whose it was.
        assert not (house.database.sqlite and others.is_set())
        waiter.clear()
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DISABLES_SOMEBODY, database_url, str(tmp_path), cwd=ROOT
        )
        assert await other.wait() == 0
        async with asyncio.timeout(1):
            await waiter.wait()
        assert others.is_set()
    finally:
        await wake.close()
