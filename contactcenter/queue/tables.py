"""Queues and the addresses that lead to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import Boolean, CheckConstraint, Date, Double, ForeignKey, Index, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc, partial_index
from contactcenter.events.catalogue.offers import OfferKind, Outcome
from contactcenter.shapes.routing import Strategy

WaitOutcome = Literal["served", "left", "other"]


class QueueRow(Base):
    """A line of work that a department owns."""

    __tablename__ = "queues"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    department_id: Mapped[int] = mapped_column(Id, ForeignKey("departments.id"), index=True)
    slug: Mapped[str] = mapped_column(String(31), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))
    named_at: Mapped[datetime | None] = mapped_column(Utc)
    """When it was named in the console; None: the settings name it."""
    retired_at: Mapped[datetime | None] = mapped_column(Utc)
    """Since when it takes nothing new (`retire_queue`); None: it does."""
    strategy: Mapped[Strategy] = mapped_column(String(16), default="longest_idle", server_default="longest_idle")
    ring_s: Mapped[int] = mapped_column(default=30, server_default="30")
    """How long an offer rings."""
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    """Steps that its inquiries stand before those of other queues (`line.STEP`)."""
    overflow_queue_id: Mapped[int | None] = mapped_column(Id)
    overflow_after_s: Mapped[int | None]
    """After so long its inquiries are offered to the members of the other queue as well."""
    knows_first: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    """Whether the librarian who answered this patron last is asked first, if they are free."""
    by_language: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether its inquiries ask for the skill of their language (a skill of that name: `en`, `zh-Hans`)."""
    language_relax_s: Mapped[int | None]
    """After so long the language is asked for no more."""
    push: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether what waits in its list is given to librarians who have room, unasked (`queue.push`)."""
    push_recall_s: Mapped[int] = mapped_column(default=1800, server_default="1800")
    """Whoever has not opened it within this time loses it again."""


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


class QueueSkillRow(Base):
    """What a queue's inquiries ask of whoever answers them.

    After `relax_after_s` of waiting a level less will do, after twice as long two less; None: it never relaxes.
    """

    __tablename__ = "queue_skills"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(31), ForeignKey("skills.slug"), primary_key=True)
    level: Mapped[int]
    relax_after_s: Mapped[int | None]


class OfferRow(Base):
    """A ticket that rings, or rang, at a seat.

    `outcome` is None while it rings: at most one of a ticket, and at most one at a seat.
    """

    __tablename__ = "offers"
    __table_args__ = (
        partial_index("ux_offers_ringing", "ticket_id", unique=True, where="outcome IS NULL"),
        partial_index("ix_offers_expires_at", "expires_at", where="outcome IS NULL"),
        partial_index("ux_offers_seat", "staff_id", unique=True, where="outcome IS NULL"),
        Index("ix_offers_ticket_id", "ticket_id"),
        partial_index("ix_offers_over_at", "queue_id", "over_at", where="over_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"))
    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"))
    queue_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[OfferKind] = mapped_column(String(16), default="line", server_default="line")
    from_staff_id: Mapped[int | None] = mapped_column(Id)
    """Who passes it on, or asks in; None: it comes from the line."""
    channel: Mapped[str] = mapped_column(String(20))
    waited_since: Mapped[datetime] = mapped_column(Utc)
    offered_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    over_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the conversation that began with it was over."""


class PushRow(Base):
    """A ticket that was given to somebody unasked. `recalled_at`: they did not open it in time, and lost it again."""

    __tablename__ = "pushes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), index=True)
    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"))
    queue_id: Mapped[int] = mapped_column(Id)
    pushed_at: Mapped[datetime] = mapped_column(Utc)
    recalled_at: Mapped[datetime | None] = mapped_column(Utc)


class WaitRow(Base):
    """A wait in the line, from joining it until somebody has the ticket (`served`), or its patron left.

    `place` and the seconds are what was foretold when it began (`queue.estimate`); None: nothing was.
    """

    __tablename__ = "waits"
    __table_args__ = (
        partial_index("ux_waits_ticket_id", "ticket_id", unique=True, where="ended_at IS NULL"),
        partial_index("ix_waits_ended_at", "queue_id", "ended_at", where="ended_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"))
    queue_id: Mapped[int] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(Utc)
    place: Mapped[int]
    low_s: Mapped[float | None] = mapped_column(Double)
    middle_s: Mapped[float | None] = mapped_column(Double)
    high_s: Mapped[float | None] = mapped_column(Double)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[WaitOutcome | None] = mapped_column(String(16))
