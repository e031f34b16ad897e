"""Being the only process that does something."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contactcenter.db.alone import SPACE, Alone
from contactcenter.db.engine import Database


async def test_with_sqlite_one_process_is_alone(database: Database, dialect: str) -> None:
    alone = Alone(database)
    assert await alone.mine("anything")
    await alone.close()


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_one_has_it_until_it_closes(database: Database) -> None:
    one, other = Alone(database), Alone(database)
    assert await one.mine("inbox")
    assert await one.mine("inbox")
    assert not await other.mine("inbox")
    assert await other.mine("another")
    await one.close()
    assert await other.mine("inbox")
    await other.close()
    async with database.read() as session:
        held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :space")
        assert (await session.execute(held, {"space": SPACE})).scalar_one() == 0


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_lost_connection_is_noticed_when_it_asks_again(database: Database) -> None:
    one, other = Alone(database), Alone(database)
    assert await one.mine("inbox")
    async with database.transaction() as session:
        await session.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :space"
        ), {"space": SPACE})
    with pytest.raises(DBAPIError):
        await one.mine("inbox")
    assert await other.mine("inbox")
    assert not await one.mine("inbox")
    await one.close()
    await other.close()
