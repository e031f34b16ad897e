"""A librarian says that what a rule set aside is a question: it goes the rest of the way that inquiries go.

Its sender is identified and the ticket waits since the mail came. It is acknowledged as a fresh inquiry is, unless
the mail itself asks for no automatic answer (RFC 3834): a librarian's word overrules what we guessed, not what
the mail says, and their own answer is none of a machine's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.envelope import Address
from contactcenter.events.catalogue.messages import MessageRescued, MessageSetAside
from contactcenter.events.catalogue.tickets import State, TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.events.tables import EventRow
from contactcenter.intake.acknowledge import MOST, may_answer, plain
from contactcenter.intake.steps import ACKNOWLEDGED
from contactcenter.outbox.enqueue import enqueue
from contactcenter.outbox.recall import recall_acknowledgement
from contactcenter.patrons.identify import Writer, identify
from contactcenter.patrons.unmake import unmake
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.retell import retell
from contactcenter.tickets.row import happen, lock_visible, refuse_merged, settle_lane, stream
from contactcenter.tickets.state import STAFF, step
from contactcenter.tickets.states import WAKES
from contactcenter.tickets.tables import MessageRow, TicketRow

QUESTION, NO_QUESTION = "question", "no_question"
"""Why a ticket opens, and goes back to where it was."""


async def rescue(
    session: AsyncSession,
    *,
    scope: Scope,
    actor: Actor,
    now: datetime,
    ticket_id: int,
    message_id: int | None = None,
    hold: timedelta = timedelta(0),
    most: int = MOST,
) -> None:
    """Make a question of a message that is set aside, by default of the newest. Doing so twice is once.

    What was set aside by hand is opened again. The acknowledgement waits for `hold`, so that a slip of the
    finger can be taken back. Raises `NotFound`.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    by_hand = message_id is None and ticket.set_aside_by == STAFF
    message = None if by_hand else await _message(session, ticket, message_id)
    fresh = ticket.state == "junk"
    if message is None or message.automatic is None:
        if fresh:
            step(session, ticket, state="open", actor=actor, now=now)
            await retell(session, ticket)
        return
    rule, message.automatic = message.automatic, None
    if not message.findings:
        # From before findings were kept: the rule must not be forgotten.
        message.findings = [{"code": rule, "kind": "machine", "reason": rule, "effect": "aside", "fields": {}}]
    await _identify(session, ticket, message, now=now)
    happen(session, ticket, MessageRescued(ticket_id=ticket.id, message_id=message.id, rule=rule), actor=actor, now=now)
    if fresh or ticket.state in WAKES:
        step(session, ticket, state="open", reason=QUESTION, actor=actor, now=now)
    await retell(session, ticket)
    if fresh and _may_be_acknowledged(ticket, message):
        await _acknowledge(session, ticket, message, now=now, due_at=now + hold, most=most)


async def put_aside_again(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, message_id: int | None = None
) -> None:
    """Take that back: the rule was right. Doing so twice is once.

    Raises `NotFound`; `Conflict("answered")` when it was answered as a question meanwhile.
    """
    ticket = (await lock_visible(session, scope, ticket_id))[0]
    refuse_merged(ticket)
    told = await _rescued(session, ticket, message_id)
    message = await _message(session, ticket, message_id) if told is None else await session.get(
        MessageRow, int(str(told.data["message_id"])))
    if message is None:
        raise NotFound
    if message.automatic is not None or told is None:
        return
    if ticket.last_reply_version > told.version:
        raise Conflict("answered", "It was answered as a question: close it instead.", ticket.version)
    rule = str(told.data["rule"])
    message.automatic = rule
    await _unidentify(session, ticket, message, told)
    await recall_acknowledgement(session, ticket_id=ticket.id)
    aside = MessageSetAside(ticket_id=ticket.id, message_id=message.id, rule=rule)
    happen(session, ticket, aside, actor=actor, now=now)
    await _step_back(session, ticket, told, rule, actor=actor, now=now)
    await retell(session, ticket)


