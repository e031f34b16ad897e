"""Keeping the search index: a reader of the log. Erasure reaches it through the same rows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, null, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.engine import Database
from contactcenter.db.prepared import Prepared, listed
from contactcenter.events import tail
from contactcenter.events.tail import Logged
from contactcenter.events.turn import its_turn
from contactcenter.tickets.row import audience
from contactcenter.tickets.tables import MessageRow, SearchRow, TicketRow
from contactcenter.tickets.words import index_tokens

READER = "search"
WRITES = frozenset({"message.received", "reply.written", "reply.withdrawn", "note.added"})
MOVES = frozenset({
    "ticket.moved", "ticket.assigned", "ticket.retitled", "ticket.tagged", "ticket.untagged",
    "colleague.asked", "colleague.left", "messages.moved", "ticket.merged", "ticket.unmerged",
})
"""Events after which a whole thread is written anew: who may find it, or its subject, has changed."""
SET = 8
"""Documents a transaction: one takes about a millisecond, which is what a chat message behind it waits."""
LONG_CHARS = 4_000
"""Above this the words of a text take milliseconds to make: a thread does it."""
HELD_S = 10.0
"""While a flood of inquiries comes in, what was written is found this much later."""
_RINGS_NOWHERE = null().label("offered_to")
"""Whoever may find a ticket only while it rings need not find it: the ring shows it."""
_OF = (
    select(
        MessageRow.id, MessageRow.author_name, MessageRow.address, MessageRow.text, TicketRow.subject,
        TicketRow.id.label("ticket_id"), TicketRow.root_id, TicketRow.queue_id, TicketRow.assignee_id,
        TicketRow.guest_ids, TicketRow.tag_ids,
        _RINGS_NOWHERE,
    )
    .join(TicketRow, TicketRow.id == MessageRow.ticket_id).order_by(MessageRow.id)
)
_OF_MESSAGES = Prepared(
    _OF.where(MessageRow.id.in_(listed("ids"))),
    postgresql=_OF.where(MessageRow.id.in_(bindparam("ids", expanding=True))),
)
_ROOTS = (
    select(
        TicketRow.id, TicketRow.queue_id, TicketRow.assignee_id, TicketRow.guest_ids, TicketRow.tag_ids, _RINGS_NOWHERE,
    )
    .where(TicketRow.id.in_(bindparam("ids", expanding=True)))
)


def _put(insert: sqlite.Insert) -> sqlite.Insert:
    return insert.on_conflict_do_update(
        index_elements=[SearchRow.message_id],
        set_={"ticket_id": insert.excluded.ticket_id, "tokens": insert.excluded.tokens},
    )


_PUT = Prepared(
    _put(sqlite.insert(SearchRow)), "message_id", "ticket_id", "tokens",
    postgresql=_put(postgresql.insert(SearchRow)),  # type: ignore[arg-type]  # the same methods
)


@dataclass(frozen=True, slots=True)
class Document:
    """A message as the index holds it; `tokens` None: the message is gone, and so is its document."""

    message_id: int
    ticket_id: int = 0
    tokens: str | None = None


async def concerned(session: AsyncSession, events: Sequence[Logged]) -> list[int]:
    """The ids of the messages whose documents these events change."""
    messages = {event.data["message_id"] for event in events if event.type in WRITES}
    tickets = {event.data["ticket_id"] for event in events if event.type in MOVES}
    if tickets:
        roots = select(TicketRow.root_id).where(TicketRow.id.in_(tickets))
        family = select(TicketRow.id).where(TicketRow.root_id.in_(roots))
        messages |= set((await session.execute(
            select(MessageRow.id).where(MessageRow.ticket_id.in_(family))
        )).scalars())
    return sorted(int(str(one)) for one in messages)


async def documents(session: AsyncSession, ids: Sequence[int]) -> list[Document]:
    """The documents of these messages as they stand now."""
    rows = await _OF_MESSAGES.rows(session, {"ids": list(ids)})
    merged = sorted({row.root_id for row in rows if row.root_id not in (None, row.ticket_id)})
    roots = {one.id: one for one in await session.execute(_ROOTS, {"ids": merged})} if merged else {}
    made = []
    for row in rows:
        root = roots.get(row.root_id, row)
        keys = audience(row) | audience(root) | {tag_key(one) for one in root.tag_ids}
        text = f"{row.subject}\n{row.author_name}\n{row.address or ''}\n{row.text}"
        words = index_tokens(text) if len(text) < LONG_CHARS else await asyncio.to_thread(index_tokens, text)
        tokens = " ".join([*(audience_token(key) for key in sorted(keys)), *words])
        made.append(Document(row.id, row.root_id or row.ticket_id, tokens))
    gone = set(ids) - {row.id for row in rows}
    return [*made, *(Document(one) for one in sorted(gone))]


async def write(session: AsyncSession, made: Sequence[Document]) -> None:
    """Put documents into the index. Doing it twice is doing it once."""
    await _PUT.each(session, [
        {"message_id": one.message_id, "ticket_id": one.ticket_id, "tokens": one.tokens}
        for one in made if one.tokens is not None
    ])
    gone = [one.message_id for one in made if one.tokens is None]
    if gone:
        await session.execute(delete(SearchRow).where(SearchRow.message_id.in_(gone)))


class Indexer:
    """The reader of the log that keeps the index: small transactions, so that no chat waits behind one."""

    def __init__(self, database: Database, *, turn: asyncio.Event | None = None) -> None:
        """`turn` is set while nothing more pressing waits."""
        self._database = database
        self._turn = turn

    async def next_set(self) -> int:
        """Index what the next events changed. Returns how many events were read (0: none wait)."""
        await its_turn(self._turn, at_most_s=HELD_S)
        async with self._database.read() as session:
            begun = await tail.cursor(session, READER)
            events = await tail.after(session, begun)
            ids = await concerned(session, events) if events else []
        if not events:
            return 0
        for start in range(0, max(len(ids), 1), SET):
            await self._database.lull.wait()
            async with self._database.near() as session:
                made = await documents(session, ids[start : start + SET]) if ids else []
            await self._database.lull.wait()
            async with self._database.transaction(durable=False) as session:
                if await tail.cursor(session, READER, lock=True) != begun:
                    # Another process came first: what was read here may be older than what it wrote.
                    return len(events)
                await write(session, made)
                if start + SET >= len(ids):
                    await tail.advance(session, READER, events[-1].position)
        return len(events)


def tag_key(tag_id: int) -> str:
    """A tag among the keys of a document."""
    return f"t:{tag_id}"


def audience_token(key: str) -> str:
    """An audience's key, or a tag's, as a token: no word of a text can look like it (they begin with w or u)."""
    kind, _, number = key.partition(":")
    return f"z{kind}{number}"
