"""Ended attempts are written down in sets: one that cannot be stops nobody else; a database that is away is asked once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.outbox.lease import Ended, lease_due
from contactcenter.outbox.record import Recorder
from contactcenter.outbox.tables import DeliveryRow
from tests.conformance.house import House
from tests.outbox.test_deliver import CHANNELS, answered, ways


@pytest.mark.parametrize(("error", "asked", "written"), [(OSError("away"), 1, 0), (ValueError("a bug"), 5, 2)])
async def test_a_set_is_halved_for_a_fault_of_one_alone(
    house: House, error: Exception, asked: int, written: int
) -> None:
    ticket_id, _ = await answered(house)
    for number in range(2):
        await house.replies("rosa", ticket_id, f"Answer {number}")
    async with house.database.transaction() as session:
        rows = await lease_due(session, limit=3, channels=CHANNELS)
    told: list[int] = []

    async def tell(session: AsyncSession, deliveries: Sequence[DeliveryRow], *, now: datetime) -> None:
        told.append(len(deliveries))
        if any(one.id == rows[1].id for one in deliveries):
            raise error

    recorder = Recorder(house.database, tell, house.clock)
    ends = await asyncio.gather(*(recorder.put(Ended(row, "sent")) for row in rows), return_exceptions=True)
    assert len(told) == asked
    assert sum(end is None for end in ends) == written
    assert sum(way.state == "sent" for way in await ways(house)) == written
