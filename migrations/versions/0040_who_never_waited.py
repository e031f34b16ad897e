"""A call that ended before its caller waited; whom we call has not come again; no buckets of times to a close"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0040"
down_revision = "0039"

CLOSED = "ix_ticket_facts_closed"
_COLUMNS = ["closed_in", "queue_id", "channel", "language", "closed_by", "junk", "merged", "closed_us", "resolve_us",
            "resolve_open_us"]
_BUCKETS = ["resolve_bucket", "resolve_open_bucket"]

# The newest call that says something, as `calls.kind` reads them.
_EARLY = """
UPDATE tickets SET call_kind = 'early' WHERE call_kind = 'missed' AND (
  SELECT calls.lined_up_at FROM calls
  WHERE calls.ticket_id = tickets.id AND (calls.way = 'in' OR calls.talked_at IS NOT NULL)
  ORDER BY calls.id DESC LIMIT 1) IS NULL
"""


def _index(columns: list[str]) -> None:
    where = sa.text("closed_us IS NOT NULL")
    op.create_index(CLOSED, "ticket_facts", columns, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.execute(_EARLY)
    op.drop_index(CLOSED, table_name="ticket_facts")
    for name in _BUCKETS:
        op.drop_column("ticket_facts", name)
    _index(_COLUMNS)
    op.add_column("ticket_facts", sa.Column("calling", Id, nullable=True))
    # Facts from before took a patron whom we called for one who came again: where we called, all is counted anew.
    if op.get_bind().execute(sa.text("SELECT count(*) FROM calls WHERE way <> 'in'")).scalar():
        op.execute("UPDATE cursors SET position = -1 WHERE reader = 'facts'")
        op.execute("UPDATE fact_periods SET position = position + 1 WHERE period = -1")


def downgrade() -> None:
    op.drop_column("ticket_facts", "calling")
    op.drop_index(CLOSED, table_name="ticket_facts")
    for name in _BUCKETS:
        op.add_column("ticket_facts", sa.Column(name, sa.SmallInteger(), nullable=True))
    _index(_COLUMNS + _BUCKETS)
    op.execute("UPDATE tickets SET call_kind = 'missed' WHERE call_kind = 'early'")
