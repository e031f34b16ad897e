"""The database's clock, for leases: workers on several machines need one time."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def database_now(session: AsyncSession) -> datetime:
    """The moment by the database. SQLite has no server: its clock is this machine's."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)
