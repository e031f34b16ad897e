"""Whom a mail names beside us, a delivery for each recipient of one mail, and the staff's own addresses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, JsonOrNull

revision = "0006"
down_revision = "0005"

_NAMES_OTHERS = "recipients IS NOT NULL"
_AUTOMATIC = "kind IN ('acknowledgement', 'notice')"
_HAS_ADDRESS = "email IS NOT NULL"


def upgrade() -> None:
    op.add_column("messages", sa.Column("recipients", JsonOrNull, nullable=True))
    _index("ix_messages_message_id", "messages", ["message_id"], _NAMES_OTHERS)
    op.add_column("outbox", sa.Column("mail_id", Id, nullable=True))
    _index("ix_outbox_automatic", "outbox", ["to_value", "created_at"], _AUTOMATIC)
    op.add_column("staff", sa.Column("email", sa.String(length=320), nullable=True))
    _index("ux_staff_email", "staff", ["email"], _HAS_ADDRESS, unique=True)


def downgrade() -> None:
    op.drop_index("ux_staff_email", table_name="staff")
    op.drop_column("staff", "email")
    op.drop_index("ix_outbox_automatic", table_name="outbox")
    op.drop_column("outbox", "mail_id")
    op.drop_index("ix_messages_message_id", table_name="messages")
    op.drop_column("messages", "recipients")


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
