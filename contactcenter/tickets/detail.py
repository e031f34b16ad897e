"""Everything the conversation pane shows: the thread, what happened, who and what belongs to it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope.numbers import readable
from contactcenter.events import tail
from contactcenter.patrons.queries import profile
from contactcenter.shapes.tickets import (
    Activity,
    Guest,
    LinkedTicket,
    Patron,
    Person,
    Recipient,
    TicketDetail,
    Timeline,
)
from contactcenter.tickets import messages as thread
from contactcenter.tickets.guests import joined_by
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.of_patron import with_history
from contactcenter.tickets.row import may_see, see, stream
from contactcenter.tickets.states import LEGAL
from contactcenter.tickets.tables import LinkRow, MessageRow, TicketRow
from contactcenter.tickets.ways_out import by_mail, says_stop, window_closes_at
from contactcenter.tickets.withdraw import WITHDRAWN

FIRST_PAGE = 100
TOLD = frozenset({
    "ticket.opened", "ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.prioritised",
    "ticket.retitled", "ticket.tagged", "ticket.untagged", "ticket.merged", "ticket.unmerged", "messages.moved",
    "tickets.linked", "tickets.unlinked",
    "colleague.asked", "colleague.joined", "colleague.left", "reply.withdrawn", "message.rescued", "message.set_aside",
    "offer.made", "offer.ended", "patron.came", "patron.left", "promise.broken", "ticket.left_open",
    "ticket.macro_applied",
    "ticket.listened", "call.begun", "call.answered", "call.ended", "call.troubled", "call.consented",
    "call.guest_changed",
})
"""Events told as quiet lines. Messages tell themselves; deliveries show on their message."""


def told(event: tail.Logged) -> bool:
    """Whether an event is a quiet line of its own. What stepped back with a withdrawn answer is told by that."""
    return event.type in TOLD and event.data.get("reason") != WITHDRAWN


async def detail(session: AsyncSession, *, scope: Scope, ticket_id: int) -> TicketDetail:
    """The first picture of a ticket. The caller reads within one snapshot, so `position` fits it."""
    position = await tail.head(session)
    ticket = await see(session, scope=scope, ticket_id=ticket_id)
    first = await timeline(session, scope=scope, ticket_id=ticket_id, before=None, limit=FIRST_PAGE)
    row = (await listed_many(session, scope=scope, ids=[ticket_id]))[0]
    return TicketDetail(
        ticket=row, messages=first.messages, activity=first.activity, more_before=first.more_before,
        links=await _links(session, scope, ticket), merged=await _merged(session, ticket),
        guests=await _guests(session, ticket),
        patron=await _patron(session, ticket),
        reply_channel=_reply_channel(ticket), reply_address=ticket.reply_value,
        reply_shown=readable(ticket.reply_value or ""),
        reply_to=[Recipient(field="to", address=one.reply_value or "", name=one.reply_name)
                  for one in await by_mail(session, ticket)],
        reply_opted_out=await says_stop(session, ticket), window_closes_at=await window_closes_at(session, ticket),
        allowed_states=sorted(LEGAL[ticket.state]) if ticket.merged_into is None else [],
        position=position,
    )


async def timeline(
    session: AsyncSession, *, scope: Scope, ticket_id: int, before: int | None, limit: int
) -> Timeline:
    """A stretch of the thread, oldest first. `before` is the id of the oldest message already shown."""
    await see(session, scope=scope, ticket_id=ticket_id)
    family = select(TicketRow.id).where(or_(TicketRow.root_id == ticket_id, TicketRow.id == ticket_id))
    query = select(MessageRow).where(MessageRow.ticket_id.in_(family))
    until: datetime | None = None
    if before is not None:
        edge = await session.get(MessageRow, before)
        if edge is not None:
            until = edge.created_at
            # Typed: SQLite keeps a time as a number, and a bare one would be bound as text.
            place = tuple_(literal(edge.created_at, MessageRow.created_at.type), literal(edge.id))
            query = query.where(tuple_(MessageRow.created_at, MessageRow.id) < place)
    rows = list((await session.execute(
        query.order_by(MessageRow.created_at.desc(), MessageRow.id.desc()).limit(limit + 1)
    )).scalars())
    more = len(rows) > limit
    rows = rows[:limit][::-1]
    messages = await thread.shapes(session, rows)
    since = rows[0].created_at if more and rows else None
    activity = [
        line for line in await _activity(session, ticket_id)
        if (since is None or line.at >= since) and (until is None or line.at < until)
    ]
    return Timeline(messages=messages, activity=activity, more_before=rows[0].id if more else None)


async def _activity(session: AsyncSession, ticket_id: int) -> list[Activity]:
    events = [event for event in await tail.of_stream(session, stream(ticket_id), limit=1000) if told(event)]
    names = await names_of(session, {event.actor_id for event in events if event.actor_kind == "staff"})
    return [activity_line(event, names) for event in events]


def activity_line(event: tail.Logged, names: dict[int, str]) -> Activity:
    """An event as a quiet line. Names are looked up when shown: the log holds none."""
    return Activity(
        version=event.version, type=event.type, at=event.at, actor=actor_shape(event, names), data=event.data
    )


def actor_shape(event: tail.Logged, names: dict[int, str]) -> Person:
    """Who did it. A patron's name stands at their message and the ticket, not here."""
    kinds: dict[str, Literal["staff", "patron", "rule"]] = {"staff": "staff", "patron": "patron", "rule": "rule"}
    kind: Literal["staff", "patron", "rule", "system"] = kinds.get(event.actor_kind, "system")
    name = names.get(event.actor_id or 0, "") if kind == "staff" else ""
    return Person.model_construct(kind=kind, id=event.actor_id, name=name)


