"""Rules, what they did, and macros."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc, partial_index


class AutomationRuleRow(Base):
    """A rule as it stands. One that was removed keeps its row, for what it did is told by its name."""

    __tablename__ = "automation_rules"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    on_since: Mapped[int | None] = mapped_column(Id)
    """The place in the log at which it was turned on: of what happened before it does nothing. None: it is off."""
    when: Mapped[list[dict[str, object]]] = mapped_column(Json)
    conditions: Mapped[list[dict[str, object]]] = mapped_column(Json)
    actions: Mapped[list[dict[str, object]]] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)


class AutomationRunRow(Base):
    """That a rule had its turn: written with what it did, or instead of it where it failed (`code`).

    `origin` is the place in the log of what nobody of ours did, and everything that followed from it by rules has the
    same one: (origin, rule) is unique, so no circle of rules ever closes, and no crash or second worker makes two of
    one.
    `after_version` < version <= `upto_version` are the events of the ticket that it recorded.
    """

    __tablename__ = "automation_runs"
    __table_args__ = (
        Index("ix_automation_runs_ticket", "ticket_id", "upto_version"),
        Index("ix_automation_runs_rule", "rule_id", "at"),
        partial_index("ix_automation_runs_failed", "rule_id", "at", where="code IS NOT NULL"),
    )

    origin: Mapped[int] = mapped_column(Id, primary_key=True)
    rule_id: Mapped[int] = mapped_column(Id, ForeignKey("automation_rules.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id)
    depth: Mapped[int]
    after_version: Mapped[int]
    upto_version: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Utc)


class AutomationReplyRow(Base):
    """That a rule has answered in a ticket: it does so once. `address`: whom, so that nobody gets many in a day."""

    __tablename__ = "automation_replies"
    __table_args__ = (
        UniqueConstraint("rule_id", "ticket_id"),
        Index("ix_automation_replies_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rule_id: Mapped[int] = mapped_column(Id, ForeignKey("automation_rules.id"))
    ticket_id: Mapped[int] = mapped_column(Id)
    address: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime] = mapped_column(Utc)


class MacroRow(Base):
    """Actions that a librarian applies by hand."""

    __tablename__ = "macros"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    actions: Mapped[list[dict[str, object]]] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(Utc)
