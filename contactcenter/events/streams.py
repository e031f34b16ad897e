"""Versions of the streams that have no row of their own (a member of staff, a patron, the house)."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.events.tables import StreamRow

_TABLE = table_of(StreamRow)
_ONE_MORE = {"version": _TABLE.c.version + 1}
_NEXT = Prepared(
    sqlite.insert(_TABLE).on_conflict_do_update(index_elements=["name"], set_=_ONE_MORE).returning(_TABLE.c.version),
    "name", "version",
    postgresql=postgresql.insert(_TABLE).on_conflict_do_update(index_elements=["name"], set_=_ONE_MORE)
    .returning(_TABLE.c.version),
)


async def next_version(session: AsyncSession, stream: str) -> int:
    """Take the next version of a stream and hold its lock until the transaction ends."""
    return int(str(await _NEXT.scalar(session, {"name": stream, "version": 1})))
