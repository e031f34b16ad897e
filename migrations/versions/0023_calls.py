"""Calls, who takes part, what was heard and what is ordered; where librarians take calls"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0023"
down_revision = "0019"


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, sa.ForeignKey("tickets.id", name="fk_calls_ticket_id"), nullable=False),
        sa.Column("carrier", sa.String(16), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("our_number", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("how", sa.String(20), nullable=True),
        sa.Column("stay", sa.Integer(), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("began_at", Utc(), nullable=False),
        sa.Column("lined_up_at", Utc(), nullable=True),
        sa.Column("talked_at", Utc(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("asked_back_at", Utc(), nullable=True),
        sa.Column("lost", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("recorded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("consent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
    )
    op.create_index("ix_calls_ticket_id", "calls", ["ticket_id"])
    _partial("ix_calls_going_on", "calls", ["id"], "state <> 'ended'")
    op.create_table(
        "call_legs",
        sa.Column("id", Id, nullable=False),
        sa.Column("call_id", Id, sa.ForeignKey("calls.id", name="fk_call_legs_call_id"), nullable=False),
        sa.Column("carrier", sa.String(16), nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("remote_id", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("stay", sa.Integer(), nullable=False),
        sa.Column("stays", Json, nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("mode", sa.String(8), nullable=True),
        sa.Column("hung_up", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("answered_at", Utc(), nullable=True),
        sa.Column("joined_at", Utc(), nullable=True),
        sa.Column("over_at", Utc(), nullable=True),
        sa.Column("heard_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_legs"),
    )
    op.create_index("ix_call_legs_call_id", "call_legs", ["call_id"])
    _partial("ux_call_legs_remote_id", "call_legs", ["carrier", "remote_id"], "remote_id IS NOT NULL", unique=True)
    op.create_table(
        "call_signals",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("call_id", Id, nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_signals"),
    )
    op.create_index("ux_call_signals_key", "call_signals", ["key"], unique=True)
    op.create_index("ix_call_signals_call_id", "call_signals", ["call_id"])
    op.create_table(
        "call_orders",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("call_id", Id, sa.ForeignKey("calls.id", name="fk_call_orders_call_id"), nullable=False),
        sa.Column("leg_id", Id, nullable=True),
        sa.Column("data", Json, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=True),
        sa.Column("give_up_at", Utc(), nullable=False),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_orders"),
    )
    op.create_index("ux_call_orders_key", "call_orders", ["key"], unique=True)
    op.create_index("ix_call_orders_call_id", "call_orders", ["call_id"])
    _partial("ix_call_orders_due_at", "call_orders", ["due_at"], "due_at IS NOT NULL")
    op.create_table(
        "staff_devices",
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id", name="fk_staff_devices_staff_id"), nullable=False),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.CheckConstraint("device IN ('browser', 'telephone')", name="device"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_devices"),
    )


def downgrade() -> None:
    for table in ("staff_devices", "call_orders", "call_signals", "call_legs", "calls"):
        op.drop_table(table)
