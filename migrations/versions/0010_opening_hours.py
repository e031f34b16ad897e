"""Opening hours of each queue: its week, exceptions by date, and what it does while it is closed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "queue_calendars",
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("follows_house", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=23), nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column("tells_when", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_queue_calendars_queue_id_queues")),
        sa.PrimaryKeyConstraint("queue_id", name=op.f("pk_queue_calendars")),
    )
    op.create_table(
        "queue_hours",
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_queue_hours_queue_id_queues")),
        sa.PrimaryKeyConstraint("queue_id", "weekday", "opens", name=op.f("pk_queue_hours")),
    )
    op.create_table(
        "queue_exceptions",
        sa.Column("id", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("spans", Json, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_queue_exceptions_queue_id_queues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_exceptions")),
    )
    op.create_index(op.f("ix_queue_exceptions_queue_id"), "queue_exceptions", ["queue_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_queue_exceptions_queue_id"), table_name="queue_exceptions")
    for name in ("queue_exceptions", "queue_hours", "queue_calendars"):
        op.drop_table(name)
