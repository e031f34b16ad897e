"""Opening tickets for inquiries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.ids import reserve
from contactcenter.envelope import Address, Inbound
from contactcenter.events.catalogue.tickets import TicketOpened
from contactcenter.events.record import Actor
from contactcenter.tickets.in_hand import TicketInHand
from contactcenter.tickets.row import happen, preview
from contactcenter.tickets.tables import NOT_WAITING, TicketRow


@dataclass(frozen=True, slots=True)
class Opening:
    """A ticket to be opened.

    `reply_to` is the way back, None when the patron left none. `set_aside_by` is the rule that opens it as
    junk: kept, counted and shown, but in nobody's line.
    """

    inbound: Inbound
    queue_id: int
    patron_id: int | None
    reply_to: Address | None
    set_aside_by: str | None
    actor: Actor
    known_as: str = ""
    """What the patron is called whom a number stands for; it says no name itself."""


async def open_tickets(session: AsyncSession, openings: Sequence[Opening], *, now: datetime) -> list[TicketInHand]:
    """Make the tickets, in order. They are written with their first messages, by `append`."""
    numbers = await reserve(session, TicketRow, len(openings))
    return [_open(session, number, one, now=now) for number, one in zip(numbers, openings, strict=True)]


def _open(session: AsyncSession, number: int, opening: Opening, *, now: datetime) -> TicketInHand:
    inbound, reply_to = opening.inbound, opening.reply_to
    # A form mailer writes for whoever it names as the way back.
    who = reply_to if inbound.from_nobody and reply_to is not None and reply_to.name else inbound.sender
    ticket = TicketInHand(
        id=number, root_id=number, queue_id=opening.queue_id, assignee_id=None, guest_ids=[],
        patron_name=(opening.known_as or who.name or who.value)[:200], merged_into=None,
        reply_kind=reply_to.kind if reply_to else None, reply_value=reply_to.value[:320] if reply_to else None,
        reply_name=reply_to.name[:200] if reply_to else "", tag_ids=[], trouble=None, live=False, call_kind=None,
        offered_to=None, priority=0, pushed_until=None, due_kind=None, due_at=None, due_near_at=None,
        subject=" ".join(inbound.subject.split())[:500] or preview(inbound.text, 80),
        channel=inbound.channel, patron_id=opening.patron_id, locale=inbound.locale, created_at=now,
        version=0, updated_at=now, message_count=0, preview="", preview_by="patron", last_patron_version=0,
        state="junk" if opening.set_aside_by else "open", lane="junk" if opening.set_aside_by else "waiting",
        waiting_key=NOT_WAITING, snoozed_until=None, closed_at=None, set_aside_by=opening.set_aside_by,
        unwritten={"last_reply_version": 0, "patron_seen_version": 0},
    )
    happen(session, ticket, TicketOpened(ticket_id=number, channel=inbound.channel, queue_id=opening.queue_id),
           actor=opening.actor, now=now)
    return ticket
