"""Where each delivery goes, so that a dead server holds up nobody else"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_UNDELIVERED = "due_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("place", sa.String(length=255), nullable=False, server_default=sa.text("''")))
    at = {"sqlite": "instr(to_value, '@')", "postgresql": "strpos(to_value, '@')"}[op.get_context().dialect.name]
    # Delivered years ago, a place is of no use any more.
    op.execute(
        f"UPDATE outbox SET place = CASE WHEN {at} > 0 THEN lower(substr(to_value, {at} + 1)) ELSE to_kind END"  # noqa: S608  # our own words
        f" WHERE {_UNDELIVERED}"
    )
    _index("ix_outbox_due_at", "ix_outbox_due_at_place", ["due_at", "place"])


def downgrade() -> None:
    _index("ix_outbox_due_at_place", "ix_outbox_due_at", ["due_at"])
    op.drop_column("outbox", "place")


def _index(old: str, new: str, columns: list[str]) -> None:
    op.drop_index(old, table_name="outbox")
    op.create_index(
        new, "outbox", columns, sqlite_where=sa.text(_UNDELIVERED), postgresql_where=sa.text(_UNDELIVERED)
    )
