"""A call is answered when somebody talks with its patron; who gave up in the voicemail is known later"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("ticket_facts", sa.Column("rings", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("ticket_facts", sa.Column("waited", Id, nullable=True))
    # Facts from before took a call for answered when a seat had it: where there were calls, all is counted anew.
    if op.get_bind().execute(sa.text("SELECT count(*) FROM calls")).scalar():
        op.execute("UPDATE cursors SET position = -1 WHERE reader = 'facts'")
        op.execute("UPDATE fact_periods SET position = position + 1 WHERE period = -1")


def downgrade() -> None:
    op.drop_column("ticket_facts", "waited")
    op.drop_column("ticket_facts", "rings")
