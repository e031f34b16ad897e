"""The blob store's table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, partial_index


class BlobRow(Base):
    """Bytes by their SHA-256. `references` counts the rows that name them; `data` is None when in a file."""

    __tablename__ = "blobs"
    __table_args__ = (
        CheckConstraint("reference_count >= 0", name="counted"),
        partial_index("ix_blobs_unreferenced", "stored_at", where="reference_count = 0"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Id)
    reference_count: Mapped[int] = mapped_column(default=0)
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(Utc)
