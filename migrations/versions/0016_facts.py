"""The facts that measures and reports are summed from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0016"
down_revision = "0015"


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "ticket_facts",
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("junk", sa.Boolean(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("owed", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", Id, nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", Id, nullable=True),
        sa.Column("answer_id", Id, nullable=True),
        sa.Column("answer_us", sa.BigInteger(), nullable=True),
        sa.Column("answer_open_us", sa.BigInteger(), nullable=True),
        sa.Column("answer_bucket", sa.SmallInteger(), nullable=True),
        sa.Column("answer_open_bucket", sa.SmallInteger(), nullable=True),
        sa.Column("first_closed_us", sa.BigInteger(), nullable=True),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", Id, nullable=True),
        sa.Column("resolve_us", sa.BigInteger(), nullable=True),
        sa.Column("resolve_open_us", sa.BigInteger(), nullable=True),
        sa.Column("resolve_bucket", sa.SmallInteger(), nullable=True),
        sa.Column("resolve_open_bucket", sa.SmallInteger(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("opened_in", sa.Integer(), nullable=False),
        sa.Column("answered_in", sa.Integer(), nullable=True),
        sa.Column("closed_in", sa.Integer(), nullable=True),
        sa.Column("first_closed_in", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_facts")),
    )
    op.create_index("ix_ticket_facts_opened", "ticket_facts", [
        "opened_in", "queue_id", "channel", "junk", "merged", "opened_us",
    ])
    _partial("ix_ticket_facts_answered", "ticket_facts", [
        "answered_in", "queue_id", "channel", "answered_by", "junk", "merged", "answered_us", "answer_us",
        "answer_open_us",
        "answer_bucket", "answer_open_bucket",
    ], "answered_us IS NOT NULL")
    _partial("ix_ticket_facts_closed", "ticket_facts", [
        "closed_in", "queue_id", "channel", "closed_by", "junk", "merged", "closed_us", "resolve_us",
        "resolve_open_us",
        "resolve_bucket", "resolve_open_bucket",
    ], "closed_us IS NOT NULL")
    _partial("ix_ticket_facts_first_closed", "ticket_facts", [
        "first_closed_in", "queue_id", "channel", "closed_by", "junk", "merged", "first_closed_us",
        "answers", "contacts", "reopened",
    ], "first_closed_us IS NOT NULL")
    op.create_table(
        "wait_facts",
        sa.Column("position", Id, autoincrement=False, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("wait_us", sa.BigInteger(), nullable=True),
        sa.Column("wait_bucket", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_wait_facts")),
    )
    _partial("ux_wait_facts_open", "wait_facts", ["ticket_id"], "ended_us IS NULL", unique=True)
    op.create_index("ix_wait_facts_began", "wait_facts", ["began_us", "queue_id", "channel"])
    _partial("ix_wait_facts_ended", "wait_facts", [
        "ended_us", "queue_id", "channel", "staff_id", "outcome", "in_hours", "wait_us", "wait_bucket",
    ], "ended_us IS NOT NULL")
    op.create_table(
        "talk_facts",
        sa.Column("position", Id, autoincrement=False, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("handle_us", sa.BigInteger(), nullable=True),
        sa.Column("handle_bucket", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_talk_facts")),
    )
    _partial("ux_talk_facts_open", "talk_facts", ["ticket_id"], "ended_us IS NULL", unique=True)
    op.create_index("ix_talk_facts_staff_id", "talk_facts", ["staff_id", "ended_us"])
    _partial("ix_talk_facts_ended", "talk_facts", [
        "ended_us", "queue_id", "channel", "staff_id", "handle_us", "handle_bucket",
    ], "ended_us IS NOT NULL")
    op.create_table(
        "seat_facts",
        sa.Column("position", Id, autoincrement=False, nullable=False),
        sa.Column("staff_id", Id, autoincrement=False, nullable=False),
        sa.Column("presence", sa.String(length=16), nullable=False),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("position", "staff_id", name=op.f("pk_seat_facts")),
    )
    _partial("ux_seat_facts_open", "seat_facts", ["staff_id"], "ended_us IS NULL", unique=True)
    _partial("ix_seat_facts_ended", "seat_facts", ["ended_us", "began_us", "staff_id", "presence", "busy"],
             "ended_us IS NOT NULL")
    op.create_table(
        "record_facts",
        sa.Column("transaction_id", Id, autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("need_id", Id, nullable=True),
        sa.Column("effort", sa.SmallInteger(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("referral", sa.String(length=16), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("at_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_record_facts")),
    )
    op.create_index("ix_record_facts_at", "record_facts", [
        "at_in", "queue_id", "mode", "staff_id", "kind", "at_us", "need_id", "effort", "minutes", "estimated",
    ])
    op.create_table(
        "fact_periods",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", Id, nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_fact_periods")),
    )


def downgrade() -> None:
    for table in ("fact_periods", "record_facts", "seat_facts", "talk_facts", "wait_facts", "ticket_facts"):
        op.drop_table(table)
