"""Queues and the addresses that lead to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc


class QueueRow(Base):
    """A line of work that a department owns."""

    __tablename__ = "queues"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    department_id: Mapped[int] = mapped_column(Id, ForeignKey("departments.id"), index=True)
    slug: Mapped[str] = mapped_column(String(31), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))


class QueueAddressRow(Base):
    """An e-mail address whose inquiries go to a queue; lower case."""

    __tablename__ = "queue_addresses"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), index=True)


class QueueCalendarRow(Base):
    """How a queue keeps its hours, where that was ever said. Without a row it follows the house."""

    __tablename__ = "queue_calendars"

    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    """Grows with every change of what is kept here: nobody overwrites what they did not see."""
    follows_house: Mapped[bool] = mapped_column(default=True)
    """Week, zone and region are the settings'; exceptions are its own all the same."""
    zone: Mapped[str] = mapped_column(String(64), default="")
    region: Mapped[str] = mapped_column(String(23), default="")
    """Whose public holidays it keeps; empty: none."""
    chat: Mapped[str] = mapped_column(String(16), default="message")
    """What a chat does that would begin while it is closed: `message` takes it, `refuse` does not."""
    tells_when: Mapped[bool] = mapped_column(default=True)
    """Whether an acknowledgement that leaves while it is closed says when somebody will read the inquiry."""
    changed_at: Mapped[datetime] = mapped_column(Utc)


class QueueHoursRow(Base):
    """A span of a queue's week: minutes since midnight; `closes` may be on the next day."""

    __tablename__ = "queue_hours"

    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    """ISO: Monday is 1."""
    opens: Mapped[int] = mapped_column(primary_key=True)
    closes: Mapped[int]


class QueueExceptionRow(Base):
    """Days that are not as the week says: closed, or open at other times."""

    __tablename__ = "queue_exceptions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    spans: Mapped[list[list[int]]] = mapped_column(Json)
    """`[opens, closes]` of each; none: closed."""
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))
