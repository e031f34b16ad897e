"""Actions: what one would do, and doing it by the verbs that everybody uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.automation.facts import Facts
from contactcenter.automation.tables import AutomationReplyRow
from contactcenter.calls.closing import ends_a_call
from contactcenter.envelope.numbers import readable
from contactcenter.events.catalogue.automation import TicketLeftOpen
from contactcenter.events.record import Actor
from contactcenter.knowledge.fill import filled
from contactcenter.knowledge.tables import SnippetRow
from contactcenter.needs.record import prefill
from contactcenter.patrons.identify import NUMBERS
from contactcenter.queue.claim import assign
from contactcenter.queue.move import move
from contactcenter.queue.prioritise import prioritise
from contactcenter.shapes.asks import NoteAsk, ReplyAsk
from contactcenter.shapes.automation import (
    Action,
    AssignTo,
    CloseIt,
    MoveTo,
    Planned,
    PutTag,
    ReplyWith,
    SetPriority,
    TakeTag,
    WriteNote,
)
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.note import note
from contactcenter.tickets.recipients import nobody_is_ours
from contactcenter.tickets.reply import reply
from contactcenter.tickets.row import happen, lock, see
from contactcenter.tickets.state import close
from contactcenter.tickets.tag import tag, untag

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts: a rule (`rule_id`) or a librarian by a macro, and what of the house an answer needs.

    `once`: makes the same work done again the same work. `most_a_day`: answers by rules to one address.
    """

    scope: Scope
    actor: Actor
    now: datetime
    once: str
    library: str
    rule_id: int | None = None
    most_a_day: int = 10
    hold: timedelta = timedelta()
    ours: Callable[[str], bool] = nobody_is_ours


def would(action: Action, facts: Facts) -> Planned:
    """What would become of an action, as far as the ticket itself decides."""
    if _is_so(action, facts):
        return Planned(do=action.do, effect="already")
    if isinstance(action, ReplyWith) and facts.answerable is not None:
        return Planned(do=action.do, effect="refused", code=facts.answerable)
    return Planned(do=action.do, effect="done")


def _is_so(action: Action, facts: Facts) -> bool:
    match action:
        case PutTag():
            return action.tag_id in facts.tag_ids
        case TakeTag():
            return action.tag_id not in facts.tag_ids
        case MoveTo():
            return action.queue_id == facts.queue_id
        case AssignTo():
            return action.staff_id == facts.assignee_id
        case SetPriority():
            return action.priority == facts.priority
        case CloseIt():
            return facts.state == "closed"
        case ReplyWith() | WriteNote():
            return False


async def perform(session: AsyncSession, actions: Sequence[Action], facts: Facts, doer: Doer) -> None:
    """Do them, one after the other. Raises what their verbs raise; the caller's transaction then undoes all of it.

    Nobody is cut off by them: while a call of the ticket goes on, or is promised, a rule does all but close it, and the
    history says so; a macro is refused (`Conflict("call_goes_on")`), for whoever applies it can hang up first.
    """
    open_ = facts.state != "closed" and any(_closes(one) for one in actions)
    left = open_ and await ends_a_call(session, ticket_id=facts.ticket_id)
    if left and doer.rule_id is None:
        raise Conflict("call_goes_on", "A call of this inquiry goes on, or is promised. Wait until it is over.")
    for number, action in enumerate(actions):
        once = f"{doer.once}-{number}"
        if left and isinstance(action, CloseIt):
            continue
        if left and isinstance(action, ReplyWith) and action.then == "close":
            await _answer(session, action.model_copy(update={"then": "keep"}), facts, doer, once=once)
            continue
        await _do(session, action, facts, doer, once=once)
    if left:
        ticket = (await lock(session, facts.ticket_id))[facts.ticket_id]
        happen(session, ticket, TicketLeftOpen(ticket_id=ticket.id), actor=doer.actor, now=doer.now)


def _closes(action: Action) -> bool:
    return isinstance(action, CloseIt) or (isinstance(action, ReplyWith) and action.then == "close")


