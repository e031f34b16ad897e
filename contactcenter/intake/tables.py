"""What arrived, and by what it is known again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc, partial_index


class InboundRow(Base):
    """One arrival, byte for byte. `state`: received, done, duplicate or quarantined.

    Small bytes stand in `data`; larger ones in the blob `digest`. The row stays after it is
    understood, so that every message can be shown as it came.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        partial_index("ix_inbound_waiting", "id", where="state = 'received'"),
        partial_index("ix_inbound_quarantined", "id", where="state = 'quarantined'"),
        CheckConstraint("state IN ('received', 'done', 'duplicate', 'quarantined')", name="state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(Utc)
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Id)
    meta: Mapped[dict[str, str]] = mapped_column(Json)
    blobs: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    step: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Text)
    ticket_id: Mapped[int | None] = mapped_column(Id)
    message_id: Mapped[int | None] = mapped_column(Id)


class KnownKeyRow(Base):
    """An identity key of something that became a message: a second delivery of it is a duplicate."""

    __tablename__ = "known_keys"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    inbound_id: Mapped[int] = mapped_column(Id)
    message_id: Mapped[int | None] = mapped_column(Id)
