"""What leaves first: an answer before an acknowledgement, however many of these wait"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_DUE = "due_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("rank", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.drop_index("ix_outbox_due_at_place", table_name="outbox")
    op.create_index(
        "ix_outbox_rank_due_at_place", "outbox", ["rank", "due_at", "place"],
        sqlite_where=sa.text(_DUE), postgresql_where=sa.text(_DUE),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_rank_due_at_place", table_name="outbox")
    op.create_index(
        "ix_outbox_due_at_place", "outbox", ["due_at", "place"],
        sqlite_where=sa.text(_DUE), postgresql_where=sa.text(_DUE),
    )
    op.drop_column("outbox", "rank")
