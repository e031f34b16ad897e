"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", Id, nullable=False),
        sa.Column("reference_count", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("stored_at", Utc(), nullable=False),
        sa.CheckConstraint("reference_count >= 0", name=op.f("ck_blobs_counted")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blobs")),
    )
    op.create_index(
        "ix_blobs_unreferenced",
        "blobs",
        ["stored_at"],
        unique=False,
        postgresql_where=sa.text("reference_count = 0"),
        sqlite_where=sa.text("reference_count = 0"),
    )
    op.create_table(
        "cursors",
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("position", Id, nullable=False),
        sa.PrimaryKeyConstraint("reader", name=op.f("pk_cursors")),
    )
    op.create_table(
        "departments",
        sa.Column("id", Id, nullable=False),
        sa.Column("slug", sa.String(length=31), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("slug", name=op.f("uq_departments_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("position", Id, nullable=False),
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("data", Json, nullable=False),
        sa.Column("seen_before", Json, nullable=False),
        sa.Column("seen_after", Json, nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_events_stream_version", "events", ["stream", "version"], unique=True)
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_sign_ins")),
    )
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", Id, nullable=False),
        sa.Column("meta", Json, nullable=False),
        sa.Column("blobs", Json, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("ticket_id", Id, nullable=True),
        sa.Column("message_id", Id, nullable=True),
        sa.CheckConstraint("state IN ('received', 'done', 'duplicate', 'quarantined')", name=op.f("ck_inbound_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inbound_message_id"), "inbound", ["message_id"], unique=False)
    op.create_index(
        "ix_inbound_quarantined",
        "inbound",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'quarantined'"),
        sqlite_where=sa.text("state = 'quarantined'"),
    )
    op.create_index(op.f("ix_inbound_ticket_id"), "inbound", ["ticket_id"], unique=False)
    op.create_index(
        "ix_inbound_waiting",
        "inbound",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'received'"),
        sqlite_where=sa.text("state = 'received'"),
    )
    op.create_table(
        "known_keys",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("inbound_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_keys")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("to_kind", sa.String(length=16), nullable=False),
        sa.Column("to_value", sa.String(length=320), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("in_reply_to", sa.Text(), nullable=True),
        sa.Column("references", Json, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delayed', 'delivered', 'failed', 'bounced')",
            name=op.f("ck_outbox_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_due_at",
        "outbox",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"], unique=False)
    op.create_index(op.f("ix_outbox_ticket_id"), "outbox", ["ticket_id"], unique=False)
    op.create_index(
        "ux_outbox_acknowledgement",
        "outbox",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'acknowledgement'"),
        sqlite_where=sa.text("kind = 'acknowledgement'"),
    )
    op.create_table(
        "patrons",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("affiliation", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrons")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_patrons_name_key_id", "patrons", ["name_key", "id"], unique=False)
    op.create_table(
        "search_documents",
        sa.Column("message_id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_search_documents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_documents_ticket_id"), "search_documents", ["ticket_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", Id, nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=16), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("disabled_at", Utc(), nullable=True),
        sa.CheckConstraint("role IN ('librarian', 'supervisor', 'admin')", name=op.f("ck_staff_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "streams",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_streams")),
    )
    op.create_table(
        "tickets",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False),
        sa.Column("assignee_id", Id, nullable=True),
        sa.Column("guest_ids", Json, nullable=False),
        sa.Column("patron_id", Id, nullable=True),
        sa.Column("patron_name", sa.String(length=200), nullable=False),
        sa.Column("reply_kind", sa.String(length=16), nullable=True),
        sa.Column("reply_value", sa.String(length=320), nullable=True),
        sa.Column("reply_name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("preview", sa.String(length=240), nullable=False),
        sa.Column("preview_by", sa.String(length=8), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("last_patron_version", sa.Integer(), nullable=False),
        sa.Column("last_reply_version", sa.Integer(), nullable=False),
        sa.Column("patron_seen_version", sa.Integer(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.Column("waiting_key", Utc(), nullable=False),
        sa.Column("snoozed_until", Utc(), nullable=True),
        sa.Column("closed_at", Utc(), nullable=True),
        sa.Column("merged_into", Id, nullable=True),
        sa.Column("merged_at", Utc(), nullable=True),
        sa.Column("split_from", Id, nullable=True),
        sa.Column("root_id", Id, nullable=True),
        sa.Column("trouble", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tickets_assignee_lane_updated", "tickets", ["assignee_id", "lane", "updated_at", "id"], unique=False
    )
    op.create_index("ix_tickets_patron_created", "tickets", ["patron_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_tickets_queue_lane_channel_created",
        "tickets",
        ["queue_id", "lane", "channel", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_tickets_queue_lane_channel_updated",
        "tickets",
        ["queue_id", "lane", "channel", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_tickets_queue_lane_channel_waiting",
        "tickets",
        ["queue_id", "lane", "channel", "waiting_key", "id"],
        unique=False,
    )
    op.create_index("ix_tickets_queue_lane_created", "tickets", ["queue_id", "lane", "created_at", "id"], unique=False)
    op.create_index("ix_tickets_queue_lane_updated", "tickets", ["queue_id", "lane", "updated_at", "id"], unique=False)
    op.create_index("ix_tickets_queue_lane_waiting", "tickets", ["queue_id", "lane", "waiting_key", "id"], unique=False)
    op.create_index("ix_tickets_root_id", "tickets", ["root_id"], unique=False)
    op.create_index(
        "ix_tickets_snoozed_until",
        "tickets",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("revoked_at", Utc(), nullable=True),
        sa.CheckConstraint("role IN ('librarian', 'supervisor', 'admin')", name=op.f("ck_tokens_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("name", name=op.f("uq_tokens_name")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "guests",
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("asked_by", Id, nullable=True),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_guests_ticket_id")),
        sa.PrimaryKeyConstraint("staff_id", "ticket_id", name=op.f("pk_guests")),
    )
    op.create_table(
        "identities",
        sa.Column("id", Id, nullable=False),
        sa.Column("patron_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "value",
            sa.String(length=320).with_variant(sa.String(length=320, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("proof", sa.String(length=32), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_identities_patron_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identities_patron_id"), "identities", ["patron_id"], unique=False)
    op.create_index("ux_identities_kind_value", "identities", ["kind", "value"], unique=True)
    op.create_table(
        "memberships",
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("department_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_memberships_department_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_memberships_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "department_id", name=op.f("pk_memberships")),
    )
    op.create_table(
        "messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("author_kind", sa.String(length=8), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("author_key", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("proof", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("automatic", sa.String(length=64), nullable=True),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("split_from", Id, nullable=True),
        sa.Column("split_version", sa.Integer(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_messages_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_messages_split_from"), "messages", ["split_from"], unique=False)
    op.create_index("ix_messages_ticket_id_created_at", "messages", ["ticket_id", "created_at", "id"], unique=False)
    op.create_index(
        "ux_messages_client_id",
        "messages",
        ["ticket_id", "author_key", "client_id"],
        unique=True,
        postgresql_where=sa.text("client_id IS NOT NULL"),
        sqlite_where=sa.text("client_id IS NOT NULL"),
    )
    op.create_table(
        "queues",
        sa.Column("id", Id, nullable=False),
        sa.Column("department_id", Id, nullable=False),
        sa.Column("slug", sa.String(length=31), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_queues_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
        sa.UniqueConstraint("slug", name=op.f("uq_queues_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_queues_department_id"), "queues", ["department_id"], unique=False)
    op.create_table(
        "reads",
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_reads_ticket_id")),
        sa.PrimaryKeyConstraint("staff_id", "ticket_id", name=op.f("pk_reads")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sessions_staff_id"), "sessions", ["staff_id"], unique=False)
    op.create_table(
        "snippets",
        sa.Column("id", Id, nullable=False),
        sa.Column("department_id", Id, nullable=True),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_snippets_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippets")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ux_snippets_department",
        "snippets",
        ["department_id", "shortcut", "locale"],
        unique=True,
        postgresql_where=sa.text("department_id IS NOT NULL"),
        sqlite_where=sa.text("department_id IS NOT NULL"),
    )
    op.create_index(
        "ux_snippets_everyone",
        "snippets",
        ["shortcut", "locale"],
        unique=True,
        postgresql_where=sa.text("department_id IS NULL"),
        sqlite_where=sa.text("department_id IS NULL"),
    )
    op.create_table(
        "ticket_links",
        sa.Column("low_id", Id, nullable=False),
        sa.Column("high_id", Id, nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["high_id"], ["tickets.id"], name=op.f("fk_ticket_links_high_id")),
        sa.ForeignKeyConstraint(["low_id"], ["tickets.id"], name=op.f("fk_ticket_links_low_id")),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_ticket_links")),
    )
    op.create_index(op.f("ix_ticket_links_high_id"), "ticket_links", ["high_id"], unique=False)
    op.create_table(
        "token_departments",
        sa.Column("token_id", Id, nullable=False),
        sa.Column("department_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_token_departments_department_id")),
        sa.ForeignKeyConstraint(["token_id"], ["tokens.id"], name=op.f("fk_token_departments_token_id")),
        sa.PrimaryKeyConstraint("token_id", "department_id", name=op.f("pk_token_departments")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("owner_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", Id, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name=op.f("fk_uploads_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_created_at"), "uploads", ["created_at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", Id, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content_id", sa.String(length=255), nullable=True),
        sa.Column("inline", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name=op.f("fk_attachments_digest")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_attachments_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attachments_message_id"), "attachments", ["message_id"], unique=False)
    op.create_table(
        "queue_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_queue_addresses_queue_id")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_queue_addresses")),
    )
    op.create_index(op.f("ix_queue_addresses_queue_id"), "queue_addresses", ["queue_id"], unique=False)
    _search_index()


def _search_index() -> None:
    """Full text: FTS5 over the tokens on SQLite, kept by triggers; a GIN index on PostgreSQL."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_search_documents_fts ON search_documents USING gin (to_tsvector('simple', tokens))")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(tokens, content='search_documents', content_rowid='message_id', tokenize='ascii')"
    )
    remove = "INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.message_id, old.tokens);"
    add = "INSERT INTO search_index(rowid, tokens) VALUES (new.message_id, new.tokens);"
    op.execute(f"CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN {add} END")
    op.execute(f"CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN {remove} {add} END")
