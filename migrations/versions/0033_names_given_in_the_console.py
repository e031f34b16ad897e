"""Departments and queues that were given their names in the console"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Utc

revision = "0033"
down_revision = "0031"


def upgrade() -> None:
    for table in ("departments", "queues"):
        op.add_column(table, sa.Column("named_at", Utc(), nullable=True))


def downgrade() -> None:
    for table in ("departments", "queues"):
        op.drop_column(table, "named_at")
