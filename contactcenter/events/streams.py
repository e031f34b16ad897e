"""Versions of the streams that have no row of their own (a member of staff, a patron, the house)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.events.tables import StreamRow


async def next_version(session: AsyncSession, stream: str) -> int:
    """Take the next version of a stream and hold its lock until the transaction ends."""
    statement = insert_into(session, StreamRow).values(name=stream, version=1)
    taken = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[StreamRow.name], set_={"version": StreamRow.version + 1}
        ).returning(StreamRow.version)
    )
    return taken.scalar_one()
