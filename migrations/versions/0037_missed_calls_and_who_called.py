"""A missed call is said in its row; whose conversation a call from a colleague's ticket is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0037"
down_revision = "0036"

# Where no call said anything so far: the newest that says something, as `calls.kind` reads them.
_MISSED = """
UPDATE tickets SET call_kind = (
  SELECT CASE WHEN calls.talked_at IS NULL AND calls.how IN ('abandoned', 'short_abandoned', 'failed') THEN 'missed' END
  FROM calls WHERE calls.ticket_id = tickets.id AND (calls.way = 'in' OR calls.talked_at IS NOT NULL)
  ORDER BY calls.id DESC LIMIT 1)
WHERE call_kind IS NULL AND id IN (SELECT ticket_id FROM calls)
"""


def upgrade() -> None:
    op.execute(_MISSED)
    op.add_column("ticket_facts", sa.Column("caller_id", Id, nullable=True))
    # Calls out are counted one by one, and their time is who made them's: facts from before know neither.
    if op.get_bind().execute(sa.text("SELECT count(*) FROM calls WHERE way <> 'in'")).scalar():
        op.execute("UPDATE cursors SET position = -1 WHERE reader = 'facts'")
        op.execute("UPDATE fact_periods SET position = position + 1 WHERE period = -1")


def downgrade() -> None:
    op.drop_column("ticket_facts", "caller_id")
    op.execute("UPDATE tickets SET call_kind = NULL WHERE call_kind = 'missed'")
