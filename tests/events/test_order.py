"""Position order is commit order: a reader of `> cursor` never skips; a stuck writer is bounded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from contactcenter.db.engine import Database
from contactcenter.db.faults import passing
from contactcenter.events import tail
from contactcenter.events.catalogue.patrons import PatronChanged
from contactcenter.events.record import LOG_LOCK, SYSTEM, record
from contactcenter.events.streams import next_version
from contactcenter.events.tables import EventRow
from contactcenter.settings import Database as DatabaseSettings
from tests.conformance.house import House

WRITER_TIMEOUT_S = 1.0


async def happens(database: Database, house: House, stream: str, *, count: int = 1, pause_s: float = 0) -> None:
    """A transaction with events of its own stream, which may dawdle before its end."""
    async with database.transaction() as session:
        for _ in range(count):
            record(session, PatronChanged(patron_id=1), stream=stream, version=await next_version(session, stream),
                   actor=SYSTEM, at=house.clock(), seen_by=frozenset({"staff"}))
        await asyncio.sleep(pause_s)


async def test_a_reader_that_follows_never_skips(house: House) -> None:
    writers, each = 24, 15
    seen: list[tuple[str, int]] = []
    begin = await house.head()
    done = asyncio.Event()

    async def writes(number: int) -> None:
        for turn in range(each):
            # Two-event transactions of several lengths, so that they end in another order than they began.
            await happens(house.database, house, f"s:{number}", count=2, pause_s=(number * 7 + turn * 3) % 5 / 1000)

    async def follows() -> None:
        cursor = begin
        while True:
            last = done.is_set()
            async with house.database.read() as session:
                events = await tail.after(session, cursor, limit=7)
            seen.extend((event.stream, event.version) for event in events)
            if events:
                assert [event.position for event in events] == sorted({event.position for event in events})
                cursor = events[-1].position
            elif last:
                return
            else:
                await asyncio.sleep(0)

    reading = asyncio.create_task(follows())
    await asyncio.gather(*(writes(number) for number in range(writers)))
    done.set()
    await reading
    assert len(seen) == writers * each * 2
    for number in range(writers):
        versions = [version for stream, version in seen if stream == f"s:{number}"]
        assert versions == list(range(1, each * 2 + 1))


async def test_what_is_rolled_back_leaves_no_version_behind(house: House) -> None:
    head = await house.head()
    with pytest.raises(RuntimeError):
        async with house.database.transaction() as session:
            record(session, PatronChanged(patron_id=1), stream="s:1", version=await next_version(session, "s:1"),
                   actor=SYSTEM, at=house.clock(), seen_by=frozenset({"staff"}))
            raise RuntimeError("the power fails")
    await happens(house.database, house, "s:1")
    assert [(event.stream, event.version) for event in await house.log(head)] == [("s:1", 1)]


async def test_a_cursor_goes_forward_only(house: House) -> None:
    async with house.database.transaction() as session:
        for position in (3, 7, 5):
            await tail.advance(session, "reader", position)
    async with house.database.read() as session:
        assert await tail.cursor(session, "reader") == 7
        assert await tail.cursor(session, "another") == 0


class TestPostgres:
    """What only the database with many writers has to prove."""

    @pytest.fixture(params=["postgresql"])
    def dialect(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest_asyncio.fixture
    async def hasty(self, database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
        """The same database with a short bound on stuck writers."""
        opened = Database(DatabaseSettings(url=database_url, pool_size=8, writer_timeout_s=WRITER_TIMEOUT_S), tmp_path)
        yield opened
        await opened.close()

    async def test_a_transaction_without_events_delays_nobody(self, house: House, hasty: Database) -> None:
        async with hasty.transaction() as held:
            await held.execute(text("SELECT 1"))
            begin = time.perf_counter()
            for number in range(10):
                await happens(hasty, house, f"s:{number}")
            assert time.perf_counter() - begin < WRITER_TIMEOUT_S / 2

    async def test_buffered_events_delay_nobody_before_the_end(self, house: House, hasty: Database) -> None:
        head = await house.head()
        async with hasty.transaction() as held:
            record(held, PatronChanged(patron_id=1), stream="s:held", version=await next_version(held, "s:held"),
                   actor=SYSTEM, at=house.clock(), seen_by=frozenset({"staff"}))
            await happens(hasty, house, "s:quick")
        assert [event.stream for event in await house.log(head)] == ["s:quick", "s:held"]

    async def test_a_writer_stuck_at_its_end_is_ended_and_the_others_go_on(self, house: House, hasty: Database) -> None:
        head = await house.head()
        locked = asyncio.Event()

        async def sticks() -> None:
            async with hasty.transaction() as session:
                await session.execute(text(f"SELECT pg_advisory_xact_lock({LOG_LOCK})"))
                await session.execute(EventRow.__table__.insert().values(  # type: ignore[attr-defined]
                    stream="s:stuck", version=1, type="patron.changed", at=house.time, actor_kind="system",
                    data={"patron_id": 1}, seen_before=[], seen_after=[],
                ))
                locked.set()
                await asyncio.sleep(4 * WRITER_TIMEOUT_S)
                await session.execute(text("SELECT 1"))

        stuck = asyncio.create_task(sticks())
        await locked.wait()
        begin = time.perf_counter()
        await asyncio.gather(*(happens(hasty, house, f"s:{number}") for number in range(5)))
        assert WRITER_TIMEOUT_S / 2 < time.perf_counter() - begin < 2.5 * WRITER_TIMEOUT_S
        with pytest.raises(DBAPIError) as end:
            await stuck
        assert passing(end.value)
        assert sorted(event.stream for event in await house.log(head)) == [f"s:{number}" for number in range(5)]

    async def test_two_streams_versions_are_taken_under_their_own_locks(self, house: House) -> None:
        await asyncio.gather(*(happens(house.database, house, f"s:{number % 3}") for number in range(30)))
        async with house.database.read() as session:
            rows = (await session.execute(
                select(EventRow.stream, EventRow.version).where(EventRow.stream.like("s:%"))
            )).all()
        for number in range(3):
            assert sorted(row.version for row in rows if row.stream == f"s:{number}") == list(range(1, 11))
