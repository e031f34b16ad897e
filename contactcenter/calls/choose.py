"""What a caller chooses by their keys: a language, a department, to be called back, to leave a message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.begin import make
from contactcenter.calls.hear import hang_up
from contactcenter.calls.kind import tell_kind
from contactcenter.calls.line import release
from contactcenter.calls.row import InHand, hold, step
from contactcenter.events.catalogue.calls import CallBegun, CallConsented
from contactcenter.events.catalogue.tickets import TicketLanguageChosen, TicketMoved
from contactcenter.events.record import Actor
from contactcenter.events.tables import EventRow
from contactcenter.patrons.change import change
from contactcenter.patrons.tables import PatronRow
from contactcenter.queue.own import named
from contactcenter.shapes.asks import PatronAsk
from contactcenter.tickets.presence import leave
from contactcenter.tickets.row import audience, happen, stream
from contactcenter.tickets.tables import TicketRow

BY_NUMBER = ("phone", "sms")
"""Channels in which a patron is known by their number alone."""


async def choose(
    session: AsyncSession, *, call_id: int, now: datetime, locale: str | None = None, queue: str | None = None,
    consent: bool | None = None,
) -> InHand | None:
    """A language, a department by its slug, whether they may be recorded. Once they wait, nothing is chosen any more.

    Whom we call is asked when they answer: then they agree while it rings yet.
    """
    held = await hold(session, call_id)
    if held is None or held.call.state == "ended":
        return held
    ticket, actor = held.ticket, Actor("patron", held.ticket.patron_id)
    if consent is not None and (consent != held.call.consent or not await _asked(session, held)):
        held.call.consent = consent
        agreed = CallConsented(ticket_id=ticket.id, call_id=call_id, agreed=consent)
        happen(session, ticket, agreed, actor=actor, now=now)
    if held.call.state not in ("arriving", "choosing"):
        return held
    step(session, held, "choosing", now=now, actor=actor)
    if locale is not None:
        await _spoken_to(session, held, locale, now=now)
    chosen = (await named(session, [queue])).get(queue) if queue else None
    if chosen is not None and chosen != ticket.queue_id:
        before, old = audience(ticket), ticket.queue_id
        ticket.queue_id = chosen
        happen(session, ticket, TicketMoved(ticket_id=ticket.id, from_queue_id=old, to_queue_id=chosen),
               actor=actor, now=now, seen_before=before)
    return held


async def _asked(session: AsyncSession, held: InHand) -> bool:
    """Whether the history says already what they answered: that they did not agree is told, too, once."""
    told = select(EventRow.data).where(EventRow.stream == stream(held.ticket.id), EventRow.type == CallConsented.type)
    return any(data.get("call_id") == held.call.id for data in (await session.execute(told)).scalars())


async def _spoken_to(session: AsyncSession, held: InHand, locale: str, *, now: datetime) -> None:
    """The ticket is in this language; so is a patron of whom nothing is known but what came by telephone number.

    Their language was guessed from a text, or chosen by a key before: the number says no less now than it did then.
    Whoever wrote otherwise chose there, and a number proves nobody (law 10).
    """
    ticket, actor = held.ticket, Actor("patron", held.ticket.patron_id)
    if ticket.locale != locale:
        ticket.locale = locale
        happen(session, ticket, TicketLanguageChosen(ticket_id=ticket.id), actor=actor, now=now)
    if ticket.patron_id is None:
        return
    earlier = select(TicketRow.id).where(
        TicketRow.patron_id == ticket.patron_id, TicketRow.id != ticket.id, TicketRow.channel.not_in(BY_NUMBER),
    )
    known = await session.get(PatronRow, ticket.patron_id)
    if known is not None and known.locale != locale and (await session.execute(earlier.limit(1))).first() is None:
        ask = PatronAsk.model_validate({"locale": locale})
        await change(session, actor=actor, now=now, patron_id=known.id, ask=ask)


async def ask_for_callback(session: AsyncSession, *, call_id: int, now: datetime) -> InHand | None:
    """They hang up, and are called when it is their turn: the ticket keeps its place in the line. Twice is once.

    Not without a number, and not once a librarian is being rung: that is their turn.
    """
    held = await hold(session, call_id)
    if held is None or held.call.state != "waiting" or not held.call.number or held.call.asked_back_at is not None:
        return held
    call, ticket = held.call, held.ticket
    call.asked_back_at = now
    back = await make(session, ticket_id=ticket.id, way="back", carrier=call.carrier, number=call.number,
                      ours=call.our_number, staff_id=None, at=now)
    await tell_kind(session, ticket, of=ticket.id)
    happen(session, ticket, CallBegun(ticket_id=ticket.id, call_id=back, way="back"),
           actor=Actor("patron", ticket.patron_id), now=now)
    return held


async def leave_message(session: AsyncSession, *, call_id: int, now: datetime) -> InHand | None:
    """They speak to the voicemail, and wait no longer. Twice is once; in conversation, nothing changes."""
    held = await hold(session, call_id)
    if held is None or held.call.state not in ("arriving", "choosing", "waiting", "ringing"):
        return held
    if held.call.way != "in" or held.call.asked_back_at is not None:
        return held
    if held.call.state == "ringing" and held.call.talked_at is not None:
        return held  # passed on from one librarian to the next, they are in conversation
    for leg in held.librarians:
        await hang_up(session, held, leg, now=now)
    step(session, held, "message", now=now, actor=Actor("patron", held.ticket.patron_id))
    await leave(session, ticket_id=held.ticket.id, now=now, abandoned=False)
    await release(session, held, reason="voicemail", now=now)
    return held
