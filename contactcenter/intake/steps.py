"""The way of one inquiry, in order. Reading this tuple is reading the intake.

Each step takes the session and the work in hand, a set of inquiries in the order in which they came, and may
fill in what it is named for. Where a step raises, the set is halved until the one inquiry is found that
it raises for: that goes to quarantine under the step's name, the others go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.begin import begin
from contactcenter.envelope import Address, Inbound, Outlook
from contactcenter.events.record import Actor
from contactcenter.intake.acknowledge import may_answer, plain
from contactcenter.intake.bounced import note_bounce
from contactcenter.intake.colleague import colleagues, note_on, tell_colleague
from contactcenter.intake.dedupe import dedupe
from contactcenter.intake.keep_files import keep_files
from contactcenter.intake.open_or_append import open_or_append
from contactcenter.intake.reported import any_by_fax, note_report
from contactcenter.intake.route import route
from contactcenter.intake.thread import ends_of, find_threads
from contactcenter.intake.work import Work, inquiries
from contactcenter.measures.lately import Joining
from contactcenter.outbox.enqueue import Leaving, enqueue_each
from contactcenter.outbox.hasten import hasten
from contactcenter.patrons.identify import Writer
from contactcenter.patrons.identify import identify as identify_patrons
from contactcenter.patrons.opt_out import opt_in, opt_out
from contactcenter.patrons.tables import PatronRow
from contactcenter.tickets.conversations import stop
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.link import join
from contactcenter.tickets.note_by_mail import note_by_mail
from contactcenter.tickets.row import lock_root

log = structlog.get_logger(__name__)
PAPER = "fax"
KNOWN_BY = frozenset({"email", "phone", "fax"})
ACKNOWLEDGED = frozenset({"email", "web_form"})
"""Channels whose patrons hear at once that their inquiry arrived. In a chat they see it."""


async def colleague(session: AsyncSession, works: Sequence[Work]) -> None:
    """Whether a colleague wrote it from their own mail program, to a ticket: then it is a note, and never leaves."""
    for work, found in zip(works, await colleagues(session, [work.inbound for work in works]), strict=True):
        if found is None:
            continue
        threaded = None if work.ticket is None else work.ticket.id
        ticket_id = await note_on(session, colleague=found, inbound=work.inbound, threaded=threaded)
        if ticket_id is not None:
            work.colleague, work.ticket, work.known_ticket_id = found, None, ticket_id


async def identify(session: AsyncSession, works: Sequence[Work]) -> None:
    """Who wrote. An address that stands for nobody makes no patron, and neither does a chat without a name."""
    wrote = [work for work in inquiries(works)
             if not work.inbound.from_nobody and work.inbound.sender.kind in KNOWN_BY]
    if wrote:
        patrons = await identify_patrons(
            session, [Writer(work.inbound.sender, work.inbound.locale) for work in wrote], now=wrote[0].now
        )
        for work, patron_id in zip(wrote, patrons, strict=True):
            work.patron_id = patron_id
    await _in_their_language(session, [work for work in wrote if work.inbound.channel == PAPER])


async def _in_their_language(session: AsyncSession, works: Sequence[Work]) -> None:
    """What is on paper cannot be read, and the gateway's mail speaks the gateway's language: what they chose counts."""
    if not works:
        return
    spoken = {row.id: row.locale for row in await session.execute(
        select(PatronRow.id, PatronRow.locale).where(PatronRow.id.in_({work.patron_id for work in works})))}
    for work in works:
        locale = spoken.get(work.patron_id or 0)
        if locale is not None and locale != work.inbound.locale:
            work.inbound = replace(work.inbound, locale=locale)


async def answered(session: AsyncSession, works: Sequence[Work]) -> None:  # noqa: ARG001  # a step as any other
    """Who asks for HELP was told how to ask the moment they did: they are somebody, and what they wrote is no question.

    It is after `identify`, for a rule that sets aside else says that a machine wrote (`Inbound.from_nobody`).
    """
    for work in works:
        if work.inbound.opt == "help":
            rule = next(one.code for one in work.inbound.findings if one.sets_aside)
            work.inbound = replace(work.inbound, automatic=rule)


async def reread(session: AsyncSession, works: Sequence[Work]) -> None:
    """What was taken for a report on a fax, and answers another mail of ours, is that answer (law 1)."""
    for work in works:
        mail, told = work.inbound.otherwise, work.inbound.report
        if mail is not None:
            deliveries = told.deliveries if told is not None else work.inbound.thread.deliveries
            if not await any_by_fax(session, deliveries):
                work.inbound = mail


async def thread(session: AsyncSession, works: Sequence[Work]) -> None:
    """Which ticket it belongs to, if it proves so; else what it should be linked to (law 10)."""
    for work, found in zip(works, await find_threads(
        session, [work.inbound for work in works], now=works[0].now
    ), strict=True):
        work.ticket, work.by_id, work.related = found.ticket, found.by_id, found.related


async def consent(session: AsyncSession, works: Sequence[Work]) -> None:
    """Who says STOP gets nothing more, until they say START; what still waits for the morning fails as such."""
    for work in works:
        ends = ends_of(work.inbound)
        if work.inbound.obeyed and work.inbound.opt != "help" and ends is not None:
            await stop(session, ends, at=work.now if work.inbound.opt == "stop" else None)
        if work.inbound.opt == "stop":
            if await opt_out(session, address=work.inbound.sender, now=work.now):
                await hasten(session, to=work.inbound.sender, channel=work.inbound.channel, now=work.now)
        elif work.inbound.opt == "start":
            await opt_in(session, address=work.inbound.sender, now=work.now)


async def ring_in(session: AsyncSession, works: Sequence[Work]) -> None:
    """Who calls is on the line from now on: the call hangs on its ticket."""
    for work in works:
        if work.inbound.call is not None and work.ticket is not None:
            await begin(session, ticket=work.ticket, call=work.inbound.call, now=work.now)


async def relate(session: AsyncSession, works: Sequence[Work]) -> None:
    """A ticket that was merely mentioned is linked, so that a librarian sees both."""
    for work in works:
        if work.opened and work.related is not None and work.ticket is not None:
            await join(session, work.ticket, work.related, reason="mentioned", actor=Actor("system"), now=work.now)
            await save(session, (work.ticket, work.related))


async def acknowledge(session: AsyncSession, works: Sequence[Work]) -> None:
    """One acknowledgement a thread, never to a machine or where its mail asks for none (RFC 3834)."""
    acknowledged = [work for work in works if _is_acknowledged(work)]
    if not acknowledged:
        return
    outlooks = await works[0].lately.outlooks(session, [
        Joining(work.ticket.id, work.ticket.queue_id, work.ticket.lane == "waiting" and not work.ticket.live)
        for work in works if work.ticket is not None and work.opened
    ], now=works[0].now)
    told = [_acknowledgement(work.ticket, work.inbound, outlooks.get(work.ticket.id)) for work in acknowledged
            if work.ticket is not None]
    allowed = await may_answer(session, [one.to for one in told], most=works[0].acknowledgements_a_day,
                               now=works[0].now)
    for one, may in zip(told, allowed, strict=True):
        if not may:
            log.info("intake.acknowledgement_withheld", ticket_id=one.ticket_id)
    await enqueue_each(session, [one for one, may in zip(told, allowed, strict=True) if may], now=works[0].now)


def _is_acknowledged(work: Work) -> bool:
    ticket = work.ticket
    if not work.opened or work.inbound.silent or ticket is None or ticket.reply_kind != "email":
        return False
    return work.inbound.channel in ACKNOWLEDGED and bool(ticket.reply_value)


def _acknowledgement(ticket: TicketInHand, inbound: Inbound, outlook: Outlook | None) -> Leaving:
    return Leaving(
        kind="acknowledgement", ticket_id=ticket.id, message_id=None, channel="email",
        to=plain(Address("email", ticket.reply_value or "", ticket.reply_name)), in_reply_to=inbound.message_id,
        references=(inbound.message_id,) if inbound.message_id else (), outlook=outlook,
    )


async def note(session: AsyncSession, works: Sequence[Work]) -> None:
    """A colleague's mail is written on its ticket, when nothing of the set has tickets in hand any more."""
    for work in works:
        if work.colleague is None or work.known_ticket_id is None:
            continue
        ticket = await lock_root(session, work.known_ticket_id)
        if ticket is None:
            raise LookupError(f"ticket {work.known_ticket_id} is gone")
        work.message_id = await note_by_mail(
            session, ticket=ticket, inbound=work.inbound, writer=work.colleague.writer(work.inbound),
            files=await keep_files(session, work.inbound, work), now=work.now,
        )
        await tell_colleague(session, colleague=work.colleague, inbound=work.inbound, ticket_id=ticket.id,
                             most=work.acknowledgements_a_day, now=work.now)


async def bounce(session: AsyncSession, works: Sequence[Work]) -> None:
    """An answer came back: its delivery and its ticket say so (law 5). A delay is only told in the thread.

    Only our own signed Message-ID names the delivery: whoever knows it has had that mail in hand.
    """
    for work in works:
        report, ours = work.inbound.bounce, work.inbound.thread.deliveries
        if report is not None:
            await note_bounce(session, bounce=report, deliveries=ours, now=work.now)


async def report(session: AsyncSession, works: Sequence[Work]) -> None:
    """News of a fax of ours: its delivery is settled, or tried again (law 5)."""
    for work in works:
        if work.inbound.report is not None:
            work.known_ticket_id = await note_report(session, report=work.inbound.report, now=work.now)


Step = Callable[[AsyncSession, Sequence[Work]], Awaitable[None]]
STEPS: tuple[Step, ...] = (
    dedupe, reread, thread, colleague, identify, answered, route, open_or_append, consent, relate, acknowledge, note,
    bounce, report, ring_in,
)