async def names_of(session: AsyncSession, staff_ids: set[int | None]) -> dict[int, str]:
    """Names of members of staff by id."""
    ids = [one for one in staff_ids if one is not None]
    if not ids:
        return {}
    found = await session.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(ids)))
    return {row.id: row.name for row in found}


async def _patron(session: AsyncSession, ticket: TicketRow) -> Patron | None:
    found = await profile(session, patron_id=ticket.patron_id) if ticket.patron_id else None
    return (await with_history(session, [found]))[0] if found else None


def _reply_channel(ticket: TicketRow) -> str | None:
    if ticket.channel == "web_chat":
        return "web_chat"
    if ticket.reply_kind == "email":
        return "email"
    if ticket.reply_kind == "fax":
        return "fax"
    if ticket.channel == "sms" and ticket.reply_value:
        return "sms"
    return "web_form" if ticket.channel == "web_form" else None


async def _links(session: AsyncSession, scope: Scope, ticket: TicketRow) -> list[LinkedTicket]:
    pairs = (await session.execute(
        select(LinkRow).where(or_(LinkRow.low_id == ticket.id, LinkRow.high_id == ticket.id))
    )).scalars().all()
    reasons = {pair.high_id if pair.low_id == ticket.id else pair.low_id: pair.reason for pair in pairs}
    others = (await session.execute(
        select(TicketRow).where(TicketRow.id.in_(reasons)).order_by(TicketRow.id)
    )).scalars().all()
    return [
        _other(other, reason=reasons[other.id]) for other in others if may_see(scope, other)
    ]


async def _merged(session: AsyncSession, ticket: TicketRow) -> list[LinkedTicket]:
    others = (await session.execute(
        select(TicketRow).where(TicketRow.merged_into == ticket.id).order_by(TicketRow.id)
    )).scalars()
    return [_other(one, reason="merged") for one in others]


def _other(one: TicketRow, *, reason: str) -> LinkedTicket:
    return LinkedTicket(id=one.id, subject=one.subject, channel=one.channel, state=one.state, reason=reason)


async def _guests(session: AsyncSession, ticket: TicketRow) -> list[Guest]:
    names = await names_of(session, set(ticket.guest_ids))
    joined = await joined_by(session, ticket.id) if ticket.guest_ids else ()
    return [Guest(kind="staff", id=one, name=names.get(one, ""), joined=one in joined) for one in ticket.guest_ids]
