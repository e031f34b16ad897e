"""The tree of needs, the need of a ticket, and the transactions that reference statistics count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, partial_index
from contactcenter.shapes.needs import Kind, Mode, Referral

ESTIMATED = {"need": "need_id", "effort": "effort", "mode": "mode", "minutes": "minutes", "referral": "referral"}
"""The values that may be estimates, and the column of each; `…_estimated` says whether it is one."""


class NeedRow(Base):
    """A branch of the tree. `place` orders it among its siblings; a retired one stays, for what names it."""

    __tablename__ = "needs"
    __table_args__ = (
        Index("ix_needs_parent_id_place", "parent_id", "place"),
        partial_index("ux_needs_client_id", "client_id", unique=True, where="client_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("needs.id"))
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))
    place: Mapped[int]
    version: Mapped[int]
    """Of the row as somebody edits it; making room for a sibling is no new version."""
    client_id: Mapped[str | None] = mapped_column(String(64))
    retired_at: Mapped[datetime | None] = mapped_column(Utc)


class TicketNeedRow(Base):
    """The need that was last chosen for a ticket, by hand."""

    __tablename__ = "ticket_needs"

    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True)
    need_id: Mapped[int | None] = mapped_column(Id, ForeignKey("needs.id"))
    chosen_by: Mapped[int | None] = mapped_column(Id)
    chosen_at: Mapped[datetime] = mapped_column(Utc)


class TransactionRow(Base):
    """One transaction: a question that somebody of staff dealt with. A ticket has none, one or several.

    A directional tally has neither ticket nor patron. Each value says whether it is still an estimate; the row is
    confirmed once none is. What was removed stays: it is not made anew, and sending it twice is sending it once.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        CheckConstraint("effort BETWEEN 1 AND 6", name="effort"),
        CheckConstraint("minutes >= 0", name="minutes"),
        partial_index("ix_transactions_ticket_id", "ticket_id", where="ticket_id IS NOT NULL"),
        Index("ix_transactions_staff_id_at", "staff_id", "at"),
        Index("ix_transactions_at", "at", "id"),
        partial_index(
            "ux_transactions_client_id", "author_key", "client_id", unique=True, where="client_id IS NOT NULL"
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    ticket_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tickets.id"))
    patron_id: Mapped[int | None] = mapped_column(Id)
    staff_id: Mapped[int | None] = mapped_column(Id)
    """Who dealt with it; None for another program."""
    queue_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[Kind] = mapped_column(String(16))
    need_id: Mapped[int | None] = mapped_column(Id, ForeignKey("needs.id"))
    effort: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(String(16))
    minutes: Mapped[int | None]
    referral: Mapped[Referral] = mapped_column(String(16))
    need_estimated: Mapped[bool]
    effort_estimated: Mapped[bool]
    mode_estimated: Mapped[bool]
    minutes_estimated: Mapped[bool]
    referral_estimated: Mapped[bool]
    author_key: Mapped[str] = mapped_column(String(40))
    client_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Utc)
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    confirmed_by: Mapped[int | None] = mapped_column(Id)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)
