"""Deliveries on their way out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc, partial_index
from contactcenter.shapes.base import DeliveryState


class DeliveryRow(Base):
    """One message to one recipient by one channel.

    A mail to several is a row each, so that each is tried, refused, delayed and bounced for itself. They share the
    Message-ID of the first: `mail_id` is its id, NULL in itself.

    `key` is stable over every attempt. `due_at` is None when nothing more is to be done. A lease is
    `leased_until` with a random `lease`: whoever holds it alone may settle the attempt.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index("ix_outbox_rank_due_at_place", "rank", "due_at", "place", where="due_at IS NOT NULL"),
        Index("ix_outbox_message_id", "message_id"),
        partial_index("ux_outbox_acknowledgement", "ticket_id", unique=True, where="kind = 'acknowledgement'"),
        partial_index("ix_outbox_automatic", "to_value", "created_at", where="kind IN ('acknowledgement', 'notice')"),
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delayed', 'delivered', 'failed', 'bounced')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    ticket_id: Mapped[int] = mapped_column(Id, index=True)
    message_id: Mapped[int | None] = mapped_column(Id)
    mail_id: Mapped[int | None] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    to_kind: Mapped[str] = mapped_column(String(16))
    to_value: Mapped[str] = mapped_column(String(320))
    to_name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(255), server_default=text("''"))
    """The far side's server, as far as we know it: an e-mail's domain."""
    rank: Mapped[int] = mapped_column(server_default=text("0"))
    """What is due leaves in this order: 0 an answer, 1 what we send by ourselves."""
    told_before: Mapped[int | None]
    told_half_s: Mapped[int | None]
    told_most_s: Mapped[int | None]
    """Of an acknowledgement: what it tells of the wait (`envelope.Outlook`), the same at every attempt."""
    in_reply_to: Mapped[str | None] = mapped_column(Text)
    references: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[DeliveryState] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    leased_until: Mapped[datetime | None] = mapped_column(Utc)
    lease: Mapped[str | None] = mapped_column(String(32))
    code: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Text)
    remote_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc)
