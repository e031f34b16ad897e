"""What the house promises, and the worker that keeps it."""

from __future__ import annotations

from sqlalchemy import select

from contactcenter.promises.follow import PromiseKeeper
from contactcenter.promises.set_targets import set_targets
from contactcenter.promises.tables import TargetsRow
from contactcenter.shapes.promises import Target
from tests.conformance.house import House


def keeper(house: House) -> PromiseKeeper:
    return PromiseKeeper(house.database, house.desk.calendars, house.clock)


async def keep(house: House) -> None:
    worker = keeper(house)
    while await worker.next_set():
        pass


async def promise(house: House, *items: tuple[str, float] | Target) -> None:
    """Targets in hours, for any queue and channel, with a warning in the last quarter."""
    made = [one if isinstance(one, Target) else Target(kind=one[0], within_s=int(one[1] * 3600), near_s=int(one[1] * 900))  # type: ignore[arg-type]
            for one in items]
    async with house.database.read() as session:
        version = (await session.execute(select(TargetsRow.version))).scalar_one_or_none() or 0
    await house.does("ines", set_targets, version=version, items=made)
    await keep(house)
