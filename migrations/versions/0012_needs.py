"""The tree of needs, and the transactions of the reference record"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Utc

revision = "0012"
down_revision = "0010"

_ONCE = "client_id IS NOT NULL"
_OF_TICKETS = "ticket_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "needs",
        sa.Column("id", Id, nullable=False),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("retired_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["needs.id"], name=op.f("fk_needs_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("slug", name=op.f("uq_needs_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_needs_parent_id_place", "needs", ["parent_id", "place"])
    op.create_index(
        "ux_needs_client_id", "needs", ["client_id"], unique=True,
        sqlite_where=sa.text(_ONCE), postgresql_where=sa.text(_ONCE),
    )
    op.create_table(
        "ticket_needs",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("need_id", Id, nullable=True),
        sa.Column("chosen_by", Id, nullable=True),
        sa.Column("chosen_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_ticket_needs_need_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_needs_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_needs")),
    )
    op.create_table(
        "transactions",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticket_id", Id, nullable=True),
        sa.Column("patron_id", Id, nullable=True),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("need_id", Id, nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("referral", sa.String(length=16), nullable=False),
        sa.Column("need_estimated", sa.Boolean(), nullable=False),
        sa.Column("effort_estimated", sa.Boolean(), nullable=False),
        sa.Column("mode_estimated", sa.Boolean(), nullable=False),
        sa.Column("minutes_estimated", sa.Boolean(), nullable=False),
        sa.Column("referral_estimated", sa.Boolean(), nullable=False),
        sa.Column("author_key", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("confirmed_at", Utc(), nullable=True),
        sa.Column("confirmed_by", Id, nullable=True),
        sa.Column("removed_at", Utc(), nullable=True),
        sa.CheckConstraint("effort BETWEEN 1 AND 6", name=op.f("ck_transactions_effort")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_transactions_minutes")),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_transactions_need_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_transactions_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_transactions_ticket_id", "transactions", ["ticket_id"],
        sqlite_where=sa.text(_OF_TICKETS), postgresql_where=sa.text(_OF_TICKETS),
    )
    op.create_index("ix_transactions_staff_id_at", "transactions", ["staff_id", "at"])
    op.create_index("ix_transactions_at", "transactions", ["at", "id"])
    op.create_index(
        "ux_transactions_client_id", "transactions", ["author_key", "client_id"], unique=True,
        sqlite_where=sa.text(_ONCE), postgresql_where=sa.text(_ONCE),
    )


def downgrade() -> None:
    op.drop_table("transactions")
    op.drop_table("ticket_needs")
    op.drop_table("needs")
