"""Recorded conversations, until they are removed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Utc

revision = "0024"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "call_recordings",
        sa.Column("id", Id, nullable=False),
        sa.Column("call_id", Id, sa.ForeignKey("calls.id", name="fk_call_recordings_call_id"), nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("recording_id", sa.String(64), nullable=False),
        sa.Column("kept_at", Utc(), nullable=False),
        sa.Column("removed_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_call_recordings"),
    )
    op.create_index("ux_call_recordings_recording_id", "call_recordings", ["recording_id"], unique=True)
    op.create_index("ix_call_recordings_kept_at", "call_recordings", ["kept_at"],
                    sqlite_where=sa.text("removed_at IS NULL"), postgresql_where=sa.text("removed_at IS NULL"))


def downgrade() -> None:
    op.drop_table("call_recordings")
