"""Statements that run for every message: compiled once, and on SQLite run on the driver's own connection.

SQLite lives in this process (db/sqlite_here.py): there a point read takes 20 µs, and putting it through
a session 200. What runs ten times a message is worth going past; everything else stays with the session.
On PostgreSQL the way over the network costs more than both, and the session runs the statement as ever.
Measured in docs/decisions/0003.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ColumnElement, CompoundSelect, CursorResult, Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db import sqlite_here

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import UpdateBase

Process = Callable[[object], object]
Query = Select[*tuple[object, ...]] | CompoundSelect[*tuple[object, ...]]
RAW = "sqlite_here"
"""Under this name a session remembers its driver's connection."""


Found = Row[*tuple[object, ...]]
"""A row: its columns by name, and by place. On SQLite it is a named tuple, which can do just that."""


def listed(name: str) -> Select[tuple[object]]:
    """What the list `name` holds, as rows: SQLite's `IN (SELECT …)`, one statement for every length.

    PostgreSQL is given `bindparam(name, expanding=True)`.
    """
    return select(func.json_each(bindparam(name, type_=JSON())).table_valued("value").c.value)


class Prepared:
    """A statement and how its values and columns are turned, for one dialect after the other.

    `names`: the values it is given, where they are not its `bindparam`s but columns of an INSERT or UPDATE.
    Every such column must be named: defaults on Python's side are not filled in.
    `postgresql`: what it is there, where it differs (ON CONFLICT, a list of ids).
    """

    def __init__(
        self,
        statement: Query | UpdateBase,
        *names: str,
        postgresql: Query | UpdateBase | None = None,
    ) -> None:
        self._statement = statement
        self._elsewhere = statement if postgresql is None else postgresql
        self._names = names or None
        self._here: _Here | None = None

    async def rows(self, session: AsyncSession, values: dict[str, object]) -> Sequence[Found]:
        """Run it; all its rows (none where it returns none). Raises what the driver or the session raises."""
        raw = session.info.get(RAW) or await _raw(session)
        if not isinstance(raw, sqlite_here.Connection):
            result = await session.execute(self._elsewhere, values)
            return () if isinstance(result, CursorResult) and not result.returns_rows else result.all()
        return (self._here or self._on(session)).run(raw, values)

    async def each(self, session: AsyncSession, many: Sequence[dict[str, object]]) -> None:
        """Run it with each of these values; what it returns is not looked at."""
        raw = session.info.get(RAW) or await _raw(session)
        if not isinstance(raw, sqlite_here.Connection):
            if many:
                await session.execute(self._elsewhere, many)
            return
        here = self._here or self._on(session)
        for values in many:
            here.run(raw, values)

    async def many(self, session: AsyncSession, many: Sequence[dict[str, object]]) -> Sequence[Found]:
        """Run it with each of these values, in one go where the network is between; all rows that come back.

        Which row came from which values must show in the rows: their order is nobody's promise.
        """
        raw = session.info.get(RAW) or await _raw(session)
        if not isinstance(raw, sqlite_here.Connection):
            return (await session.execute(self._elsewhere, many)).all() if many else ()
        here = self._on(session)
        return [row for values in many for row in here.run(raw, values)]

    async def scalar(self, session: AsyncSession, values: dict[str, object]) -> object | None:
        """Run it; the first column of its first row, None when there is no row."""
        rows = await self.rows(session, values)
        return rows[0][0] if rows else None

    def _on(self, session: AsyncSession) -> _Here:
        if self._here is None:
            self._here = _Here(self._statement, self._names, session.get_bind().dialect)
        return self._here


class _Here:
    """The statement in SQLite's words."""

    def __init__(
        self, statement: Query | UpdateBase, names: tuple[str, ...] | None, dialect: Dialect
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names) if names else None)
        self._sql = str(compiled)
        self._literal = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
        order = list(compiled.positiontup or ())
        self._pick = itemgetter(*order) if len(order) > 1 else None
        self._order = order
        self._given = [
            (place, process, process(None)) for place, name in enumerate(order)
            if (process := compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        shown: Iterable[ColumnElement[object]] = statement.exported_columns
        if isinstance(statement, Select | CompoundSelect):
            shown = statement.selected_columns
        # SQLAlchemy's own rows come out of a result that costs as much as the statement.
        kind = namedtuple("Found", [str(column.key) for column in shown], rename=True)  # type: ignore[misc]  # noqa: PYI024  # the names are the statement's
        self._row: Callable[[Iterable[object]], Found] = kind._make  # type: ignore[assignment]  # see Found
        self._turn = [
            (place, process, process(None)) for place, column in enumerate(shown)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def run(self, connection: sqlite_here.Connection, values: dict[str, object]) -> Sequence[Found]:
        given = {**self._literal, **values} if self._literal else values
        bound = [given[name] for name in self._order] if self._pick is None else list(self._pick(given))
        for place, process, of_none in self._given:
            value = bound[place]
            bound[place] = of_none if value is None else process(value)
        rows = connection.execute(self._sql, bound).fetchall()
        if not self._turn:
            return [self._row(row) for row in rows]
        return [self._found(row) for row in rows]

    def _found(self, row: Sequence[object]) -> Found:
        turned = list(row)
        for place, process, of_none in self._turn:
            value = turned[place]
            turned[place] = of_none if value is None else process(value)
        return self._row(turned)


async def _raw(session: AsyncSession) -> object:
    connection = await session.connection()
    raw = session.info[RAW] = (await connection.get_raw_connection()).driver_connection
    return raw
