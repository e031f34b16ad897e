"""Tags on tickets, with an index that lists by tag are read from, and saved views"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from contactcenter.db.base import Id, Json, Utc, sortable

revision = "0014"
down_revision = "0013"

_FOLLOWED = ("queue_id", "lane", "updated_at", "waiting_key")
_SET = ", ".join(f"{name} = NEW.{name}" for name in _FOLLOWED)
_FOLLOW = f"UPDATE ticket_tags SET {_SET} WHERE ticket_id = NEW.id"  # noqa: S608  # our own column names


def upgrade() -> None:
    op.add_column("tickets", sa.Column("tag_ids", Json, server_default=sa.text("'[]'"), nullable=False))
    op.create_table(
        "tags",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sortable(160), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("removed_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("key", name=op.f("uq_tags_key")),
    )
    op.create_table(
        "ticket_tags",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("tag_id", Id, nullable=False),
        sa.Column("queue_id", Id, nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.Column("waiting_key", Utc, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_tags_ticket_id_tickets")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_ticket_tags_tag_id_tags")),
        sa.PrimaryKeyConstraint("ticket_id", "tag_id", name=op.f("pk_ticket_tags")),
    )
    for name, key in (("updated", "updated_at"), ("created", "created_at"), ("waiting", "waiting_key")):
        op.create_index(f"ix_ticket_tags_{name}", "ticket_tags", ["tag_id", "queue_id", "lane", key, "ticket_id"])
    op.create_table(
        "saved_views",
        sa.Column("id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", Id, nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("filter", sa.String(length=1000), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_saved_views_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_owner_id"), "saved_views", ["owner_id"])
    columns = ", ".join(_FOLLOWED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION follow_ticket_tags() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_FOLLOW}; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER ticket_tags_follow AFTER UPDATE OF {columns} ON tickets FOR EACH ROW "
            "WHEN (NEW.tag_ids <> '[]'::jsonb) EXECUTE FUNCTION follow_ticket_tags()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER ticket_tags_follow AFTER UPDATE OF {columns} ON tickets WHEN NEW.tag_ids <> '[]' "
            f"BEGIN {_FOLLOW}; END"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER ticket_tags_follow" + (" ON tickets" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION follow_ticket_tags()")
    for name in ("saved_views", "ticket_tags", "tags"):
        op.drop_table(name)
    op.drop_column("tickets", "tag_ids")
