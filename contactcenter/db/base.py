"""The metadata that every table joins, and the two column types the dialects disagree about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Index, Integer, MetaData, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC to the microsecond.

    PostgreSQL: `timestamptz`. SQLite has no type for it and would keep text: an integer of
    microseconds since 1970 sorts, compares and indexes without parsing.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[int]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone: pass aware times in UTC")
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(
        self, value: datetime | int | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return EPOCH + MICROSECOND * value


Id = BigInteger().with_variant(Integer(), "sqlite")
"""An id: bigint; SQLite counts its rowid only under the exact type INTEGER."""

Json = JSON().with_variant(JSONB(), "postgresql")
JsonOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""JSON where there is something to say; None is NULL, which takes no room."""


def sortable(length: int) -> String:
    """Text that is compared by code point on both dialects, so that an index finds what begins alike.

    PostgreSQL would compare by the database's language, in which `ami` and its continuations are no range.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that meet a condition, on both dialects."""
    return Index(name, *columns, unique=unique, postgresql_where=text(where), sqlite_where=text(where))


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(row: type[Base]) -> Table:  # type: ignore[explicit-any]  # what the library says of a table's columns
    """The table itself, for statements that leave the ORM out."""
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101  # every class of ours is mapped to one
    return table
