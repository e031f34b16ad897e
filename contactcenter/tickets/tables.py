"""Tickets, their messages and files, and who has read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, JsonOrNull, Utc, partial_index
from contactcenter.events.catalogue.tickets import State
from contactcenter.shapes.base import CallKind, Lane, PromiseKind

NOT_WAITING = datetime(9999, 1, 1, tzinfo=UTC)
"""`waiting_key` of a ticket on which no patron waits: sorts last, and keeps the index total."""


class TicketRow(Base):
    """A ticket as its lists show it: everything a row needs stands in the row.

    `version` is the ticket's stream version. `lane` is the state with `open` told apart by owner
    (`waiting`, `open`), and `merged` for a ticket merged into another. `root_id` is the ticket that
    answers for this one (itself, unless merged). Every filter and sort of the queue page reads one of
    the indexes below from its first row on; that is why they name lane and queue first.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_queue_lane_updated", "queue_id", "lane", "updated_at", "id"),
        Index("ix_tickets_queue_lane_created", "queue_id", "lane", "created_at", "id"),
        Index("ix_tickets_queue_lane_waiting", "queue_id", "lane", "waiting_key", "id"),
        Index("ix_tickets_queue_lane_channel_updated", "queue_id", "lane", "channel", "updated_at", "id"),
        Index("ix_tickets_queue_lane_channel_created", "queue_id", "lane", "channel", "created_at", "id"),
        Index("ix_tickets_queue_lane_channel_waiting", "queue_id", "lane", "channel", "waiting_key", "id"),
        Index("ix_tickets_assignee_lane_updated", "assignee_id", "lane", "updated_at", "id"),
        Index("ix_tickets_patron_created", "patron_id", "created_at", "id"),
        Index("ix_tickets_root_id", "root_id"),
        partial_index("ix_tickets_trouble", "id", where="trouble IS NOT NULL"),
        partial_index("ix_tickets_due_at", "due_at", "due_near_at", "id", where="due_at IS NOT NULL"),
        partial_index("ix_tickets_prioritised", "queue_id", "waiting_key", "id",
                      where="priority <> 0 AND lane = 'waiting'"),
        partial_index("ix_tickets_live", "id", where="live"),
        partial_index("ix_tickets_pushed_until", "pushed_until", where="pushed_until IS NOT NULL"),
        partial_index("ix_tickets_snoozed_until", "snoozed_until", where="snoozed_until IS NOT NULL"),
        *(partial_index(f"ix_tickets_{index}_{name}", "queue_id", *rule, key, "id", where="set_aside_by IS NOT NULL")
          for name, key in (("updated", "updated_at"), ("created", "created_at"), ("waiting", "waiting_key"))
          for index, rule in (("aside", ()), ("set_aside", ("set_aside_by",)))),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    subject: Mapped[str] = mapped_column(String(500))
    channel: Mapped[str] = mapped_column(String(20))
    queue_id: Mapped[int] = mapped_column(Id)
    state: Mapped[State] = mapped_column(String(16))
    lane: Mapped[Lane] = mapped_column(String(16))
    assignee_id: Mapped[int | None] = mapped_column(Id)
    guest_ids: Mapped[list[int]] = mapped_column(Json)
    patron_id: Mapped[int | None] = mapped_column(Id)
    patron_name: Mapped[str] = mapped_column(String(200))
    reply_kind: Mapped[str | None] = mapped_column(String(16))
    reply_value: Mapped[str | None] = mapped_column(String(320))
    reply_name: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(16))
    preview: Mapped[str] = mapped_column(String(240))
    preview_by: Mapped[Literal["patron", "staff"]] = mapped_column(String(8))
    message_count: Mapped[int]
    last_patron_version: Mapped[int]
    last_reply_version: Mapped[int]
    """Version of the last answer to the patron: a reply written over an older one is refused."""
    patron_seen_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Utc)
    updated_at: Mapped[datetime] = mapped_column(Utc)
    waiting_key: Mapped[datetime] = mapped_column(Utc)
    snoozed_until: Mapped[datetime | None] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    merged_into: Mapped[int | None] = mapped_column(Id)
    merged_at: Mapped[datetime | None] = mapped_column(Utc)
    split_from: Mapped[int | None] = mapped_column(Id)
    root_id: Mapped[int | None] = mapped_column(Id)
    live: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Its patron is at the other end now and waits for words (a chat, a call): it is offered, not left in a list."""
    call_kind: Mapped[CallKind | None] = mapped_column(String(12))
    """What its row tells of its calls (`calls.kind`); None: nothing that its channel does not say."""
    offered_to: Mapped[int | None] = mapped_column(Id)
    """The seat at which it rings (`queue.offer`)."""
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many steps it stands before its turn in the line (`queue.line`); negative: after it."""
    tag_ids: Mapped[list[int]] = mapped_column(Json, default=list, server_default=sql("'[]'"))
    """The tags it has, also those that were removed from the library since (`tag_tables`)."""
    pushed_until: Mapped[datetime | None] = mapped_column(Utc)
    """It was given to its owner unasked, who has not opened it yet: then it goes back (`queue.push`)."""
    due_kind: Mapped[PromiseKind | None] = mapped_column(String(16))
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    due_near_at: Mapped[datetime | None] = mapped_column(Utc)
    """The promise that is due next, when, and from when on that is soon (`promises`). In the past: it is broken."""
    trouble: Mapped[str | None] = mapped_column(String(64))
    set_aside_by: Mapped[str | None] = mapped_column(String(64))
    """What set it aside as junk: the code of a rule, or `staff`. In a ticket that waits or is closed, the rule that
    set aside the newest message, which did not open it. None otherwise."""


