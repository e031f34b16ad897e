"""Since when the carrier itself lets no text of ours through to a number"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Utc

revision = "0039"
down_revision = "0038"

# Who has stopped us, last by a word that carriers know; by 退订 we alone did.
_STOPPED = """
UPDATE conversations SET stopped_at = (
  SELECT opt_outs.since FROM opt_outs WHERE opt_outs.kind = 'phone' AND opt_outs.value = conversations.theirs)
WHERE channel = 'sms' AND EXISTS (
  SELECT 1 FROM messages WHERE messages.ticket_id = conversations.ticket_id AND messages.address = conversations.theirs
  AND messages.automatic IN ('opt_stop', 'opt_word') AND upper(trim(messages.text)) IN (
    'STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'))
"""


def upgrade() -> None:
    op.add_column("conversations", sa.Column("stopped_at", Utc, nullable=True))
    op.execute(_STOPPED)


def downgrade() -> None:
    op.drop_column("conversations", "stopped_at")
