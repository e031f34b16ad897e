"""Tags, and which tickets have them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, sortable
from contactcenter.shapes.base import Lane

LONGEST = 40


class TagRow(Base):
    """A word of the library's for tickets that belong together. `key` is its name folded: `ILL` and `ill` are one tag.

    One that was removed keeps its row: tickets keep its number, nobody sees it, and whoever uses the word anew has it
    back where it was.
    """

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(sortable(4 * LONGEST), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST))
    created_at: Mapped[datetime] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)


class TicketTagRow(Base):
    """That a ticket has a tag, with what the lists by tag are made of.

    `tickets.tag_ids` is the truth that a row shows; this is the index of it. A trigger of the database keeps queue,
    lane and times as the ticket has them, whoever writes it; for a ticket without tags it does nothing.
    """

    __tablename__ = "ticket_tags"
    __table_args__ = (
        Index("ix_ticket_tags_updated", "tag_id", "queue_id", "lane", "updated_at", "ticket_id"),
        Index("ix_ticket_tags_created", "tag_id", "queue_id", "lane", "created_at", "ticket_id"),
        Index("ix_ticket_tags_waiting", "tag_id", "queue_id", "lane", "waiting_key", "ticket_id"),
    )

    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(Id, ForeignKey("tags.id"), primary_key=True)
    queue_id: Mapped[int] = mapped_column(Id)
    lane: Mapped[Lane] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Utc)
    updated_at: Mapped[datetime] = mapped_column(Utc)
    waiting_key: Mapped[datetime] = mapped_column(Utc)


class SavedViewRow(Base):
    """A list that somebody comes back to; without an owner a department, and without that everybody."""

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(60))
    filter: Mapped[str] = mapped_column(String(1000))
    """A `ListFilter` as JSON text: it is only ever read and written whole."""
    created_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc)
