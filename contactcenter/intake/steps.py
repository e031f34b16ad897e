"""The way of one inquiry, in order. Reading this tuple is reading the intake.

Each step takes the session and the work in hand, a set of inquiries in the order in which they came, and may
fill in what it is named for. Where a step raises, the set is halved until the one inquiry is found that
it raises for: that goes to quarantine under the step's name, the others go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.begin import begin
from contactcenter.db.prepared import Prepared, listed
from contactcenter.envelope import Address, BlobRef, Inbound, Outlook
from contactcenter.events.record import Actor
from contactcenter.intake.acknowledge import may_answer, plain
from contactcenter.intake.bounced import note_bounce
from contactcenter.intake.colleague import colleagues, note_on, tell_colleague
from contactcenter.intake.dedupe import dedupe
from contactcenter.intake.reported import any_by_fax, note_report
from contactcenter.intake.thread import ends_of, find_threads
from contactcenter.intake.work import Work
from contactcenter.measures.lately import Joining
from contactcenter.outbox.enqueue import Leaving, enqueue_each
from contactcenter.patrons.identify import Writer
from contactcenter.patrons.identify import identify as identify_patrons
from contactcenter.patrons.opt_out import opt_in, opt_out
from contactcenter.queue.own import general_desk, meant_by, named
from contactcenter.queue.tables import QueueAddressRow
from contactcenter.tickets.append import Arrival, append
from contactcenter.tickets.conversations import Ends, go_on
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.link import join
from contactcenter.tickets.note_by_mail import note_by_mail
from contactcenter.tickets.open import Opening, open_tickets
from contactcenter.tickets.remote_files import expect
from contactcenter.tickets.row import lock_root
from contactcenter.tickets.write import StoredFile

log = structlog.get_logger(__name__)
BY_QUEUE = frozenset({"walk_in", "api"})
"""Ways by which staff and programs name a queue itself; by all others a department is meant."""
REPLYABLE = frozenset({"email", "phone", "fax"})
KNOWN_BY = frozenset({"email", "phone", "fax"})
_BY_ADDRESS = select(QueueAddressRow.address, QueueAddressRow.queue_id)
_QUEUES = Prepared(
    _BY_ADDRESS.where(QueueAddressRow.address.in_(listed("addresses"))),
    postgresql=_BY_ADDRESS.where(QueueAddressRow.address.in_(bindparam("addresses", expanding=True))),
)
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


def _inquiries(works: Sequence[Work]) -> list[Work]:
    """All but colleagues' notes, and reports on what we sent."""
    return [work for work in works if work.colleague is None and work.inbound.report is None]


async def identify(session: AsyncSession, works: Sequence[Work]) -> None:
    """Who wrote. An address that stands for nobody makes no patron, and neither does a chat without a name."""
    wrote = [work for work in _inquiries(works)
             if not work.inbound.from_nobody and work.inbound.sender.kind in KNOWN_BY]
    if wrote:
        patrons = await identify_patrons(
            session, [Writer(work.inbound.sender, work.inbound.locale) for work in wrote], now=wrote[0].now
        )
        for work, patron_id in zip(wrote, patrons, strict=True):
            work.patron_id = patron_id


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


async def route(session: AsyncSession, works: Sequence[Work]) -> None:
    """Which queue a new ticket joins: that of the department the patron chose or wrote to, else the general desk."""
    fresh = [work for work in _inquiries(works) if work.ticket is None]
    wanted = {(work.inbound.channel in BY_QUEUE, work.inbound.queue) for work in fresh if work.inbound.queue}
    chosen = await meant_by(session, [slug for by_queue, slug in wanted if not by_queue and slug])
    said = await named(session, [slug for by_queue, slug in wanted if by_queue and slug])
    written_to = {address for work in fresh for address in _addresses(work.inbound)}
    by_address: dict[str, int] = {
        row.address: row.queue_id for row in await _QUEUES.rows(session, {"addresses": sorted(written_to)})
    } if written_to else {}
    for work in fresh:
        # The desk's own address came first: any other is more exactly meant.
        work.queue_id = (said if work.inbound.channel in BY_QUEUE else chosen).get(work.inbound.queue or "") or max(
            (by_address[one] for one in _addresses(work.inbound) if one in by_address), default=None
        )
    homeless = [work for work in fresh if work.queue_id is None]
    if homeless:
        desk = await general_desk(session)
        for work in homeless:
            work.queue_id = desk


