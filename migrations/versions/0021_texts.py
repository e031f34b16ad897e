"""Text messages: conversations without threads, files that are still elsewhere, who does not want our texts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Utc

revision = "0021"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("theirs", sa.String(length=320), nullable=False),
        sa.Column("ours", sa.String(length=320), nullable=False),
        sa.Column("ticket_id", Id, nullable=True),
        sa.Column("last_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_conversations_ticket_id")),
        sa.PrimaryKeyConstraint("channel", "theirs", "ours", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_ticket_id"), "conversations", ["ticket_id"])
    op.create_table(
        "opt_outs",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_opt_outs")),
    )
    op.create_table(
        "remote_files",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_remote_files_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remote_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_remote_files_message_id"), "remote_files", ["message_id"])
    op.create_index(op.f("ix_remote_files_due_at"), "remote_files", ["due_at"])


def downgrade() -> None:
    op.drop_table("remote_files")
    op.drop_table("opt_outs")
    op.drop_table("conversations")
