"""Seats and skills."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, partial_index
from contactcenter.events.catalogue.seats import Presence
from contactcenter.shapes.calls import Device
from contactcenter.shapes.routing import SkillKind


class SeatRow(Base):
    """A member of staff at work: several tabs are one seat.

    Presence is a timestamp with a time to live (law 7): after `alive_until` the seat is empty, whatever
    `presence` says, and a sweep writes that down. `version` is that of its stream.
    """

    __tablename__ = "seats"
    __table_args__ = (
        partial_index("ix_seats_alive_until", "alive_until", where="presence <> 'offline'"),
        partial_index("ix_seats_until", "until", where="until IS NOT NULL"),
    )

    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    version: Mapped[int]
    presence: Mapped[Presence] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(31))
    since: Mapped[datetime] = mapped_column(Utc)
    until: Mapped[datetime | None] = mapped_column(Utc)
    """When wrap-up ends by itself."""
    alive_until: Mapped[datetime] = mapped_column(Utc)
    idle_since: Mapped[datetime] = mapped_column(Utc)
    """Since when nothing was offered to it and it has ended nothing: the longest idle is asked first."""


class DeviceRow(Base):
    """Where a librarian takes calls: in the browser, or on a telephone of their own. Without a row: nowhere."""

    __tablename__ = "staff_devices"
    __table_args__ = (CheckConstraint("device IN ('browser', 'telephone')", name="device"),)

    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    device: Mapped[Device] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(40), default="")
    """Of the telephone, E.164."""


class SkillRow(Base):
    """Something that a librarian can do more or less well: a subject, a language, a channel."""

    __tablename__ = "skills"
    __table_args__ = (CheckConstraint("kind IN ('subject', 'language', 'channel')", name="kind"),)

    slug: Mapped[str] = mapped_column(String(31), primary_key=True)
    kind: Mapped[SkillKind] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))


class StaffSkillRow(Base):
    """How well somebody can do it: 1 (a little) to 5 (an expert)."""

    __tablename__ = "staff_skills"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(31), ForeignKey("skills.slug"), primary_key=True)
    level: Mapped[int]


class BroadcastRow(Base):
    """A supervisor's word to all seats, or (`queue_id`) to those of one queue."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index("ix_broadcasts_at", "at"),
        Index("ux_broadcasts_client_id", "staff_id", "client_id", unique=True),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"))
    queue_id: Mapped[int | None] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Utc)
    client_id: Mapped[str] = mapped_column(String(64))
