"""Indexes that nothing reads, or that hold only empty values, are not written with every message"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SPLIT = "split_from IS NOT NULL"


def upgrade() -> None:
    op.drop_index("ix_inbound_ticket_id", table_name="inbound")
    op.drop_index("ix_inbound_message_id", table_name="inbound")
    op.drop_index("ix_messages_split_from", table_name="messages")
    op.create_index(
        "ix_messages_split_from", "messages", ["split_from"], sqlite_where=sa.text(_SPLIT),
        postgresql_where=sa.text(_SPLIT),
    )


def downgrade() -> None:
    op.drop_index("ix_messages_split_from", table_name="messages")
    op.create_index("ix_messages_split_from", "messages", ["split_from"])
    op.create_index("ix_inbound_message_id", "inbound", ["message_id"])
    op.create_index("ix_inbound_ticket_id", "inbound", ["ticket_id"])
