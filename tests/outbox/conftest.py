"""The house of `tests/conformance/house.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from contactcenter.db.engine import Database
from contactcenter.outbox import deliver as delivering
from tests.conformance.house import House, build


@pytest_asyncio.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await build(database, tmp_path)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set has ended when `next_set` returns, however busy the machine is."""
    monkeypatch.setattr(delivering, "PATIENCE_S", 30.0)
