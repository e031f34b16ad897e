"""What carriers told and were told goes in time, in sets; what nobody has dealt with stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from contactcenter.calls import forget
from contactcenter.calls.failed import set_aside
from contactcenter.calls.forget import forget_orders, forget_signals
from contactcenter.calls.tables import OrderRow, SignalRow
from tests.calls.telephone import Telephone, wires
from tests.conformance.house import House

DAYS = timedelta(days=30)


@pytest.fixture
def telephone(house: House) -> Telephone:
    return wires(house)


async def kept(house: House) -> tuple[list[str], list[str]]:
    async with house.database.read() as session:
        signals = (await session.execute(select(SignalRow.key).order_by(SignalRow.id))).scalars().all()
        orders = (await session.execute(select(OrderRow.kind).order_by(OrderRow.id))).scalars().all()
    return list(signals), list(orders)


async def swept(house: House) -> int:
    """In how many sets."""
    sets = 0
    for one in (forget_signals, forget_orders):
        more = True
        while more:
            async with house.database.transaction() as session:
                more = await one(session, keep=DAYS, now=house.clock())
            sets += 1
    return sets


async def test_what_is_over_goes_and_nothing_else(
    telephone: Telephone, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "AT_ONCE", 2)
    signal = telephone.signal("joined", "CA-nobody", key="failed")
    async with house.database.transaction() as session:
        await set_aside(session, signal=signal, step="hear", cause=LookupError(), now=house.clock())
    old = await telephone.waits("CA-old")
    for number in range(3):
        await telephone.hears("answered", "CA-old", key=f"pressed {number}")
    await telephone.is_over(old.call_id, "caller")
    going = await telephone.rings("CA-going")
    async with house.database.transaction() as session:
        for call_id, due_at in ((old.call_id, None), (old.call_id, None), (old.call_id, house.clock()), (going.call_id, None)):
            session.add(OrderRow(
                key=f"{call_id} {due_at} {len(session.new)}", kind="look", call_id=call_id, data={}, state="queued" if due_at
                else "done", due_at=due_at, give_up_at=house.clock(), created_at=house.clock(), changed_at=house.clock(),
            ))
    before = await kept(house)
    house.pass_by(DAYS - timedelta(seconds=1))
    await swept(house)
    assert await kept(house) == before
    house.pass_by(timedelta(seconds=1))
    await telephone.hears("answered", "CA-going", key="fresh")
    # What is past stays where a younger one is in the way of a set.
    assert await swept(house) > 3
    assert await kept(house) == (["failed", "fresh"], ["look", "look"])
    async with house.database.transaction() as session:
        assert (await session.execute(update(SignalRow).where(SignalRow.key == "failed").values(state="unknown")
                                      .returning(SignalRow.key))).scalars().all() == ["failed"]
    await swept(house)
    assert await kept(house) == (["fresh"], ["look", "look"])
