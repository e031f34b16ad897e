"""Saved views that are a department's"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0028"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("saved_views", sa.Column("department_id", Id, nullable=True))


def downgrade() -> None:
    op.drop_column("saved_views", "department_id")
