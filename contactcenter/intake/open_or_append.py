"""The message joins its ticket, or opens one; what hangs on a message follows it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope.numbers import readable
from contactcenter.events.record import Actor
from contactcenter.intake.keep_files import keep_files
from contactcenter.intake.thread import ends_of
from contactcenter.intake.work import Work, inquiries
from contactcenter.patrons.identify import NUMBERS
from contactcenter.patrons.queries import names
from contactcenter.tickets.append import Arrival, append
from contactcenter.tickets.conversations import Ends, go_on
from contactcenter.tickets.open import Opening, open_tickets
from contactcenter.tickets.remote_files import expect

REPLYABLE = frozenset({"email", "phone", "fax"})


async def open_or_append(session: AsyncSession, works: Sequence[Work]) -> None:
    """The message joins its ticket; a new inquiry opens one."""
    works = inquiries(works)
    if not works:
        return
    fresh, joining = _openers([work for work in works if work.ticket is None])
    if fresh:
        known = await _known_as(session, fresh)
        openings = [_opening(work, known.get(work.patron_id or 0, "")) for work in fresh]
        opened = await open_tickets(session, openings, now=fresh[0].now)
        for work, ticket in zip(fresh, opened, strict=True):
            work.ticket, work.opened = ticket, True
    for work, first in joining:
        work.ticket = first.ticket
    written = await append(
        session, [_arrival(work) for work in works],
        keep_files=lambda inbound: keep_files(session, inbound, works[0]), now=works[0].now,
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


def _arrival(work: Work) -> Arrival:
    assert work.ticket is not None  # noqa: S101  # it was found or opened
    return Arrival(work.ticket, work.inbound, work.patron_id, work.by_id)


async def _known_as(session: AsyncSession, fresh: Sequence[Work]) -> dict[int, str]:
    """What patrons are called who come by a number alone, which says no name; still as claimed (law 10)."""
    ids = {
        work.patron_id for work in fresh
        if work.patron_id is not None and work.inbound.sender.kind in NUMBERS
        and work.inbound.sender.name in ("", work.inbound.sender.value, readable(work.inbound.sender.value))
    }
    return await names(session, sorted(ids)) if ids else {}


def _opening(work: Work, known_as: str) -> Opening:
    assert work.queue_id is not None  # noqa: S101  # the step before saw to it
    sender = work.inbound.reply_to or work.inbound.sender
    return Opening(
        inbound=work.inbound, queue_id=work.queue_id, patron_id=work.patron_id,
        reply_to=sender if sender.kind in REPLYABLE and sender.value else None,
        set_aside_by=work.inbound.automatic, actor=_who_opens(work), known_as=known_as,
    )


def _who_opens(work: Work) -> Actor:
    """The patron, or at the desk the librarian who wrote the question down."""
    if work.inbound.author_staff_id is not None:
        return Actor("staff", work.inbound.author_staff_id)
    return Actor("patron", work.patron_id)
