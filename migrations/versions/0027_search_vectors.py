"""PostgreSQL keeps the words of a message as a vector: a search computes none"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0021"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_search_documents_fts")
    op.execute(
        "ALTER TABLE search_documents "
        "ADD COLUMN search_index tsvector GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED"
    )
    op.execute("CREATE INDEX ix_search_documents_fts ON search_documents USING gin (search_index)")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE search_documents DROP COLUMN search_index")
    op.execute("CREATE INDEX ix_search_documents_fts ON search_documents USING gin (to_tsvector('simple', tokens))")
