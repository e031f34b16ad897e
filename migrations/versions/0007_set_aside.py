"""What is set aside in a queue, also inside tickets that wait or are closed, is a list of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ASIDE = "set_aside_by IS NOT NULL"
_INDEXES = (("updated", "updated_at"), ("created", "created_at"), ("waiting", "waiting_key"))


def upgrade() -> None:
    for name, key in _INDEXES:
        op.create_index(
            f"ix_tickets_aside_{name}", "tickets", ["queue_id", key, "id"],
            sqlite_where=sa.text(_ASIDE), postgresql_where=sa.text(_ASIDE),
        )


def downgrade() -> None:
    for name, _ in _INDEXES:
        op.drop_index(f"ix_tickets_aside_{name}", table_name="tickets")
