"""Trying a rule against past tickets: which would match, and what would be done. Nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.automation.act import would
from contactcenter.automation.facts import Calendars, told
from contactcenter.automation.match import matches, waits_for
from contactcenter.automation.run import BY_EVENT
from contactcenter.events.tables import EventRow
from contactcenter.shapes.automation import DryRun, DryRunMatch, RuleAsk, Trigger
from contactcenter.tickets.row import stream
from contactcenter.tickets.tables import MessageRow, TicketRow

SHOWN = 50


@dataclass(frozen=True, slots=True)
class _Moment:
    ticket: TicketRow
    trigger: Trigger
    message: MessageRow | None
    at: datetime


async def dry_run(session: AsyncSession, *, rule: RuleAsk, last: int, calendars: Calendars) -> DryRun:
    """A rule against the newest `last` tickets, each as it stands today, at every moment that the rule waits for.

    A message is the one that came then, and the hours are those of then. What earlier actions of the same rule would
    have changed is not taken into account. Reads only.
    """
    tickets = list((await session.execute(
        select(TicketRow).where(TicketRow.merged_into.is_(None), TicketRow.state != "junk")
        .order_by(TicketRow.id.desc()).limit(last)
    )).scalars())
    found: list[DryRunMatch] = []
    moments = 0
    for moment in await _moments(session, tickets, rule):
        moments += 1
        hours = await calendars.of(session, moment.ticket.queue_id)
        facts = told(moment.ticket, moment.message, is_open=hours.at(moment.at).open)
        if matches(rule.conditions, facts):
            found.append(DryRunMatch(
                ticket_id=moment.ticket.id, subject=moment.ticket.subject, channel=moment.ticket.channel,
                patron_name=moment.ticket.patron_name,
                trigger=moment.trigger, at=moment.at, actions=[would(one, facts) for one in rule.actions],
            ))
    found.sort(key=lambda one: (one.at, one.ticket_id), reverse=True)
    return DryRun(tickets=len(tickets), moments=moments, matched=len(found), matches=found[:SHOWN])


async def _moments(session: AsyncSession, tickets: Sequence[TicketRow], rule: RuleAsk) -> list[_Moment]:
    by_id = {one.id: one for one in tickets}
    written: dict[int, list[MessageRow]] = {}
    for row in (await session.execute(
        select(MessageRow).where(
            MessageRow.ticket_id.in_(by_id), MessageRow.kind == "patron", MessageRow.automatic.is_(None)
        ).order_by(MessageRow.created_at, MessageRow.id)
    )).scalars():
        written.setdefault(row.ticket_id, []).append(row)
    moments: list[_Moment] = []
    for ticket in tickets:
        moments += _by_messages(ticket, written.get(ticket.id, []), rule)
    wanted = [type_ for type_, trigger in BY_EVENT.items() if any(one.trigger == trigger for one in rule.when)]
    steps = await session.execute(
        select(EventRow.stream, EventRow.type, EventRow.at, EventRow.data)
        .where(EventRow.stream.in_([stream(one) for one in by_id]), EventRow.type.in_(wanted))
    ) if wanted else ()
    for name, type_, at, data in steps:
        ticket = by_id[int(name.rpartition(":")[2])]
        if waits_for(rule.when, BY_EVENT[type_], str(data.get("to_state"))):
            before = [one for one in written.get(ticket.id, []) if one.created_at <= at]
            moments.append(_Moment(ticket, BY_EVENT[type_], before[-1] if before else None, at))
    return moments


def _by_messages(ticket: TicketRow, messages: Sequence[MessageRow], rule: RuleAsk) -> Iterator[_Moment]:
    if waits_for(rule.when, "opened"):
        yield _Moment(ticket, "opened", messages[0] if messages else None, ticket.created_at)
    if waits_for(rule.when, "patron_wrote"):
        for message in messages[1:]:
            yield _Moment(ticket, "patron_wrote", message, message.created_at)
