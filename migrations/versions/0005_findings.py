"""What the rules found out about a message stands with it, and by which of them a ticket was set aside"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, JsonOrNull

revision = "0005"
down_revision = "0004"

_ASIDE = "set_aside_by IS NOT NULL"
_INDEXES = (("updated", "updated_at"), ("created", "created_at"), ("waiting", "waiting_key"))


def upgrade() -> None:
    op.add_column("messages", sa.Column("findings", JsonOrNull, nullable=True))
    op.add_column("messages", sa.Column("problems", JsonOrNull, nullable=True))
    op.add_column("messages", sa.Column("language", sa.String(length=35), nullable=True))
    op.add_column("tickets", sa.Column("set_aside_by", sa.String(length=64), nullable=True))
    # The rule stands at the ticket's first message; what has none was set aside by hand.
    op.execute(
        "UPDATE tickets SET set_aside_by = COALESCE((SELECT m.automatic FROM messages m WHERE m.id = ("
        "SELECT min(f.id) FROM messages f WHERE f.ticket_id = tickets.id)), 'staff') WHERE state = 'junk'"
    )
    for name, key in _INDEXES:
        op.create_index(
            f"ix_tickets_set_aside_{name}", "tickets", ["queue_id", "set_aside_by", key, "id"],
            sqlite_where=sa.text(_ASIDE), postgresql_where=sa.text(_ASIDE),
        )
    op.create_table(
        "rule_counts",
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("set_aside", Id, nullable=False),
        sa.Column("rescued", Id, nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_rule_counts")),
    )


def downgrade() -> None:
    op.drop_table("rule_counts")
    for name, _ in _INDEXES:
        op.drop_index(f"ix_tickets_set_aside_{name}", table_name="tickets")
    op.drop_column("tickets", "set_aside_by")
    for name in ("language", "problems", "findings"):
        op.drop_column("messages", name)
