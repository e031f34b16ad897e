"""Seats, skills, offers; tickets know whether their patron is at the other end, and where they ring"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Utc

revision = "0009"
down_revision = "0008"

_RINGS = "outcome IS NULL"


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.add_column("tickets", sa.Column("live", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tickets", sa.Column("offered_to", Id, nullable=True))
    op.add_column("tickets", sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
    _partial("ix_tickets_live", "tickets", ["id"], "live")
    _partial("ix_tickets_prioritised", "tickets", ["queue_id", "waiting_key", "id"],
             "priority <> 0 AND lane = 'waiting'")
    _partial("ix_tickets_trouble", "tickets", ["id"], "trouble IS NOT NULL")
    for column in (
        sa.Column("strategy", sa.String(16), server_default="longest_idle", nullable=False),
        sa.Column("ring_s", sa.Integer(), server_default="30", nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("overflow_queue_id", Id, nullable=True),
        sa.Column("overflow_after_s", sa.Integer(), nullable=True),
        sa.Column("knows_first", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("by_language", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language_relax_s", sa.Integer(), nullable=True),
    ):
        op.add_column("queues", column)
    op.create_table(
        "seats",
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id", name="fk_seats_staff_id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(31), nullable=True),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("until", Utc(), nullable=True),
        sa.Column("alive_until", Utc(), nullable=False),
        sa.Column("idle_since", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_seats"),
    )
    _partial("ix_seats_alive_until", "seats", ["alive_until"], "presence <> 'offline'")
    _partial("ix_seats_until", "seats", ["until"], "until IS NOT NULL")
    op.create_table(
        "skills",
        sa.Column("slug", sa.String(31), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_zh", sa.String(100), nullable=False),
        sa.CheckConstraint("kind IN ('subject', 'language', 'channel')", name="kind"),
        sa.PrimaryKeyConstraint("slug", name="pk_skills"),
    )
    op.create_table(
        "staff_skills",
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id", name="fk_staff_skills_staff_id"), nullable=False),
        sa.Column("skill", sa.String(31), sa.ForeignKey("skills.slug", name="fk_staff_skills_skill"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.PrimaryKeyConstraint("staff_id", "skill", name="pk_staff_skills"),
    )
    op.create_table(
        "queue_skills",
        sa.Column("queue_id", Id, sa.ForeignKey("queues.id", name="fk_queue_skills_queue_id"), nullable=False),
        sa.Column("skill", sa.String(31), sa.ForeignKey("skills.slug", name="fk_queue_skills_skill"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("relax_after_s", sa.Integer(), nullable=True),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.PrimaryKeyConstraint("queue_id", "skill", name="pk_queue_skills"),
    )
    op.create_table(
        "offers",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, sa.ForeignKey("tickets.id", name="fk_offers_ticket_id"), nullable=False),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id", name="fk_offers_staff_id"), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("waited_since", Utc(), nullable=False),
        sa.Column("offered_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("over_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    _partial("ux_offers_ringing", "offers", ["ticket_id"], _RINGS, unique=True)
    _partial("ix_offers_expires_at", "offers", ["expires_at"], _RINGS)
    _partial("ux_offers_seat", "offers", ["staff_id"], _RINGS, unique=True)
    op.create_index("ix_offers_ticket_id", "offers", ["ticket_id"])
    _partial("ix_offers_over_at", "offers", ["queue_id", "over_at"], "over_at IS NOT NULL")
    op.create_table(
        "waits",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, sa.ForeignKey("tickets.id", name="fk_waits_ticket_id"), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("began_at", Utc(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("low_s", sa.Double(), nullable=True),
        sa.Column("middle_s", sa.Double(), nullable=True),
        sa.Column("high_s", sa.Double(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_waits"),
    )
    _partial("ux_waits_ticket_id", "waits", ["ticket_id"], "ended_at IS NULL", unique=True)
    _partial("ix_waits_ended_at", "waits", ["queue_id", "ended_at"], "ended_at IS NOT NULL")


def downgrade() -> None:
    for table in ("waits", "offers", "queue_skills", "staff_skills", "skills", "seats"):
        op.drop_table(table)
    for column in ("language_relax_s", "by_language", "knows_first", "overflow_after_s", "overflow_queue_id",
                   "priority", "ring_s", "strategy"):
        op.drop_column("queues", column)
    op.drop_index("ix_tickets_live", table_name="tickets")
    op.drop_index("ix_tickets_trouble", table_name="tickets")
    op.drop_index("ix_tickets_prioritised", table_name="tickets")
    for column in ("priority", "offered_to", "live"):
        op.drop_column("tickets", column)
