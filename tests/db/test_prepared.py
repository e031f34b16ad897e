"""A prepared statement says what the session says, on both databases and on each of their connections."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update

from contactcenter.db.engine import Database
from contactcenter.db.prepared import Prepared
from contactcenter.intake.tables import InboundRow

TABLE = InboundRow.__table__
AT = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=UTC)
ARRIVAL = {
    "channel": "email", "received_at": AT, "data": b"\x00raw", "digest": None, "size": 4,
    "meta": {"peer": "阅览室"}, "blobs": ["a", "b"], "state": "received", "attempts": 0,
}
ADD = Prepared(insert(TABLE).returning(TABLE.c.id), *ARRIVAL)  # type: ignore[arg-type]
SELECT = select(*TABLE.c).where(TABLE.c.id == bindparam("id"))
ONE = Prepared(SELECT)
DONE = Prepared(update(TABLE).where(TABLE.c.id == bindparam("inbound")), "state", "ticket_id")  # type: ignore[arg-type]


async def test_it_reads_what_the_session_reads(database: Database) -> None:
    async with database.transaction() as session:
        number = await ADD.scalar(session, ARRIVAL)
        assert list(await DONE.rows(session, {"inbound": number, "state": "done", "ticket_id": 7})) == []
    for opened in (database.near, database.read):
        async with opened() as session:
            (row,) = await ONE.rows(session, {"id": number})
            (same,) = (await session.execute(SELECT, {"id": number})).all()
            assert tuple(row) == tuple(same)
            assert {name: getattr(row, name) for name in same._fields} == dict(same._mapping)
            assert (row.received_at, row.meta, row.state, row.ticket_id) == (AT, {"peer": "阅览室"}, "done", 7)
            assert list(await ONE.rows(session, {"id": 0})) == []
            assert await ONE.scalar(session, {"id": 0}) is None


async def test_it_belongs_to_its_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            number = await ADD.scalar(session, ARRIVAL)
            raise ZeroDivisionError
    async with database.near() as session:
        assert await ONE.scalar(session, {"id": number}) is None


async def test_what_is_not_given_is_an_error(database: Database) -> None:
    with pytest.raises(Exception, match="channel"):
        async with database.transaction() as session:
            await ADD.rows(session, {name: value for name, value in ARRIVAL.items() if name != "channel"})
