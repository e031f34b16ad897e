"""Targets, and the promises made by them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0017"
down_revision = "0016"

_RUNS = "ended_at IS NULL AND since IS NOT NULL"
_PARTIAL = (
    ("ux_promises_running", ["ticket_id", "kind"], "ended_at IS NULL"),
    ("ix_promises_near", ["near_at"], f"{_RUNS} AND broken_at IS NULL"),
    ("ix_promises_due", ["due_at"], f"{_RUNS} AND broken_at IS NULL"),
    ("ix_promises_broken", ["queue_id"], "ended_at IS NULL AND broken_at IS NOT NULL"),
)
_DUE = "due_at IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "targets",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("targets", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "promises",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("within_s", sa.Integer(), nullable=False),
        sa.Column("near_s", sa.Integer(), nullable=False),
        sa.Column("began_at", Utc(), nullable=False),
        sa.Column("used_s", sa.Double(), nullable=False),
        sa.Column("since", Utc(), nullable=True),
        sa.Column("near_at", Utc(), nullable=True),
        sa.Column("due_at", Utc(), nullable=True),
        sa.Column("near_told_at", Utc(), nullable=True),
        sa.Column("broken_at", Utc(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("took_s", sa.Double(), nullable=True),
        sa.Column("message_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_promises_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_promises_ticket_id", "promises", ["ticket_id"])
    op.create_index("ix_promises_ended_at", "promises", ["ended_at"])
    for name, columns, where in _PARTIAL:
        op.create_index(name, "promises", columns, unique=name.startswith("ux"), sqlite_where=sa.text(where),
                        postgresql_where=sa.text(where))
    op.add_column("tickets", sa.Column("due_kind", sa.String(length=16), nullable=True))
    op.add_column("tickets", sa.Column("due_at", Utc(), nullable=True))
    op.add_column("tickets", sa.Column("due_near_at", Utc(), nullable=True))
    op.create_index("ix_tickets_due_at", "tickets", ["due_at", "due_near_at", "id"], sqlite_where=sa.text(_DUE),
                    postgresql_where=sa.text(_DUE))


def downgrade() -> None:
    op.drop_index("ix_tickets_due_at", table_name="tickets")
    op.drop_column("tickets", "due_near_at")
    op.drop_column("tickets", "due_at")
    op.drop_column("tickets", "due_kind")
    op.drop_table("promises")
    op.drop_table("targets")
