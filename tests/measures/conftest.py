"""The house of `tests/conformance/house.py`."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio

from contactcenter.db.engine import Database
from tests.conformance.house import House, build


@pytest_asyncio.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await build(database, tmp_path)
