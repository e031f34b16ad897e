"""No set of the outbox is given up for a machine that is slow."""

from __future__ import annotations

import pytest

from contactcenter.outbox import deliver as delivering


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set has ended when `next_set` returns, however busy the machine is."""
    monkeypatch.setattr(delivering, "PATIENCE_S", 30.0)
