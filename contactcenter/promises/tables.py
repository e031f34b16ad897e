"""The targets, and each promise that was made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc, partial_index
from contactcenter.promises.targets import Outcome
from contactcenter.shapes.base import PromiseKind

_RUNS = "ended_at IS NULL AND since IS NOT NULL"


class TargetsRow(Base):
    """The library's targets: one row, which a change replaces as a whole."""

    __tablename__ = "targets"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    targets: Mapped[list[dict[str, object]]] = mapped_column(Json)


class PromiseRow(Base):
    """One promise of one ticket: it runs (`since` is set), stands still (`since` is NULL) or has ended.

    `used_s`: open seconds that had passed when it began to run `since` then. `due_at` and `near_at` are NULL while it
    stands still, or where the queue does not open for years.
    """

    __tablename__ = "promises"
    __table_args__ = (
        partial_index("ux_promises_running", "ticket_id", "kind", unique=True, where="ended_at IS NULL"),
        Index("ix_promises_ticket_id", "ticket_id"),
        Index("ix_promises_ended_at", "ended_at"),
        partial_index("ix_promises_near", "near_at", where=f"{_RUNS} AND broken_at IS NULL"),
        partial_index("ix_promises_due", "due_at", where=f"{_RUNS} AND broken_at IS NULL"),
        partial_index("ix_promises_broken", "queue_id", where="ended_at IS NULL AND broken_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"))
    kind: Mapped[PromiseKind] = mapped_column(String(16))
    queue_id: Mapped[int] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int]
    within_s: Mapped[int]
    near_s: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(Utc)
    used_s: Mapped[float] = mapped_column(Double)
    since: Mapped[datetime | None] = mapped_column(Utc)
    near_at: Mapped[datetime | None] = mapped_column(Utc)
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    near_told_at: Mapped[datetime | None] = mapped_column(Utc)
    broken_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    took_s: Mapped[float | None] = mapped_column(Double)
    """Open seconds from its beginning to its end, pauses left out."""
    message_id: Mapped[int | None] = mapped_column(Id)
    """The answer that ended it: when that is taken back, it runs on."""
    staff_id: Mapped[int | None] = mapped_column(Id)
    """Who ended it, late or in time; None: it runs, or nobody of staff did."""
