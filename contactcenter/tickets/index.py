"""Keeping the search index: a reader of the log. Erasure reaches it through the same rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.events.tail import Logged
from contactcenter.tickets.row import audience
from contactcenter.tickets.tables import MessageRow, SearchRow, TicketRow
from contactcenter.tickets.words import index_tokens

READER = "search"
WRITES = frozenset({"message.received", "reply.written", "note.added"})
MOVES = frozenset({
    "ticket.moved", "ticket.assigned", "ticket.retitled", "colleague.asked", "colleague.left",
    "messages.moved", "ticket.merged", "ticket.unmerged",
})
"""Events after which a whole thread is written anew: who may find it, or its subject, has changed."""
CHUNK = 200


async def index_events(session: AsyncSession, events: Sequence[Logged]) -> None:
    """Bring the index up to these events. Doing it twice is doing it once."""
    messages = {event.data["message_id"] for event in events if event.type in WRITES}
    tickets = {event.data["ticket_id"] for event in events if event.type in MOVES}
    if tickets:
        roots = select(TicketRow.root_id).where(TicketRow.id.in_(tickets))
        family = select(TicketRow.id).where(TicketRow.root_id.in_(roots))
        messages |= set((await session.execute(
            select(MessageRow.id).where(MessageRow.ticket_id.in_(family))
        )).scalars())
    ids = sorted(int(str(one)) for one in messages)
    for start in range(0, len(ids), CHUNK):
        await _write(session, ids[start : start + CHUNK])


async def _write(session: AsyncSession, ids: Sequence[int]) -> None:
    rows = (await session.execute(
        select(MessageRow, TicketRow).join(TicketRow, TicketRow.id == MessageRow.ticket_id)
        .where(MessageRow.id.in_(ids))
    )).all()
    roots = {
        one.id: one for one in (await session.execute(
            select(TicketRow).where(TicketRow.id.in_({ticket.root_id for _, ticket in rows}))
        )).scalars()
    }
    for message, ticket in rows:
        keys = audience(ticket) | audience(roots.get(ticket.root_id or 0, ticket))
        tokens = [audience_token(key) for key in sorted(keys)]
        tokens += index_tokens(f"{ticket.subject}\n{message.author_name}\n{message.address or ''}\n{message.text}")
        value = {"ticket_id": ticket.root_id or ticket.id, "tokens": " ".join(tokens)}
        await session.execute(
            insert_into(session, SearchRow).values(message_id=message.id, **value)
            .on_conflict_do_update(index_elements=[SearchRow.message_id], set_=value)
        )
    gone = set(ids) - {message.id for message, _ in rows}
    if gone:
        await session.execute(delete(SearchRow).where(SearchRow.message_id.in_(gone)))


def audience_token(key: str) -> str:
    """An audience's key as a token: no word of a text can look like it (they begin with w or u)."""
    kind, _, number = key.partition(":")
    return f"z{kind}{number}"
