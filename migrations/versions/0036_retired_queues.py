"""Queues that take nothing new any more"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Utc

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("queues", sa.Column("retired_at", Utc(), nullable=True))


def downgrade() -> None:
    op.drop_column("queues", "retired_at")
