"""A second librarian in a conversation, conversations passed on from seat to seat, and mail that is pushed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Utc

revision = "0013"
down_revision = "0012"

_PUSHED = "pushed_until IS NOT NULL"


def upgrade() -> None:
    op.add_column("guests", sa.Column("joined_at", Utc(), nullable=True))
    op.add_column("offers", sa.Column("kind", sa.String(16), nullable=False, server_default="line"))
    op.add_column("offers", sa.Column("from_staff_id", Id, nullable=True))
    op.add_column("queues", sa.Column("push", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("queues", sa.Column("push_recall_s", sa.Integer(), nullable=False, server_default="1800"))
    op.add_column("tickets", sa.Column("pushed_until", Utc(), nullable=True))
    op.create_index(
        "ix_tickets_pushed_until", "tickets", ["pushed_until"],
        sqlite_where=sa.text(_PUSHED), postgresql_where=sa.text(_PUSHED),
    )
    op.create_table(
        "pushes",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, sa.ForeignKey("tickets.id", name="fk_pushes_ticket_id"), nullable=False),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id", name="fk_pushes_staff_id"), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("pushed_at", Utc(), nullable=False),
        sa.Column("recalled_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pushes"),
    )
    op.create_index("ix_pushes_ticket_id", "pushes", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("pushes")
    op.drop_index("ix_tickets_pushed_until", table_name="tickets")
    op.drop_column("tickets", "pushed_until")
    op.drop_column("queues", "push_recall_s")
    op.drop_column("queues", "push")
    op.drop_column("offers", "from_staff_id")
    op.drop_column("offers", "kind")
    op.drop_column("guests", "joined_at")
