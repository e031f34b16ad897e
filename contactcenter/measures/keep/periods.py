"""The periods of which a set of events changes something: what was summed of them before counts no longer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.measures.facts import SeatFact, TalkFact, TicketFact, WaitFact
from contactcenter.measures.keep.rows import Facts
from contactcenter.measures.project import Projection
from contactcenter.measures.tables import PERIOD_US, PromiseFactRow, RecordFactRow
from contactcenter.needs.tables import TransactionRow

Counted = frozenset[tuple[int, tuple[object, ...]]]
"""What a fact says in which period."""


def counted(fact: TicketFact) -> Counted:
    """What an inquiry says in each period that it is counted in: closing it changes nothing of when it came."""
    where = (fact.queue_id, fact.channel, fact.language, fact.junk, fact.merged)
    parts: tuple[tuple[int | None, tuple[object, ...]], ...] = (
        (fact.opened_us, ("opened", *where)),
        (fact.answered_us, ("answered", *where, fact.answered_by, fact.answer_us, fact.answer_open_us)),
        (fact.closed_us, ("closed", *where, fact.closed_by, fact.resolve_us, fact.resolve_open_us)),
        (fact.first_closed_us, ("first closed", *where, fact.closed_by, fact.answers > 0, fact.contacts == 1,
                                fact.reopened > 0)),
    )
    return frozenset((at_us // PERIOD_US, (at_us, *said)) for at_us, said in parts if at_us is not None)


def _stretch(fact: WaitFact | TalkFact | SeatFact) -> set[int]:
    """A stretch of time counts in all the periods that it lies in."""
    end_us = fact.began_us if fact.ended_us is None else fact.ended_us
    return set(range(fact.began_us // PERIOD_US, end_us // PERIOD_US + 1))


async def touched(
    session: AsyncSession, projection: Projection, before: dict[int, Counted], facts: Facts
) -> set[int]:
    """The periods of which something changes: where the facts stood, and where they stand."""
    found: set[int] = set()
    for number in projection.changed_tickets:
        now = counted(projection.known.tickets[number])
        found |= {period for period, _ in before.get(number, frozenset()) ^ now}
    for changed in (projection.changed_waits, projection.at_seats.changed_talks, projection.at_seats.changed_seats):
        for fact in changed.values():
            found |= _stretch(fact)
    if projection.records:
        # When a transaction was never changes; of one that is gone the fact still says it.
        ids = sorted(projection.records)
        for at in (await session.execute(select(TransactionRow.at).where(TransactionRow.id.in_(ids)))).scalars():
            found.add((at - EPOCH) // MICROSECOND // PERIOD_US)
        found |= set((await session.execute(
            select(RecordFactRow.at_in).where(RecordFactRow.transaction_id.in_(ids))
        )).scalars())
    if projection.promised:
        found |= {int(str(one["at_in"])) for one in facts[PromiseFactRow]}
        found |= set((await session.execute(
            select(PromiseFactRow.at_in).where(PromiseFactRow.ticket_id.in_(sorted(projection.promised)))
        )).scalars())
    return found
