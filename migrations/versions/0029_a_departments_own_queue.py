"""The queue that what comes to a department joins"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("departments", sa.Column("queue_id", Id, nullable=True))


def downgrade() -> None:
    op.drop_column("departments", "queue_id")
