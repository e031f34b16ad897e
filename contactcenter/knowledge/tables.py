"""Saved answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, partial_index


class SnippetRow(Base):
    """A saved answer in one language. Without a department it is everyone's."""

    __tablename__ = "snippets"
    __table_args__ = (
        partial_index(
            "ux_snippets_department", "department_id", "shortcut", "locale", unique=True,
            where="department_id IS NOT NULL",
        ),
        partial_index("ux_snippets_everyone", "shortcut", "locale", unique=True, where="department_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    department_id: Mapped[int | None] = mapped_column(Id, ForeignKey("departments.id"))
    shortcut: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc)
