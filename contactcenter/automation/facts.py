"""What the conditions of rules are about: a ticket and a message of its patron's, at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import OpenState
from contactcenter.tickets.tables import MessageRow, TicketRow


class Hours(Protocol):
    """A queue's hours (`queue.calendars.Kept`)."""

    def at(self, moment: datetime) -> OpenState: ...


class Calendars(Protocol):
    """Where they are asked for (`queue.calendars.Calendars`)."""

    async def of(self, session: AsyncSession, queue: str | int | None) -> Hours: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """`sender`: the address that the message came from. `open`: the queue, at that moment.

    `answerable`: None where an answer may be sent by itself, else why not (a code).
    """

    ticket_id: int
    channel: str
    queue_id: int
    state: str
    assignee_id: int | None
    priority: int
    tag_ids: frozenset[int]
    subject: str
    text: str
    sender: str
    language: str
    has_file: bool
    open: bool
    answerable: str | None


async def facts_of(
    session: AsyncSession, ticket: TicketRow, *, calendars: Calendars, at: datetime, message_id: int | None = None,
    first: bool = False,
) -> Facts:
    """Of a ticket and this message, or the newest (the `first`) that a person wrote to it."""
    query = select(MessageRow).where(
        MessageRow.ticket_id == ticket.id, MessageRow.kind == "patron", MessageRow.automatic.is_(None)
    )
    if message_id is not None:
        query = query.where(MessageRow.id == message_id)
    order = (MessageRow.created_at, MessageRow.id) if first else (MessageRow.created_at.desc(), MessageRow.id.desc())
    message = (await session.execute(query.order_by(*order).limit(1))).scalar_one_or_none()
    hours = await calendars.of(session, ticket.queue_id)
    return told(ticket, message, is_open=hours.at(at).open)


def told(ticket: TicketRow, message: MessageRow | None, *, is_open: bool) -> Facts:
    """The facts themselves."""
    text = "" if message is None else message.text if message.reply is None else message.reply
    return Facts(
        ticket_id=ticket.id, channel=ticket.channel, queue_id=ticket.queue_id, state=ticket.state,
        assignee_id=ticket.assignee_id, priority=ticket.priority, tag_ids=frozenset(ticket.tag_ids),
        subject=ticket.subject, text=text, sender=(message.address or "") if message is not None else "",
        language=(message.language if message is not None and message.language else ticket.locale),
        has_file=message is not None and message.file_count > 0, open=is_open, answerable=_answerable(ticket, message),
    )


def _answerable(ticket: TicketRow, message: MessageRow | None) -> str | None:
    """An answer by itself never goes to a machine, nor where its mail asks for none, nor to nobody (RFC 3834)."""
    if ticket.state == "junk":
        return "set_aside"
    if message is None:
        return "machine"
    if any(one.get("effect", "aside") != "shown" for one in message.findings or ()):
        return "machine"
    if ticket.channel != "web_chat" and not (ticket.reply_kind == "email" and ticket.reply_value):
        return "no_way_back"
    return None
