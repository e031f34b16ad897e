"""Patrons and the ways they are known by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, sortable


class PatronRow(Base):
    """A reader. `name` is what they call themselves; staff may correct it."""

    __tablename__ = "patrons"
    __table_args__ = (Index("ix_patrons_name_key_id", "name_key", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(sortable(200))
    """The name folded for search by its beginning."""
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(16), default="en")
    created_at: Mapped[datetime] = mapped_column(Utc)


class OptOutRow(Base):
    """An address to which nothing is sent because whoever has it said so (STOP)."""

    __tablename__ = "opt_outs"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(320), primary_key=True)
    since: Mapped[datetime] = mapped_column(Utc)


class IdentityRow(Base):
    """An address of a patron. `proof` is how it was proved, or None: then it is only claimed."""

    __tablename__ = "identities"
    __table_args__ = (Index("ux_identities_kind_value", "kind", "value", unique=True),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    patron_id: Mapped[int] = mapped_column(Id, ForeignKey("patrons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(sortable(320))
    proof: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Utc)
