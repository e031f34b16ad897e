"""The log, the versions of its streams, and how far each reader has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc


class EventRow(Base):
    """One event. `seen_before` and `seen_after` name who could see its subject then and since."""

    __tablename__ = "events"
    __table_args__ = (Index("ux_events_stream_version", "stream", "version", unique=True),)

    position: Mapped[int] = mapped_column(Id, primary_key=True)
    stream: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    type: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Utc)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None] = mapped_column(Id)
    data: Mapped[dict[str, object]] = mapped_column(Json)
    seen_before: Mapped[list[str]] = mapped_column(Json)
    seen_after: Mapped[list[str]] = mapped_column(Json)


class StreamRow(Base):
    """The version of a stream that no other table keeps (tickets keep their own)."""

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]


class CursorRow(Base):
    """How far a reader of the log has come; written in the transaction of its own work."""

    __tablename__ = "cursors"

    reader: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Id)
