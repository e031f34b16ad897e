"""Who speaks with the patron beside the ticket's owner: leaving, they leave the call to those two.

Third parties and supervisors are no guests of the ticket; that they came and went stands in its history, too.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.row import InHand
from contactcenter.calls.tables import LegRow
from contactcenter.events.catalogue.calls import CallGuestChanged
from contactcenter.events.catalogue.colleagues import ColleagueLeft
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.tickets.guests import joined_by, no_guest
from contactcenter.tickets.row import audience, happen


async def beside(session: AsyncSession, held: InHand, leg: LegRow) -> bool:
    """Whether this is a guest's part, and somebody else of staff is in the room with the patron."""
    if leg.staff_id is None or leg.staff_id == held.ticket.assignee_id:
        return False
    others = any(held.in_room(one) and one.staff_id != leg.staff_id and not one.hung_up for one in held.librarians)
    return others and leg.staff_id in await joined_by(session, held.ticket.id)


async def leaves(session: AsyncSession, held: InHand, leg: LegRow, *, actor: Actor, now: datetime) -> None:
    """They are no guest of the ticket any more: otherwise they would be rung again."""
    if leg.staff_id is None:
        return
    before = audience(held.ticket)
    await no_guest(session, held.ticket, leg.staff_id)
    happen(session, held.ticket, ColleagueLeft(ticket_id=held.ticket.id, staff_id=leg.staff_id), actor=actor, now=now,
           seen_before=before)


def told_beside(session: AsyncSession, held: InHand, leg: LegRow, what: str, *, actor: Actor, now: datetime) -> None:
    """The history says it; whom it was about stands at their leg, for the log holds no number."""
    happen(session, held.ticket, CallGuestChanged(
        ticket_id=held.ticket.id, call_id=held.call.id, leg_id=leg.id, part=leg.part, what=what, staff_id=leg.staff_id,
    ), actor=actor, now=now)


def heard_beside(session: AsyncSession, held: InHand, leg: LegRow, *, now: datetime) -> None:
    """A third party came or went, or a supervisor went, as the carrier tells.

    Whom we sent out was told then; with the call everybody goes, and that is told once.
    """
    there = held.caller is None or (held.caller.state != "over" and not held.caller.hung_up)
    if leg.part == "third" and leg.state == "joined":
        told_beside(session, held, leg, "joined", actor=SYSTEM, now=now)
    elif leg.state == "over" and not leg.hung_up and there and held.call.state != "ended":
        if leg.part == "third":
            told_beside(session, held, leg, "left" if leg.stays else "unreached", actor=SYSTEM, now=now)
        elif leg.part == "supervisor" and leg.stays:
            told_beside(session, held, leg, "left", actor=Actor("staff", leg.staff_id), now=now)
