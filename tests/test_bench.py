"""The floor of intake inserts the product's own rows: a new column must not leave it behind."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from bench import plain_intake
from contactcenter.db.engine import Database
from contactcenter.tickets.tables import MessageRow
from tests.conformance.house import Founded


async def test_the_floor_of_intake_runs(
    database: Database, database_url: str, founded: Founded, tmp_path: Path
) -> None:
    assert await plain_intake.main(database_url, tmp_path, 3, "f") > 0
    async with database.read() as session:
        assert (await session.execute(select(func.count()).select_from(MessageRow))).scalar_one() == 3
