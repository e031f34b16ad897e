"""What was taken from which mailbox, and how fetching stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, Utc


class MailboxFolderRow(Base):
    """Progress in a folder under one UIDVALIDITY, as ranges of UIDs (`uids.Uids`)."""

    __tablename__ = "mailbox_folders"
    __table_args__ = (UniqueConstraint("account", "folder", "uid_validity"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    account: Mapped[str] = mapped_column(String(32))
    folder: Mapped[str] = mapped_column(String(500))
    uid_validity: Mapped[int] = mapped_column(Id)
    first_uid_next: Mapped[int] = mapped_column(Id)
    seen_at: Mapped[datetime] = mapped_column(Utc)
    """When this folder was first seen under this UIDVALIDITY."""
    passed_over: Mapped[str] = mapped_column(Text)
    """What was there at that moment and was not wanted (`begin = "new"`)."""
    taken: Mapped[str] = mapped_column(Text)
    pending: Mapped[str] = mapped_column(Text)
    gone: Mapped[str] = mapped_column(Text)


class MailboxMailRow(Base):
    """Which arrival a mail of a folder became."""

    __tablename__ = "mailbox_mails"

    folder_id: Mapped[int] = mapped_column(ForeignKey("mailbox_folders.id", ondelete="CASCADE"), primary_key=True)
    uid: Mapped[int] = mapped_column(Id, primary_key=True)
    inbound_id: Mapped[int] = mapped_column(Id)


class MailboxStatusRow(Base):
    """How fetching from a folder stands, with the server's words and since when."""

    __tablename__ = "mailbox_status"

    account: Mapped[str] = mapped_column(String(32), primary_key=True)
    folder: Mapped[str] = mapped_column(String(500), primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(Utc)
    """Since when it stands so: in trouble, or well."""
    told_at: Mapped[datetime] = mapped_column(Utc)
    waiting: Mapped[int] = mapped_column(Id)
    failing: Mapped[list[dict[str, str]]] = mapped_column(Json)
    alarmed_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the administrators were last told of this trouble."""
    differences: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """What the last comparison with the server found: `kind`, `count`, `uids` and `words` of each."""
    compared_at: Mapped[datetime | None] = mapped_column(Utc)
