"""Who does not want our texts any more, by number: kept by number, which may stand for nobody yet.

It is kept for the number as long as the number itself says nothing else, also when its patron is merged or changes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.envelope import Address
from contactcenter.events.catalogue.patrons import PatronOptedIn, PatronOptedOut
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.patrons.identify import identity_value
from contactcenter.patrons.tables import IdentityRow, OptOutRow

STAFF = frozenset({"staff"})


async def opt_out(session: AsyncSession, *, address: Address, now: datetime) -> bool:
    """Nothing is sent there from now on. Whether that is new; twice is once."""
    found = (await session.execute(
        insert_into(session, OptOutRow).values(kind=address.kind, value=identity_value(address), since=now)
        .on_conflict_do_nothing().returning(OptOutRow.value)
    )).scalar_one_or_none()
    if found is not None:
        await _tell(session, address, PatronOptedOut, now=now)
    return found is not None


async def opt_in(session: AsyncSession, *, address: Address, now: datetime) -> bool:
    """They want our messages again. Whether that is new."""
    row = await session.get(OptOutRow, (address.kind, identity_value(address)))
    if row is None:
        return False
    await session.delete(row)
    await session.flush()
    await _tell(session, address, PatronOptedIn, now=now)
    return True


async def opted_out(session: AsyncSession, addresses: Collection[Address]) -> set[tuple[str, str]]:
    """Those of the addresses, by kind and value, to which nothing is sent."""
    values = {identity_value(one) for one in addresses}
    if not values:
        return set()
    rows = await session.execute(select(OptOutRow.kind, OptOutRow.value).where(OptOutRow.value.in_(sorted(values))))
    asked = {(one.kind, identity_value(one)) for one in addresses}
    return {(row.kind, row.value) for row in rows} & asked


async def _tell(
    session: AsyncSession, address: Address, event: type[PatronOptedOut | PatronOptedIn], *, now: datetime
) -> None:
    """The log hears of it by the patron; a number that stands for nobody has nobody to tell of."""
    patron_id = (await session.execute(
        select(IdentityRow.patron_id)
        .where(IdentityRow.kind == address.kind, IdentityRow.value == identity_value(address))
    )).scalar_one_or_none()
    if patron_id is None:
        return
    stream = f"patron:{patron_id}"
    record(session, event(patron_id=patron_id, kind=address.kind), stream=stream,
           version=await next_version(session, stream), actor=Actor("patron", patron_id), at=now, seen_by=STAFF)