class MessageRow(Base):
    """An entry of a thread: a patron's message, a reply, or a note. `version` is its ticket's.

    `author_key` with `client_id` makes a message that was sent twice one message. `split_from` is the
    ticket that it came by, where that is not the one it stands in: a split took it away, or what it was
    sent to had been merged. Its patron goes on seeing it there, and it is not taken in a second time.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_ticket_id_created_at", "ticket_id", "created_at", "id"),
        partial_index("ix_messages_split_from", "split_from", where="split_from IS NOT NULL"),
        # What a member of staff can have got beside us, and may answer from their own mail program.
        partial_index("ix_messages_message_id", "message_id", where="recipients IS NOT NULL"),
        partial_index(
            "ux_messages_client_id", "ticket_id", "author_key", "client_id", unique=True, where="client_id IS NOT NULL"
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"))
    version: Mapped[int]
    kind: Mapped[Literal["patron", "staff", "note"]] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(20))
    author_kind: Mapped[Literal["patron", "staff", "system"]] = mapped_column(String(8))
    author_id: Mapped[int | None] = mapped_column(Id)
    author_name: Mapped[str] = mapped_column(String(200))
    author_key: Mapped[str] = mapped_column(String(80))
    recipients: Mapped[list[dict[str, str]] | None] = mapped_column(JsonOrNull)
    """Whom its To and Cc name: `field` (to, cc), `address`, `name`. Of what came in, others than ourselves alone; of an
    answer, all whom it was sent to where its writer chose them. NULL: nobody, or the ticket's way back."""
    address: Mapped[str | None] = mapped_column(String(320))
    proof: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[str | None] = mapped_column(Text)
    """What was written anew; None where it is all of `text`."""
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str | None] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(String(64))
    automatic: Mapped[str | None] = mapped_column(String(64))
    """The rule that set it aside as a machine's. A librarian who knows better takes it away; `findings` keep it."""
    findings: Mapped[list[dict[str, object]] | None] = mapped_column(JsonOrNull)
    """Every rule that hit (`shapes.Finding`); None for none, as with most mail."""
    problems: Mapped[list[dict[str, object]] | None] = mapped_column(JsonOrNull)
    """What was odd (`shapes.Oddity`); None for nothing."""
    language: Mapped[str | None] = mapped_column(String(35))
    file_count: Mapped[int] = mapped_column(default=0)
    split_from: Mapped[int | None] = mapped_column(Id)
    split_version: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Utc)


class AttachmentRow(Base):
    """A file of a message; its bytes are a counted reference into the blob store."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[int] = mapped_column(Id, ForeignKey("messages.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(Id)
    digest: Mapped[str] = mapped_column(String(64), ForeignKey("blobs.digest"))
    content_id: Mapped[str | None] = mapped_column(String(255))
    inline: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class RemoteFileRow(Base):
    """A file of a message that is still to be fetched; the row goes when it came or was given up. `place`: 1, 2, …"""

    __tablename__ = "remote_files"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[int] = mapped_column(Id, ForeignKey("messages.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(127))
    place: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Utc, index=True)
    created_at: Mapped[datetime] = mapped_column(Utc)


class ConversationRow(Base):
    """Two ends that write to each other without threads, and the ticket they go on with (None: only just claimed)."""

    __tablename__ = "conversations"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    theirs: Mapped[str] = mapped_column(String(320), primary_key=True)
    ours: Mapped[str] = mapped_column(String(320), primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tickets.id"), index=True)
    last_at: Mapped[datetime | None] = mapped_column(Utc)
    stopped_at: Mapped[datetime | None] = mapped_column(Utc)
    """Since when the carrier itself lets nothing of ours through; None: as far as is known, it does."""


class UploadRow(Base):
    """A file that staff uploaded and may name in a message within a day."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    owner_key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(Id)
    digest: Mapped[str] = mapped_column(String(64), ForeignKey("blobs.digest"))
    created_at: Mapped[datetime] = mapped_column(Utc, index=True)


class GuestRow(Base):
    """A colleague asked into one ticket."""

    __tablename__ = "guests"
    __table_args__ = (partial_index("ix_guests_joined", "staff_id", "ticket_id", where="joined_at IS NOT NULL"),)

    staff_id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True)
    asked_by: Mapped[int | None] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(Utc)
    joined_at: Mapped[datetime | None] = mapped_column(Utc)
    """Since when they speak with the patron beside the owner; None: they look, and advise."""


class LinkRow(Base):
    """Two tickets that belong together; `low_id` is the smaller number."""

    __tablename__ = "ticket_links"

    low_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Utc)


class ReadRow(Base):
    """How far a member of staff has read a ticket."""

    __tablename__ = "reads"

    staff_id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"), primary_key=True)
    version: Mapped[int]


class SearchRow(Base):
    """A message's words as the index holds them (tokenised once in Python)."""

    __tablename__ = "search_documents"

    message_id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, index=True)
    tokens: Mapped[str] = mapped_column(Text)
