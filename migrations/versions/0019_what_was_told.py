"""What an acknowledgement tells of the wait"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_TOLD = ("told_before", "told_half_s", "told_most_s")


def upgrade() -> None:
    for name in _TOLD:
        op.add_column("outbox", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in reversed(_TOLD):
        op.drop_column("outbox", name)