async def _message(session: AsyncSession, ticket: TicketRow, message_id: int | None) -> MessageRow | None:
    """The message meant, in this ticket or in one that was merged into it. Raises `NotFound`."""
    family = select(TicketRow.id).where(TicketRow.root_id == ticket.id)
    query = select(MessageRow).where(MessageRow.ticket_id.in_(family), MessageRow.kind == "patron")
    if message_id is None:
        newest = query.where(MessageRow.automatic.isnot(None)).order_by(MessageRow.id.desc()).limit(1)
        return (await session.execute(newest)).scalar_one_or_none()
    found = (await session.execute(query.where(MessageRow.id == message_id))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def _identify(session: AsyncSession, ticket: TicketRow, message: MessageRow, *, now: datetime) -> None:
    """Whose question it is. An address that stands for nobody still does."""
    nobody = any(one["effect"] == "nobody" for one in message.findings or ())
    if message.author_id is not None or not message.address or "@" not in message.address or nobody:
        return
    name = "" if message.author_name == message.address else message.author_name
    wrote = Writer(Address("email", message.address, name, message.proof), ticket.locale)
    message.author_id = (await identify(session, [wrote], now=now))[0]
    if ticket.patron_id is None:
        ticket.patron_id = message.author_id


async def _unidentify(session: AsyncSession, ticket: TicketRow, message: MessageRow, told: EventRow) -> None:
    """A machine's address makes no patron; whoever was known before stays known."""
    patron_id, message.author_id = message.author_id, None
    if patron_id is None:
        return
    await session.flush()
    theirs = select(MessageRow.id).where(MessageRow.ticket_id == ticket.id, MessageRow.kind == "patron",
                                         MessageRow.author_id == patron_id).limit(1)
    if ticket.patron_id == patron_id and (await session.execute(theirs)).scalar_one_or_none() is None:
        ticket.patron_id = None
        await session.flush()
    elsewhere = select(TicketRow.id).where(TicketRow.patron_id == patron_id).limit(1)
    if (await session.execute(elsewhere)).scalar_one_or_none() is None:
        await unmake(session, patron_id=patron_id, made_at=told.at)


def _may_be_acknowledged(ticket: TicketRow, message: MessageRow) -> bool:
    asked_not_to = any(one["effect"] not in ("guess", "shown") for one in message.findings or ())
    return (
        not asked_not_to and message.channel in ACKNOWLEDGED and ticket.reply_kind == "email"
        and bool(ticket.reply_value) and ticket.last_reply_version == 0
    )


async def _acknowledge(
    session: AsyncSession, ticket: TicketRow, message: MessageRow, *, now: datetime, due_at: datetime, most: int
) -> None:
    assert ticket.reply_value is not None  # noqa: S101  # asked before
    to = plain(Address("email", ticket.reply_value, ticket.reply_name))
    if not all(await may_answer(session, [to], most=most, now=now)):
        return
    await enqueue(
        session, kind="acknowledgement", ticket_id=ticket.id, message_id=None, channel="email", to=to, now=now,
        due_at=due_at, in_reply_to=message.message_id, references=(message.message_id,) if message.message_id else (),
    )


async def _rescued(session: AsyncSession, ticket: TicketRow, message_id: int | None) -> EventRow | None:
    """The newest rescue in this ticket, or that of one message."""
    rows = (await session.execute(
        select(EventRow).where(EventRow.stream == stream(ticket.id), EventRow.type == MessageRescued.type)
        .order_by(EventRow.version.desc())
    )).scalars()
    return next((row for row in rows if message_id in (None, row.data["message_id"])), None)


async def _step_back(
    session: AsyncSession, ticket: TicketRow, told: EventRow, rule: str, *, actor: Actor, now: datetime
) -> None:
    """To the state before, where nobody has taken another step since."""
    steps = list((await session.execute(
        select(EventRow).where(EventRow.stream == stream(ticket.id), EventRow.type == TicketStateChanged.type,
                               EventRow.version > told.version).order_by(EventRow.version)
    )).scalars())
    if len(steps) != 1 or steps[0].data.get("reason") != QUESTION or ticket.state != "open":
        return
    was: State = steps[0].data["from_state"]  # type: ignore[assignment]  # as it was recorded
    if was == "snoozed":
        return  # until when is not known any more
    ticket.state, ticket.closed_at = was, now if was == "closed" else None
    ticket.set_aside_by = rule
    settle_lane(ticket)
    happen(session, ticket, TicketStateChanged(
        ticket_id=ticket.id, from_state="open", to_state=was, reason=NO_QUESTION,
    ), actor=actor, now=now)
