"""What tests of the outbox live in: today, and on a machine that may be slow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contactcenter.outbox import deliver as delivering
from tests.conformance.house import House


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set has ended when `next_set` returns, however busy the machine is."""
    monkeypatch.setattr(delivering, "PATIENCE_S", 30.0)


@pytest.fixture
def _today(house: House) -> None:
    """Leases go by the database's clock: the house's clock shows it, too."""
    house.time = datetime.now(UTC) - timedelta(minutes=1)
