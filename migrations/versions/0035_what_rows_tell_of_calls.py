"""What a ticket's row tells of its calls, and whose ticket it was from which a call went out"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0035"
down_revision = "0033"

# The newest call that says something, as `calls.kind` reads them.
_TOLD = """
UPDATE tickets SET call_kind = (
  SELECT CASE WHEN calls.state <> 'ended' THEN CASE calls.way WHEN 'in' THEN NULL ELSE calls.way END
              WHEN calls.how = 'voicemail' THEN 'voicemail' WHEN calls.how = 'callback_asked' THEN 'back' END
  FROM calls WHERE calls.ticket_id = tickets.id
    AND (calls.state <> 'ended' OR calls.how IN ('voicemail', 'callback_asked') OR calls.talked_at IS NOT NULL)
  ORDER BY calls.id DESC LIMIT 1)
WHERE id IN (SELECT ticket_id FROM calls)
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("call_kind", sa.String(12), nullable=True))
    op.add_column("calls", sa.Column("out_of", Id, nullable=True))
    op.execute(_TOLD)


def downgrade() -> None:
    op.drop_column("calls", "out_of")
    op.drop_column("tickets", "call_kind")
