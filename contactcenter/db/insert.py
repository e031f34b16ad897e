"""INSERT with ON CONFLICT, which both dialects have and SQLAlchemy gives each its own class for."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


def on_postgresql(session: AsyncSession) -> bool:
    """Whether this session talks to PostgreSQL (else SQLite)."""
    return session.get_bind().dialect.name == "postgresql"


def insert_into(session: AsyncSession, table: type[DeclarativeBase]) -> sqlite.Insert:
    """An INSERT of the session's dialect. The two classes have the same methods, so one type serves."""
    if on_postgresql(session):
        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)
