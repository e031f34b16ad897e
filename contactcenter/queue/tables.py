"""Queues and the addresses that lead to them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id


class QueueRow(Base):
    """A line of work that a department owns."""

    __tablename__ = "queues"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    department_id: Mapped[int] = mapped_column(Id, ForeignKey("departments.id"), index=True)
    slug: Mapped[str] = mapped_column(String(31), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))


class QueueAddressRow(Base):
    """An e-mail address whose inquiries go to a queue; lower case."""

    __tablename__ = "queue_addresses"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    queue_id: Mapped[int] = mapped_column(Id, ForeignKey("queues.id"), index=True)
