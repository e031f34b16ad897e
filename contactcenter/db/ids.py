"""Ids taken in advance, so that the rows of a set can name one another before any of them is written."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Integer, String, bindparam, column, insert, table, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from contactcenter.db.insert import on_postgresql
from contactcenter.db.prepared import Prepared

# SQLite keeps here the highest id of every AUTOINCREMENT table; a table that never had a row has no line.
_SEQUENCE = table("sqlite_sequence", column("name", String), column("seq", Integer))
_ADVANCE = Prepared(
    update(_SEQUENCE).where(_SEQUENCE.c.name == bindparam("table"))
    .values(seq=_SEQUENCE.c.seq + bindparam("count", type_=Integer)).returning(_SEQUENCE.c.seq)
)
_BEGIN = Prepared(insert(_SEQUENCE), "name", "seq")
_NEXT = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")


async def reserve(session: AsyncSession, of: type[DeclarativeBase], count: int) -> Sequence[int]:
    """The next `count` ids of a table, ascending; nobody else gets them, and they are never given again.

    What the transaction does not use, or does not commit, leaves a gap (PostgreSQL) or nothing (SQLite).
    """
    if not count:
        return ()
    values = {"table": of.__tablename__, "count": count}
    if on_postgresql(session):
        return sorted((await session.execute(_NEXT, values)).scalars())
    last = await _ADVANCE.scalar(session, values)
    if last is None:
        await _BEGIN.rows(session, {"name": of.__tablename__, "seq": count})
        last = count
    last = int(str(last))
    return range(last - count + 1, last + 1)
