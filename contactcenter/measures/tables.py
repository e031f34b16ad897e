"""What was counted.

The facts are what the log says, in the numbers that every report is summed from. They carry no patron's word, name or
id, and refer to no row that an erasure takes away. Their times are whole microseconds since 1970 (`…_us`): sums,
differences and quarter hours of them are the same numbers on both databases.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, SmallInteger, String, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, partial_index

PERIOD_US = 1 << 40
"""Some 13 days. `…_in` is the period of `…_us`. An index by period, queue, channel and librarian holds what a year's
sums need, group after group: SQLite adds them up without sorting 300,000 rows, which would take six times as long."""


class RuleCountRow(Base):
    """How many messages a rule has set aside so far, and how many of them a librarian said are questions."""

    __tablename__ = "rule_counts"

    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    set_aside: Mapped[int] = mapped_column(Id)
    rescued: Mapped[int] = mapped_column(Id)


class TicketFactRow(Base):
    """An inquiry, from its opening to its closing.

    `channel`: `facts.CALLED` where a librarian began it by calling its patron; so it is of its conversations.
    `language`: in which its patron asked. `…_open_us` are the times in opening hours of its queue; `…_bucket` places
    in `buckets.EDGES_S`. `closed_us` is when it was closed for good, as far as is known: None while it is open again.
    `contacts`: how often its patron came with it, the first time included. `junk` and `merged` count nowhere.
    """

    __tablename__ = "ticket_facts"
    __table_args__ = (
        Index("ix_ticket_facts_opened", "opened_in", "queue_id", "channel", "language", "junk", "merged", "opened_us"),
        partial_index(
            "ix_ticket_facts_answered", "answered_in", "queue_id", "channel", "language", "answered_by", "junk",
            "merged", "answered_us", "answer_us", "answer_open_us", "answer_bucket", "answer_open_bucket",
            where="answered_us IS NOT NULL",
        ),
        partial_index(
            "ix_ticket_facts_closed", "closed_in", "queue_id", "channel", "language", "closed_by", "junk",
            "merged", "closed_us", "resolve_us", "resolve_open_us",
            where="closed_us IS NOT NULL",
        ),
        partial_index(
            "ix_ticket_facts_first_closed", "first_closed_in", "queue_id", "channel", "language", "closed_by", "junk",
            "merged", "first_closed_us", "answers", "contacts", "reopened", where="first_closed_us IS NOT NULL",
        ),
    )

    ticket_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(16), server_default=sql("''"))
    queue_id: Mapped[int] = mapped_column(Id)
    opened_us: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    live: Mapped[bool] = mapped_column(Boolean)
    junk: Mapped[bool] = mapped_column(Boolean)
    merged: Mapped[bool] = mapped_column(Boolean)
    begun: Mapped[bool] = mapped_column(Boolean)
    """Whether it has its first message: the rule that sets that aside opens it as junk."""
    owed: Mapped[bool] = mapped_column(Boolean)
    """Whether its patron waits for an answer: what they write meanwhile is the same contact."""
    assignee_id: Mapped[int | None] = mapped_column(Id)
    caller_id: Mapped[int | None] = mapped_column(Id)
    """Who calls its patron out of a colleague's inquiry, until the call is over or the inquiry somebody else's."""
    rings: Mapped[bool] = mapped_column(Boolean, server_default=false())
    """Its patron called, or is to be called back, and nobody has talked with them yet in that call."""
    calling: Mapped[int | None] = mapped_column(Id)
    """The call of ours that goes on: who is reached by it has not come again."""
    waited: Mapped[int | None] = mapped_column(Id)
    """Their last wait on the telephone that ended: what became of them may be known later."""
    contacts: Mapped[int]
    answers: Mapped[int]
    answered_us: Mapped[int | None] = mapped_column(BigInteger)
    answered_by: Mapped[int | None] = mapped_column(Id)
    answer_id: Mapped[int | None] = mapped_column(Id)
    answer_us: Mapped[int | None] = mapped_column(BigInteger)
    answer_open_us: Mapped[int | None] = mapped_column(BigInteger)
    answer_bucket: Mapped[int | None] = mapped_column(SmallInteger)
    answer_open_bucket: Mapped[int | None] = mapped_column(SmallInteger)
    first_closed_us: Mapped[int | None] = mapped_column(BigInteger)
    closed_us: Mapped[int | None] = mapped_column(BigInteger)
    closed_by: Mapped[int | None] = mapped_column(Id)
    resolve_us: Mapped[int | None] = mapped_column(BigInteger)
    resolve_open_us: Mapped[int | None] = mapped_column(BigInteger)
    reopened: Mapped[int]
    opened_in: Mapped[int]
    answered_in: Mapped[int | None]
    closed_in: Mapped[int | None]
    first_closed_in: Mapped[int | None]


class WaitFactRow(Base):
    """A wait in the line: since its patron was there and nobody had the inquiry, until somebody had it or they left.

    On the telephone it is over when both hear one another: whose ring nobody lifts, or whose line is busy when they are
    called back, was not answered.

    `outcome` may be known from the beginning: `again`, in the middle of a conversation, which no measure counts.
    No wait at all, but a row without length, is a call that ended before the line, or that we dialled (`dialled`).
    `position`: of the event that began it. `queue_id`: where it ended. `in_hours`: whether that queue was open when it
    began.
    """

    __tablename__ = "wait_facts"
    __table_args__ = (
        partial_index("ux_wait_facts_open", "ticket_id", unique=True, where="ended_us IS NULL"),
        Index("ix_wait_facts_began", "began_us", "queue_id", "channel"),
        partial_index(
            "ix_wait_facts_ended", "ended_us", "queue_id", "channel", "language", "staff_id", "outcome", "in_hours",
            "wait_us", "wait_bucket", where="ended_us IS NOT NULL",
        ),
    )

    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(Id)
    queue_id: Mapped[int] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(16), server_default=sql("''"))
    in_hours: Mapped[bool] = mapped_column(Boolean)
    began_us: Mapped[int] = mapped_column(BigInteger)
    ended_us: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str | None] = mapped_column(String(8))
    staff_id: Mapped[int | None] = mapped_column(Id)
    wait_us: Mapped[int | None] = mapped_column(BigInteger)
    wait_bucket: Mapped[int | None] = mapped_column(SmallInteger)


class TalkFactRow(Base):
    """A live conversation that a librarian had: from having it, until either left, it was closed or handed on.

    `handle_us`: with the wrap-up after it.
    """

    __tablename__ = "talk_facts"
    __table_args__ = (
        partial_index("ux_talk_facts_open", "ticket_id", unique=True, where="ended_us IS NULL"),
        Index("ix_talk_facts_staff_id", "staff_id", "ended_us"),
        partial_index(
            "ix_talk_facts_ended", "ended_us", "queue_id", "channel", "language", "staff_id", "handle_us",
            "handle_bucket", where="ended_us IS NOT NULL",
        ),
    )

    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(Id)
    queue_id: Mapped[int] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(16), server_default=sql("''"))
    staff_id: Mapped[int] = mapped_column(Id)
    began_us: Mapped[int] = mapped_column(BigInteger)
    ended_us: Mapped[int | None] = mapped_column(BigInteger)
    handle_us: Mapped[int | None] = mapped_column(BigInteger)
    handle_bucket: Mapped[int | None] = mapped_column(SmallInteger)


class SeatFactRow(Base):
    """A stretch of a seat's time: neither its presence changed nor whether it held a conversation (`busy`)."""

    __tablename__ = "seat_facts"
    __table_args__ = (
        partial_index("ux_seat_facts_open", "staff_id", unique=True, where="ended_us IS NULL"),
        partial_index("ix_seat_facts_ended", "ended_us", "began_us", "staff_id", "presence", "busy",
                      where="ended_us IS NOT NULL"),
    )

    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    presence: Mapped[str] = mapped_column(String(16))
    busy: Mapped[bool] = mapped_column(Boolean)
    began_us: Mapped[int] = mapped_column(BigInteger)
    ended_us: Mapped[int | None] = mapped_column(BigInteger)


