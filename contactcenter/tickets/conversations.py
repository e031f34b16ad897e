"""Which ticket goes on between two ends that have no threads: a patron's number and one of ours.

The row is claimed before the ticket is looked for, so that two texts that come at the same time, to two processes,
find one ticket and not two. Whoever writes from a number sees nothing of its ticket: an answer goes to the number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.tickets.tables import ConversationRow

Ends = tuple[str, str, str]
"""Channel, theirs, ours."""


@dataclass(frozen=True, slots=True)
class Going:
    """The ticket with which a conversation goes on, and when somebody last wrote in it; None: never yet."""

    ticket_id: int | None
    last_at: datetime | None


async def claim(session: AsyncSession, ends: Collection[Ends]) -> dict[Ends, Going]:
    """How these stand; each is held until the commit."""
    found: dict[Ends, Going] = {}
    for channel, theirs, ours in sorted(set(ends)):  # in order: two sets never wait for each other
        statement = insert_into(session, ConversationRow).values(
            channel=channel, theirs=theirs, ours=ours, ticket_id=None, last_at=None
        )
        row = (await session.execute(
            statement.on_conflict_do_update(
                index_elements=[ConversationRow.channel, ConversationRow.theirs, ConversationRow.ours],
                set_={"ours": ours},  # changes nothing, and holds the row
            ).returning(ConversationRow.ticket_id, ConversationRow.last_at)
        )).one()
        found[channel, theirs, ours] = Going(row.ticket_id, row.last_at)
    return found


async def go_on(session: AsyncSession, tickets: Mapping[Ends, int], *, now: datetime) -> None:
    """From now on these go on with these tickets."""
    for (channel, theirs, ours), ticket_id in tickets.items():
        await session.execute(
            update(ConversationRow)
            .where(ConversationRow.channel == channel, ConversationRow.theirs == theirs, ConversationRow.ours == ours)
            .values(ticket_id=ticket_id, last_at=now)
        )


async def stop(session: AsyncSession, ends: Ends, *, at: datetime | None) -> None:
    """The carrier itself lets nothing through between these since then; None: it does again."""
    channel, theirs, ours = ends
    await session.execute(
        update(ConversationRow)
        .where(ConversationRow.channel == channel, ConversationRow.theirs == theirs, ConversationRow.ours == ours)
        .values(stopped_at=at)
    )


async def ours_of(session: AsyncSession, *, ticket_id: int, theirs: str) -> str:
    """The number of ours that somebody wrote to, last of all in this ticket; empty where that is not known."""
    found = (await session.execute(
        select(ConversationRow.ours)
        .where(ConversationRow.ticket_id == ticket_id, ConversationRow.theirs == theirs)
        .order_by(ConversationRow.last_at.desc()).limit(1)
    )).scalar_one_or_none()
    return found or ""