async def _do(session: AsyncSession, action: Action, facts: Facts, doer: Doer, *, once: str) -> None:
    ticket_id, scope, actor, now = facts.ticket_id, doer.scope, doer.actor, doer.now
    match action:
        case PutTag():
            await tag(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, tag_id=action.tag_id)
        case TakeTag():
            await untag(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, tag_id=action.tag_id)
        case MoveTo():
            await move(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, queue_id=action.queue_id)
        case AssignTo():
            await assign(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id, staff_id=action.staff_id)
        case SetPriority():
            await prioritise(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id,
                             priority=action.priority)
        case WriteNote():
            await note(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id,
                       ask=NoteAsk(text=action.text, client_id=once))
        case CloseIt():
            await close(session, scope=scope, actor=actor, now=now, ticket_id=ticket_id)
            await prefill(session, actor=actor, now=now, ticket_id=ticket_id)
        case ReplyWith():
            await _answer(session, action, facts, doer, once=once)


async def _answer(session: AsyncSession, action: ReplyWith, facts: Facts, doer: Doer, *, once: str) -> None:
    """Send a snippet. A rule does so once in a ticket, never to a machine, and to nobody more than so often a day."""
    ticket = await see(session, scope=doer.scope, ticket_id=facts.ticket_id)
    if doer.rule_id is not None and not await _may_answer(session, facts, ticket.reply_value, doer, doer.rule_id):
        return
    snippet = await _snippet(session, action.snippet_id, ticket.locale)
    # A number proves nobody (law 10): no rule tells whoever has it what the profile is called.
    unnamed = doer.rule_id is not None and ticket.reply_kind in NUMBERS
    called = readable(ticket.reply_value or "") if unnamed else ticket.patron_name
    text = filled(snippet.text, patron=called, librarian=doer.scope.name, ticket=f"#{ticket.id}",
                  library=doer.library)
    await reply(
        session, scope=doer.scope, actor=doer.actor, now=doer.now, ticket_id=ticket.id,
        ask=ReplyAsk(text=text, client_id=once, expected_version=ticket.version, then=action.then),
        hold=doer.hold, ours=doer.ours, answers=doer.rule_id is None or action.then != "keep",
    )
    if action.then == "close":
        await prefill(session, actor=doer.actor, now=doer.now, ticket_id=ticket.id)


async def _may_answer(
    session: AsyncSession, facts: Facts, address: str | None, doer: Doer, rule_id: int
) -> bool:
    """False where it has answered here before. Raises `Conflict` where nothing may be sent by itself."""
    if facts.answerable is not None:
        raise Conflict(facts.answerable, "Nothing is sent by itself to a machine, or where there is no way back.")
    if (await session.execute(select(AutomationReplyRow.id).where(
        AutomationReplyRow.rule_id == rule_id, AutomationReplyRow.ticket_id == facts.ticket_id
    ))).first() is not None:
        return False
    whom = (address or f"ticket {facts.ticket_id}").casefold()
    sent = (await session.execute(select(func.count()).select_from(AutomationReplyRow).where(
        AutomationReplyRow.address == whom, AutomationReplyRow.at > doer.now - DAY
    ))).scalar_one()
    if sent >= doer.most_a_day:
        raise Conflict("too_many", "This address got as many answers by rules today as one address gets.")
    session.add(AutomationReplyRow(rule_id=rule_id, ticket_id=facts.ticket_id, address=whom, at=doer.now))
    return True


async def _snippet(session: AsyncSession, snippet_id: int, locale: str) -> SnippetRow:
    """The snippet, or the one beside it in the patron's language."""
    row = await session.get(SnippetRow, snippet_id)
    if row is None:
        raise Invalid("snippet_id", "The saved answer is no longer there: choose another.", code="unknown")
    if row.locale == locale:
        return row
    other = (await session.execute(select(SnippetRow).where(
        SnippetRow.shortcut == row.shortcut, SnippetRow.locale == locale,
        SnippetRow.department_id.is_not_distinct_from(row.department_id),
    ))).scalar_one_or_none()
    return other or row