def _addresses(inbound: Inbound) -> list[str]:
    return [one.value.lower() for one in inbound.to if one.kind == "email"]


async def open_or_append(session: AsyncSession, works: Sequence[Work]) -> None:
    """The message joins its ticket; a new inquiry opens one."""
    works = _inquiries(works)
    if not works:
        return
    fresh, joining = _openers([work for work in works if work.ticket is None])
    if fresh:
        opened = await open_tickets(session, [_opening(work) for work in fresh], now=fresh[0].now)
        for work, ticket in zip(fresh, opened, strict=True):
            work.ticket, work.opened = ticket, True
    for work, first in joining:
        work.ticket = first.ticket
    written = await append(
        session, [_arrival(work) for work in works],
        keep_files=lambda inbound: _keep_files(session, inbound, works[0]), now=works[0].now,
    )
    for work, message_id in zip(works, written, strict=True):
        work.message_id = message_id
        work.duplicate = message_id is None
    await _afterwards(session, works)


def _openers(fresh: Sequence[Work]) -> tuple[list[Work], list[tuple[Work, Work]]]:
    """Who opens a ticket, and who joins that of another of the same set: a second text right after the first."""
    first: dict[Ends, Work] = {}
    opening, joining = [], []
    for work in fresh:
        ends = None if work.inbound.automatic else ends_of(work.inbound)
        if ends is not None and ends in first:
            joining.append((work, first[ends]))
            continue
        if ends is not None:
            first[ends] = work
        opening.append(work)
    return opening, joining


async def _afterwards(session: AsyncSession, works: Sequence[Work]) -> None:
    """What hangs on a message that is there now: its conversation, files to be fetched."""
    talks: dict[Ends, int] = {}
    for work in sorted(works, key=lambda one: one.inbound.automatic is None):  # a person's word counts, not a machine's
        ends = ends_of(work.inbound)
        if ends is not None and work.ticket is not None:
            talks[ends] = work.ticket.id
        if work.inbound.remote_files and work.message_id is not None:
            await expect(session, message_id=work.message_id, channel=work.inbound.channel,
                         files=work.inbound.remote_files, now=work.now)
    if talks:
        await go_on(session, talks, now=works[0].now)


async def consent(session: AsyncSession, works: Sequence[Work]) -> None:
    """Who says STOP gets nothing more, until they say START."""
    for work in works:
        if work.inbound.opt == "stop":
            await opt_out(session, address=work.inbound.sender, now=work.now)
        elif work.inbound.opt == "start":
            await opt_in(session, address=work.inbound.sender, now=work.now)


def _arrival(work: Work) -> Arrival:
    assert work.ticket is not None  # noqa: S101  # it was found or opened
    return Arrival(work.ticket, work.inbound, work.patron_id, work.by_id)


def _opening(work: Work) -> Opening:
    assert work.queue_id is not None  # noqa: S101  # the step before saw to it
    sender = work.inbound.reply_to or work.inbound.sender
    return Opening(
        inbound=work.inbound, queue_id=work.queue_id, patron_id=work.patron_id,
        reply_to=sender if sender.kind in REPLYABLE and sender.value else None,
        set_aside_by=work.inbound.automatic, actor=_who_opens(work),
    )


def _who_opens(work: Work) -> Actor:
    """The patron, or at the desk the librarian who wrote the question down."""
    if work.inbound.author_staff_id is not None:
        return Actor("staff", work.inbound.author_staff_id)
    return Actor("patron", work.patron_id)


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
            files=await _keep_files(session, work.inbound, work), now=work.now,
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
    dedupe, reread, thread, colleague, identify, route, open_or_append, consent, relate, acknowledge, note, bounce,
    report, ring_in,
)


async def _keep_files(session: AsyncSession, inbound: Inbound, work: Work) -> list[StoredFile]:
    files = []
    for attachment in inbound.attachments:
        if isinstance(attachment.data, BlobRef):
            await work.blobs.refer(session, [attachment.data.digest])
            ref = attachment.data
        else:
            ref = await work.blobs.keep(session, attachment.data, now=work.now)
        files.append(StoredFile(
            attachment.name[:255], attachment.media_type[:127], ref.size, ref.digest,
            attachment.content_id[:255] if attachment.content_id else None, attachment.inline,
        ))
    return files
