"""Changing what is kept of a patron."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events.catalogue.patrons import PatronChanged
from contactcenter.events.record import Actor, record
from contactcenter.events.streams import next_version
from contactcenter.patrons.identify import name_key
from contactcenter.patrons.tables import PatronRow
from contactcenter.shapes.asks import PatronAsk

STAFF = frozenset({"staff"})
"""Everyone of staff who belongs to a department."""


async def change(session: AsyncSession, *, actor: Actor, now: datetime, patron_id: int, ask: PatronAsk) -> bool:
    """Write the fields that were given. Returns False when there is no such patron."""
    found = (await session.execute(select(PatronRow.id).where(PatronRow.id == patron_id))).scalar_one_or_none()
    if found is None:
        return False
    values: dict[str, str] = ask.model_dump(exclude_none=True)
    if not values:
        return True
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    await session.execute(update(PatronRow).where(PatronRow.id == patron_id).values(values))
    stream = f"patron:{patron_id}"
    record(session, PatronChanged(patron_id=patron_id), stream=stream,
           version=await next_version(session, stream), actor=actor, at=now, seen_by=STAFF)
    return True
