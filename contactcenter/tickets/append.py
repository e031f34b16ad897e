"""Appending patrons' messages to their tickets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.ids import reserve
from contactcenter.envelope import Inbound
from contactcenter.events.catalogue.messages import MessageReceived
from contactcenter.events.catalogue.tickets import TicketStateChanged
from contactcenter.events.record import Actor
from contactcenter.tickets.in_hand import TicketInHand, save
from contactcenter.tickets.left import leave
from contactcenter.tickets.recipients import kept
from contactcenter.tickets.row import go, happen, preview
from contactcenter.tickets.states import WAKES
from contactcenter.tickets.tables import NOT_WAITING, MessageRow
from contactcenter.tickets.write import StoredFile, message_values, write_messages, write_unless_there, written

KeepFiles = Callable[[Inbound], Awaitable[Sequence[StoredFile]]]
"""Stores a message's files and counts one reference to each."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message and the locked ticket it joins. `by_id` is the number it came by, where that was merged since."""

    ticket: TicketInHand
    inbound: Inbound
    patron_id: int | None
    by_id: int | None = None

    @property
    def author_key(self) -> str:
        """By whom a client id is one of its kind."""
        sender = self.inbound.sender
        return "patron" if self.inbound.client_id else f"{sender.kind}:{sender.value}"[:80]


async def append(
    session: AsyncSession, arrivals: Sequence[Arrival], *, keep_files: KeepFiles, now: datetime
) -> list[int | None]:
    """Add the messages, in order; their ids, None where the same client id came before (nothing changes then).

    A person's message opens its ticket again; an automatic one does not, and where nobody would look for it the
    ticket is listed among what is set aside.
    """
    if len(arrivals) == 1 and arrivals[0].ticket.unwritten is None and not arrivals[0].inbound.attachments:
        return [await _append_alone(session, arrivals[0], now=now)]
    fresh = [one for one in arrivals if not await _came_before(session, one)]
    numbers = dict(zip(map(id, fresh), await reserve(session, MessageRow, len(fresh)), strict=True))
    messages = []
    for one in fresh:
        files = await keep_files(one.inbound)
        messages.append(({"id": numbers[id(one)], **_message(one, len(files), now=now)}, files))
        _join(session, one, numbers[id(one)], now=now)
    tickets = {one.ticket.id: one.ticket for one in fresh}.values()
    await save(session, tickets)
    await write_messages(session, messages)
    leave(session, tickets, [values for values, _ in messages])
    return [numbers.get(id(one)) for one in arrivals]


async def _append_alone(session: AsyncSession, one: Arrival, *, now: datetime) -> int | None:
    """A message without files that joins a ticket: what somebody says in a chat, whose screen waits for it."""
    values = _message(one, 0, now=now)
    number = await write_unless_there(session, values, came_to=one.by_id)
    if number is not None:
        _join(session, one, number, now=now)
        await save(session, (one.ticket,))
        leave(session, (one.ticket,), ({"id": number, **values},))
    return number


async def _came_before(session: AsyncSession, one: Arrival) -> bool:
    """Twice in one set it breaks the unique index, and the set is halved until it is not."""
    if not one.inbound.client_id or one.by_id is None:
        return False
    return await written(
        session, ticket_id=one.by_id, author_key=one.author_key, client_id=one.inbound.client_id
    ) is not None


def _message(one: Arrival, files: int, *, now: datetime) -> dict[str, object]:
    inbound, ticket = one.inbound, one.ticket
    return message_values(
        ticket, files,
        kind="patron", channel=inbound.channel, author_kind="patron", author_id=one.patron_id,
        author_name=(inbound.sender.name or inbound.sender.value or ticket.patron_name)[:200],
        author_key=one.author_key, split_from=None if one.by_id in (None, ticket.id) else one.by_id,
        address=inbound.sender.value[:320] or None, proof=inbound.sender.proved,
        text=inbound.text, reply=None if inbound.reply in ("", inbound.text) else inbound.reply,
        html=inbound.html, message_id=inbound.message_id, client_id=inbound.client_id,
        automatic=inbound.automatic, created_at=now, language=inbound.language,
        findings=[asdict(one) for one in inbound.findings] or None,
        problems=[asdict(one) for one in inbound.problems] or None,
        recipients=kept(inbound.recipients),
    )


def _join(session: AsyncSession, one: Arrival, number: int, *, now: datetime) -> None:
    """What the message changes on its ticket, and what the log is told."""
    inbound, ticket, actor = one.inbound, one.ticket, Actor("patron", one.patron_id)
    ticket.updated_at = now
    ticket.message_count += 1
    ticket.preview = preview(inbound.reply or inbound.text)
    ticket.preview_by = "patron"
    ticket.last_patron_version = ticket.version + 1
    if ticket.waiting_key == NOT_WAITING and not inbound.automatic and ticket.state != "junk":
        ticket.waiting_key = now
    happen(session, ticket, MessageReceived(
        ticket_id=ticket.id, message_id=number, channel=inbound.channel, rule=inbound.automatic,
    ), actor=actor, now=now)
    if ticket.state in WAKES and inbound.automatic:
        ticket.set_aside_by = inbound.automatic
    elif ticket.state in WAKES:
        before = ticket.state
        go(ticket, "open", now=now)
        ticket.waiting_key = now
        happen(session, ticket, TicketStateChanged(
            ticket_id=ticket.id, from_state=before, to_state="open", reason="patron_wrote",
        ), actor=actor, now=now)
