"""Reading the log: events after a cursor, in order, none skipped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared, listed
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


_BETWEEN = (
    select(*_COLUMNS).where(
        EventRow.position > bindparam("after", type_=EventRow.position.type),
        EventRow.position <= bindparam("upto", type_=EventRow.position.type),
    )
    .order_by(EventRow.position).limit(bindparam("most", type_=Integer))
)
_TELLING = Prepared(
    _BETWEEN.where(EventRow.type.in_(listed("types"))),
    postgresql=_BETWEEN.where(EventRow.type.in_(bindparam("types", expanding=True))),
)
_HEAD = Prepared(select(func.max(EventRow.position)))


async def head(session: AsyncSession) -> int:
    """The position of the newest event; 0 when there is none."""
    return int(str(await _HEAD.scalar(session, {}) or 0))


async def after(session: AsyncSession, position: int, *, limit: int = BATCH) -> list[Logged]:
    """The next events after a position, oldest first."""
    rows = await _AFTER.rows(session, {"after": position, "most": limit})
    return [_logged(row) for row in rows]


async def telling(
    session: AsyncSession, position: int, types: Collection[str], *, upto: int | None = None, limit: int = BATCH
) -> tuple[list[Logged], int]:
    """The next events of these types, and the position up to which none of them is missing.

    `upto`: later ones are left for another time.
    """
    newest = await head(session) if upto is None else upto
    if newest <= position:
        return [], position
    rows = await _TELLING.rows(
        session, {"after": position, "upto": newest, "types": sorted(types), "most": limit}
    )
    events = [_logged(row) for row in rows]
    return events, events[-1].position if len(events) == limit else newest


async def of_stream(session: AsyncSession, stream: str, *, after: int = 0, before: int | None = None,
                    limit: int = BATCH) -> list[Logged]:
    """The newest events of one stream between two versions (exclusive), oldest first."""
    query = select(*_COLUMNS).where(EventRow.stream == stream, EventRow.version > after)
    if before is not None:
        query = query.where(EventRow.version < before)
    rows = await session.execute(query.order_by(EventRow.version.desc()).limit(limit))
    return [_logged(row) for row in rows][::-1]


_CURSOR = select(CursorRow.position).where(CursorRow.reader == bindparam("of"))
_WHERE_IT_IS, _HELD = Prepared(_CURSOR), Prepared(_CURSOR.with_for_update())


async def cursor(session: AsyncSession, reader: str, *, lock: bool = False) -> int:
    """How far a reader has come; 0 for a new one. With `lock` no other process of it advances meanwhile."""
    return int(str(await (_HELD if lock else _WHERE_IT_IS).scalar(session, {"of": reader}) or 0))


def _forward(insert: sqlite.Insert) -> sqlite.Insert:
    return insert.on_conflict_do_update(
        index_elements=[CursorRow.reader], set_={"position": insert.excluded.position},
        where=CursorRow.position < insert.excluded.position,
    )


_ADVANCE = Prepared(
    _forward(sqlite.insert(CursorRow)), "reader", "position",
    postgresql=_forward(postgresql.insert(CursorRow)),  # type: ignore[arg-type]  # the same methods
)


async def advance(session: AsyncSession, reader: str, position: int) -> None:
    """Remember how far a reader has come, in the transaction of its work; never backwards."""
    await _ADVANCE.each(session, [{"reader": reader, "position": position}])
