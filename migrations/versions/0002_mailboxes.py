"""What was taken from which mailbox, and how fetching stands"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "mailbox_folders",
        sa.Column("id", Id, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.String(length=500), nullable=False),
        sa.Column("uid_validity", Id, nullable=False),
        sa.Column("first_uid_next", Id, nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("passed_over", sa.Text(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_folders")),
        sa.UniqueConstraint(
            "account", "folder", "uid_validity", name=op.f("uq_mailbox_folders_account_folder_uid_validity")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mailbox_mails",
        sa.Column("folder_id", Id, nullable=False),
        sa.Column("uid", Id, nullable=False),
        sa.Column("inbound_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["folder_id"], ["mailbox_folders.id"], name=op.f("fk_mailbox_mails_folder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("folder_id", "uid", name=op.f("pk_mailbox_mails")),
    )
    op.create_table(
        "mailbox_status",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("told_at", Utc(), nullable=False),
        sa.Column("waiting", Id, nullable=False),
        sa.Column("failing", Json, nullable=False),
        sa.Column("alarmed_at", Utc(), nullable=True),
        sa.Column("differences", Json, nullable=False),
        sa.Column("compared_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("account", "folder", name=op.f("pk_mailbox_status")),
    )


def downgrade() -> None:
    op.drop_table("mailbox_status")
    op.drop_table("mailbox_mails")
    op.drop_table("mailbox_folders")
