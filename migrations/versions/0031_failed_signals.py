"""What a carrier told and could not be taken in: why, and all that taking it in again needs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import JsonOrNull

revision = "0031"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("call_signals", sa.Column("told", JsonOrNull, nullable=True))
    op.add_column("call_signals", sa.Column("step", sa.String(32), nullable=True))
    op.add_column("call_signals", sa.Column("reason", sa.String(64), nullable=True))
    op.add_column("call_signals", sa.Column("detail", sa.Text(), nullable=True))
    op.add_column("call_signals", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE call_signals SET step = 'hear', reason = 'step_failed', attempts = 1 WHERE state = 'failed'")
    for name, state in (("ix_call_signals_failed", "failed"), ("ix_call_signals_waiting", "received")):
        where = sa.text(f"state = '{state}'")
        op.create_index(name, "call_signals", ["id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in ("ix_call_signals_waiting", "ix_call_signals_failed"):
        op.drop_index(name, "call_signals")
    for column in ("attempts", "detail", "reason", "step", "told"):
        op.drop_column("call_signals", column)
