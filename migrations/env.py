"""Alembic's environment: both dialects, the product's own engine and settings."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from contactcenter.migrate import compared, metadata

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    include_object=compared,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
