"""Tables of the house's own people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Utc, partial_index


class StaffRow(Base):
    """A member of staff. `disabled_at` takes the right to sign in; the row stays for history."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('librarian', 'supervisor', 'admin')", name="role"),
        partial_index("ux_staff_email", "email", unique=True, where="email IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    email: Mapped[str | None] = mapped_column(String(320))
    """Their own address, in lower case: what comes from it to a ticket is a note (docs/decisions/0015)."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    theme: Mapped[str] = mapped_column(String(16), default="system")
    shortcuts: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    created_at: Mapped[datetime] = mapped_column(Utc)
    disabled_at: Mapped[datetime | None] = mapped_column(Utc)


class DepartmentRow(Base):
    """A department of the library; it owns queues and has members.

    `queue_id`: its own queue, which what comes to the department joins (`queue.own`).
    `named_at`: when it was named in the console; None: the settings name it.
    """

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(31), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_zh: Mapped[str] = mapped_column(String(100))
    queue_id: Mapped[int | None] = mapped_column(Id)
    named_at: Mapped[datetime | None] = mapped_column(Utc)


class MembershipRow(Base):
    """Who belongs to which department."""

    __tablename__ = "memberships"

    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(Id, ForeignKey("departments.id"), primary_key=True)


class SessionRow(Base):
    """A signed-in browser. Only the hash of its token is kept; `ended_at` revokes it."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)


class TokenRow(Base):
    """A program's bearer token: hash, name and role."""

    __tablename__ = "tokens"
    __table_args__ = (
        CheckConstraint("role IN ('librarian', 'supervisor', 'admin')", name="role"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


class TokenDepartmentRow(Base):
    """A librarian's token sees these departments; supervisors' and admins' see all."""

    __tablename__ = "token_departments"

    token_id: Mapped[int] = mapped_column(Id, ForeignKey("tokens.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(Id, ForeignKey("departments.id"), primary_key=True)


class FailedSignInRow(Base):
    """Failed sign-ins by what they came with (login or address), for throttling across restarts."""

    __tablename__ = "failed_sign_ins"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Utc)
