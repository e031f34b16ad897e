"""The language of an inquiry in its facts, promises as facts, and who kept each"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0020"
down_revision = "0027"

TICKETS = ("ticket_facts", "wait_facts", "talk_facts")
INDEXES: dict[str, tuple[str, list[str], str]] = {
    "ix_ticket_facts_opened": ("ticket_facts", [
        "opened_in", "queue_id", "channel", "language", "junk", "merged", "opened_us",
    ], ""),
    "ix_ticket_facts_answered": ("ticket_facts", [
        "answered_in", "queue_id", "channel", "language", "answered_by", "junk", "merged", "answered_us", "answer_us",
        "answer_open_us", "answer_bucket", "answer_open_bucket",
    ], "answered_us IS NOT NULL"),
    "ix_ticket_facts_closed": ("ticket_facts", [
        "closed_in", "queue_id", "channel", "language", "closed_by", "junk", "merged", "closed_us", "resolve_us",
        "resolve_open_us", "resolve_bucket", "resolve_open_bucket",
    ], "closed_us IS NOT NULL"),
    "ix_ticket_facts_first_closed": ("ticket_facts", [
        "first_closed_in", "queue_id", "channel", "language", "closed_by", "junk", "merged", "first_closed_us",
        "answers", "contacts", "reopened",
    ], "first_closed_us IS NOT NULL"),
    "ix_wait_facts_ended": ("wait_facts", [
        "ended_us", "queue_id", "channel", "language", "staff_id", "outcome", "in_hours", "wait_us", "wait_bucket",
    ], "ended_us IS NOT NULL"),
    "ix_talk_facts_ended": ("talk_facts", [
        "ended_us", "queue_id", "channel", "language", "staff_id", "handle_us", "handle_bucket",
    ], "ended_us IS NOT NULL"),
    "ix_record_facts_at": ("record_facts", [
        "at_in", "queue_id", "mode", "language", "staff_id", "kind", "at_us", "need_id", "effort", "minutes",
        "estimated",
    ], ""),
}


def _index(name: str, *, without: str = "") -> None:
    table, columns, where = INDEXES[name]
    wanted = [one for one in columns if one != without]
    if where:
        op.create_index(name, table, wanted, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    else:
        op.create_index(name, table, wanted)


def upgrade() -> None:
    for table in (*TICKETS, "record_facts"):
        op.add_column(table, sa.Column("language", sa.String(length=16), server_default=sa.text("''"), nullable=False))
    for table in TICKETS:
        op.execute(f"UPDATE {table} SET language = coalesce((SELECT locale FROM tickets "  # noqa: S608  # names above
                   f"WHERE tickets.id = {table}.ticket_id), '')")
    op.execute("UPDATE record_facts SET language = coalesce((SELECT t.locale FROM tickets t JOIN transactions r "
               "ON r.ticket_id = t.id WHERE r.id = record_facts.transaction_id), '')")
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
        _index(name)
    op.create_table(
        "promise_facts",
        sa.Column("promise_id", Id, autoincrement=False, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("at_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promise_facts")),
    )
    op.create_index("ix_promise_facts_ticket_id", "promise_facts", ["ticket_id"])
    op.create_index("ix_promise_facts_at", "promise_facts", [
        "at_in", "queue_id", "channel", "language", "staff_id", "kind", "kept", "at_us",
    ])
    op.add_column("promises", sa.Column("staff_id", Id, nullable=True))
    op.execute("UPDATE promises SET staff_id = (SELECT answered_by FROM ticket_facts f WHERE f.ticket_id = "
               "promises.ticket_id AND f.answer_id = promises.message_id) WHERE outcome = 'answered'")
    op.execute("UPDATE promises SET staff_id = (SELECT closed_by FROM ticket_facts f WHERE f.ticket_id = "
               "promises.ticket_id AND f.closed_us IS NOT NULL) WHERE outcome = 'resolved'")
    # What was promised so far becomes facts when all is counted anew, which begins by itself.
    if op.get_bind().execute(sa.text("SELECT count(*) FROM promises WHERE ended_at IS NOT NULL "
                                     "OR broken_at IS NOT NULL")).scalar():
        op.execute("UPDATE cursors SET position = -1 WHERE reader = 'facts'")
        op.execute("UPDATE fact_periods SET position = position + 1 WHERE period = -1")
    op.create_index("ix_guests_joined", "guests", ["staff_id", "ticket_id"],
                    sqlite_where=sa.text("joined_at IS NOT NULL"), postgresql_where=sa.text("joined_at IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("ix_guests_joined", table_name="guests")
    op.drop_column("promises", "staff_id")
    op.drop_table("promise_facts")
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
    for table in (*TICKETS, "record_facts"):
        op.drop_column(table, "language")
    for name in INDEXES:
        _index(name, without="language")