class RecordFactRow(Base):
    """A transaction of the reference record, as it stands. `estimated`: some value of it is an estimate still."""

    __tablename__ = "record_facts"
    __table_args__ = (
        Index("ix_record_facts_at", "at_in", "queue_id", "mode", "language", "staff_id", "kind", "at_us", "need_id",
              "effort", "minutes", "estimated"),
    )

    transaction_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at_us: Mapped[int] = mapped_column(BigInteger)
    queue_id: Mapped[int] = mapped_column(Id)
    staff_id: Mapped[int | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(16), server_default=sql("''"))
    need_id: Mapped[int | None] = mapped_column(Id)
    effort: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None]
    referral: Mapped[str] = mapped_column(String(16))
    estimated: Mapped[bool] = mapped_column(Boolean)
    at_in: Mapped[int]


class PromiseFactRow(Base):
    """A promise that was kept, or broken, as it stands; one that still runs in time is not counted yet.

    `at_us`: when it was kept, or should have been. `staff_id`: who kept it, or did so late.
    """

    __tablename__ = "promise_facts"
    __table_args__ = (
        Index("ix_promise_facts_ticket_id", "ticket_id"),
        Index("ix_promise_facts_at", "at_in", "queue_id", "channel", "language", "staff_id", "kind", "kept", "at_us"),
    )

    promise_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    queue_id: Mapped[int] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(Id)
    kept: Mapped[bool] = mapped_column(Boolean)
    at_us: Mapped[int] = mapped_column(BigInteger)
    at_in: Mapped[int]


class FactPeriodRow(Base):
    """Which event changed a fact of a period last. Period -1: how often all was counted anew."""

    __tablename__ = "fact_periods"

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Id)
