"""What a ticket's row tells of its calls, so that no list reads them: called back, a message, missed, early, ours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.tables import CallRow
from contactcenter.db.held import flush
from contactcenter.envelope import CallEnd, CallState, CallWay
from contactcenter.shapes.base import CallKind
from contactcenter.tickets.tables import TicketRow

TALKED: frozenset[CallEnd | None] = frozenset({"completed", "dropped"})
"""Ends of a call in which somebody was heard, also where that was told late, and it never stood so (`talked_at`)."""


class Standing(Protocol):
    """What of a call decides."""

    @property
    def way(self) -> CallWay: ...

    @property
    def state(self) -> CallState: ...

    @property
    def how(self) -> CallEnd | None: ...

    @property
    def lined_up_at(self) -> datetime | None: ...

    @property
    def talked_at(self) -> datetime | None: ...


def kind_of(calls: Iterable[Standing]) -> CallKind | None:
    """What they come to, the newest first: what nobody reached says nothing, and leaves what was there before."""
    for call in calls:
        if call.state != "ended":
            return None if call.way == "in" else call.way
        if call.how == "voicemail":
            return "voicemail"
        if call.how == "callback_asked":
            return "back"
        if call.talked_at is not None or call.how in TALKED:
            return None
        if call.way == "in":
            # They called, and nobody was there; or they left before they had waited for anybody.
            return "early" if call.lined_up_at is None else "missed"
    return None


async def tell_kind(session: AsyncSession, ticket: TicketRow, *, of: int) -> None:
    """Write it into the locked ticket, before the event that shows its row. `of`: whose calls, itself or one merged."""
    await flush(session)
    ticket.call_kind = kind_of((await session.execute(
        select(CallRow.way, CallRow.state, CallRow.how, CallRow.lined_up_at, CallRow.talked_at)
        .where(CallRow.ticket_id == of).order_by(CallRow.id.desc())
    )).all())
