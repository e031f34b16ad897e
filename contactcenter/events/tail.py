"""Reading the log: events after a cursor, in order, none skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.db.prepared import Prepared
from contactcenter.events.tables import CursorRow, EventRow

BATCH = 500


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as the log holds it."""

    position: int
    stream: str
    version: int
    type: str
    at: datetime
    actor_kind: str
    actor_id: int | None
    data: dict[str, object]
    seen_before: frozenset[str]
    seen_after: frozenset[str]


_COLUMNS = (
    EventRow.position, EventRow.stream, EventRow.version, EventRow.type, EventRow.at,
    EventRow.actor_kind, EventRow.actor_id, EventRow.data, EventRow.seen_before, EventRow.seen_after,
)


_AFTER = Prepared(
    select(*_COLUMNS).where(EventRow.position > bindparam("after", type_=EventRow.position.type))
    .order_by(EventRow.position).limit(bindparam("most", type_=Integer))
)


def _logged(row: Sequence[object]) -> Logged:
    values = list(row)
    values[8], values[9] = frozenset(values[8]), frozenset(values[9])  # type: ignore[call-overload]
    return Logged(*values)  # type: ignore[arg-type]  # the columns above, in order


async def head(session: AsyncSession) -> int:
    """The position of the newest event; 0 when there is none."""
    return (await session.execute(select(func.max(EventRow.position)))).scalar_one() or 0


async def after(session: AsyncSession, position: int, *, limit: int = BATCH) -> list[Logged]:
    """The next events after a position, oldest first."""
    rows = await _AFTER.rows(session, {"after": position, "most": limit})
    return [_logged(row) for row in rows]


async def of_stream(session: AsyncSession, stream: str, *, after: int = 0, before: int | None = None,
                    limit: int = BATCH) -> list[Logged]:
    """The newest events of one stream between two versions (exclusive), oldest first."""
    query = select(*_COLUMNS).where(EventRow.stream == stream, EventRow.version > after)
    if before is not None:
        query = query.where(EventRow.version < before)
    rows = await session.execute(query.order_by(EventRow.version.desc()).limit(limit))
    return [_logged(row) for row in rows][::-1]


async def cursor(session: AsyncSession, reader: str, *, lock: bool = False) -> int:
    """How far a reader has come; 0 for a new one. With `lock` no other process of it advances meanwhile."""
    query = select(CursorRow.position).where(CursorRow.reader == reader)
    found = await session.execute(query.with_for_update() if lock else query)
    return found.scalar_one_or_none() or 0


async def advance(session: AsyncSession, reader: str, position: int) -> None:
    """Remember how far a reader has come, in the transaction of its work; never backwards."""
    statement = insert_into(session, CursorRow).values(reader=reader, position=position)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[CursorRow.reader],
            set_={"position": position},
            where=CursorRow.position < position,
        )
    )
