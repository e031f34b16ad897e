"""Automation rules, what they did, and macros"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "automation_rules",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("on_since", Id, nullable=True),
        sa.Column("when", Json, nullable=False),
        sa.Column("conditions", Json, nullable=False),
        sa.Column("actions", Json, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.Column("removed_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_rules")),
    )
    op.create_table(
        "automation_runs",
        sa.Column("origin", Id, nullable=False),
        sa.Column("rule_id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("after_version", sa.Integer(), nullable=False),
        sa.Column("upto_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["automation_rules.id"],
                                name=op.f("fk_automation_runs_rule_id_automation_rules")),
        sa.PrimaryKeyConstraint("origin", "rule_id", name=op.f("pk_automation_runs")),
    )
    op.create_index("ix_automation_runs_ticket", "automation_runs", ["ticket_id", "upto_version"])
    op.create_index("ix_automation_runs_rule", "automation_runs", ["rule_id", "at"])
    failed = sa.text("code IS NOT NULL")
    op.create_index("ix_automation_runs_failed", "automation_runs", ["rule_id", "at"], sqlite_where=failed,
                    postgresql_where=failed)
    op.create_table(
        "automation_replies",
        sa.Column("id", Id, nullable=False),
        sa.Column("rule_id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["automation_rules.id"],
                                name=op.f("fk_automation_replies_rule_id_automation_rules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_replies")),
        sa.UniqueConstraint("rule_id", "ticket_id", name=op.f("uq_automation_replies_rule_id_ticket_id")),
    )
    op.create_index("ix_automation_replies_address", "automation_replies", ["address", "at"])
    op.create_table(
        "macros",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("actions", Json, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macros")),
        sa.UniqueConstraint("name", name=op.f("uq_macros_name")),
    )


def downgrade() -> None:
    for name in ("macros", "automation_replies", "automation_runs", "automation_rules"):
        op.drop_table(name)
