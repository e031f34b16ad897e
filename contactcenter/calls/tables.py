"""Calls, who takes part in them, what was heard of them and what the carrier is told to do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.db.base import Base, Id, Json, JsonOrNull, Utc, partial_index
from contactcenter.envelope import CallEnd, CallState, CallWay, OrderKind
from contactcenter.shapes.calls import Device

Part = Literal["caller", "librarian", "third", "supervisor"]
LegState = Literal["ordered", "ringing", "answered", "joined", "over"]
Mode = Literal["listen", "whisper", "speak"]


class CallRow(Base):
    """A call of a ticket. What is said to have happened only grows (`states.py`).

    `stay` numbers the rooms in which it is held: a caller who goes back to the line and is connected anew is in
    another one, so that what is told late of the old one is known for that.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_ticket_id", "ticket_id"),
        partial_index("ix_calls_going_on", "id", where="state <> 'ended'"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(Id, ForeignKey("tickets.id"))
    carrier: Mapped[str] = mapped_column(String(16))
    way: Mapped[CallWay] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(40))
    """The patron's, E.164; empty where it is withheld."""
    our_number: Mapped[str] = mapped_column(String(40))
    state: Mapped[CallState] = mapped_column(String(16))
    how: Mapped[CallEnd | None] = mapped_column(String(20))
    stay: Mapped[int] = mapped_column(Integer, default=1)
    staff_id: Mapped[int | None] = mapped_column(Id)
    """Who talks, or talked last, with the patron; who calls out."""
    out_of: Mapped[int | None] = mapped_column(Id)
    """Of our call from a colleague's ticket: whose it was."""
    began_at: Mapped[datetime] = mapped_column(Utc)
    lined_up_at: Mapped[datetime | None] = mapped_column(Utc)
    talked_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    asked_back_at: Mapped[datetime | None] = mapped_column(Utc)
    lost: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Our side of the conversation broke off, and nobody has taken it up since."""
    recorded: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """A message of the caller's was recorded."""
    consent: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """The caller was told that the conversation is recorded, and agreed."""


class LegRow(Base):
    """Somebody who takes part in a call: their own call at the carrier."""

    __tablename__ = "call_legs"
    __table_args__ = (
        Index("ix_call_legs_call_id", "call_id"),
        partial_index("ux_call_legs_remote_id", "carrier", "remote_id", unique=True, where="remote_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    call_id: Mapped[int] = mapped_column(Id, ForeignKey("calls.id"))
    carrier: Mapped[str] = mapped_column(String(16))
    part: Mapped[Part] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(Id)
    number: Mapped[str] = mapped_column(String(40), default="")
    device: Mapped[Device] = mapped_column(String(16), default="")
    remote_id: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[LegState] = mapped_column(String(16))
    stay: Mapped[int] = mapped_column(Integer, default=0)
    """The room that they are in, or are meant for; 0: none."""
    stays: Mapped[list[int]] = mapped_column(Json, default=list)
    """Every room that they joined."""
    held: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    muted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    mode: Mapped[Mode | None] = mapped_column(String(8))
    hung_up: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """We have told the carrier to end it."""
    code: Mapped[str] = mapped_column(String(16), default="")
    made_at: Mapped[datetime] = mapped_column(Utc)
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    joined_at: Mapped[datetime | None] = mapped_column(Utc)
    over_at: Mapped[datetime | None] = mapped_column(Utc)
    heard_at: Mapped[datetime] = mapped_column(Utc)


class SignalRow(Base):
    """What a carrier told, as it came (law 1).

    `state` failed: it could not be taken in, and stands in quarantine with its step and reason; received: it is to be
    taken in again. `told` is what the channel understood of it, kept while it may be needed for that.
    """

    __tablename__ = "call_signals"
    __table_args__ = (
        Index("ux_call_signals_key", "key", unique=True),
        Index("ix_call_signals_call_id", "call_id"),
        partial_index("ix_call_signals_failed", "id", where="state = 'failed'"),
        partial_index("ix_call_signals_waiting", "id", where="state = 'received'"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    call_id: Mapped[int | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(16))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[Literal["done", "unknown", "failed", "received"]] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(Utc)
    told: Mapped[dict[str, str | int | bool | None] | None] = mapped_column(JsonOrNull)
    step: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class RecordingRow(Base):
    """A conversation that was recorded, in a note of its ticket, until it is removed."""

    __tablename__ = "call_recordings"
    __table_args__ = (
        Index("ux_call_recordings_recording_id", "recording_id", unique=True),
        partial_index("ix_call_recordings_kept_at", "kept_at", where="removed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    call_id: Mapped[int] = mapped_column(Id, ForeignKey("calls.id"))
    message_id: Mapped[int] = mapped_column(Id)
    recording_id: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)


class OrderRow(Base):
    """What the carrier is to do: written in the transaction that decides it, carried out under a lease (law 5)."""

    __tablename__ = "call_orders"
    __table_args__ = (
        Index("ux_call_orders_key", "key", unique=True),
        Index("ix_call_orders_call_id", "call_id"),
        partial_index("ix_call_orders_due_at", "due_at", where="due_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[OrderKind] = mapped_column(String(16))
    call_id: Mapped[int] = mapped_column(Id, ForeignKey("calls.id"))
    leg_id: Mapped[int | None] = mapped_column(Id)
    data: Mapped[dict[str, str]] = mapped_column(Json)
    state: Mapped[Literal["queued", "done", "failed", "dropped"]] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    give_up_at: Mapped[datetime] = mapped_column(Utc)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(Utc)
    code: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc)
    changed_at: Mapped[datetime] = mapped_column(Utc)
