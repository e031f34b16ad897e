"""Each wait in the line: what was foretold, and how it ended. The estimates learn from it and are judged by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.queue.estimate import Wait, expected_wait, recent_mean
from contactcenter.queue.line import STEP
from contactcenter.queue.load import IS_LIVE
from contactcenter.queue.staffed import places_of
from contactcenter.queue.tables import OfferRow, WaitOutcome, WaitRow
from contactcenter.seats.capacity import Capacity
from contactcenter.tickets.tables import TicketRow

LATELY = 50
"""So many of the newest conversations and waits of a queue tell how it goes there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the line of their queue (1: next), and what wait to expect; None: too early to say."""

    place: int
    wait: Wait | None


async def place_of(session: AsyncSession, *, ticket_id: int, capacity: Capacity, now: datetime) -> Place | None:
    """A ticket's place; None where nobody waits in it for a librarian."""
    mine = (await session.execute(_WAITING.where(TicketRow.id == ticket_id))).first()
    if mine is None:
        return None
    others = await session.execute(_WAITING.where(TicketRow.queue_id == mine.queue_id, TicketRow.id != ticket_id))
    turn = (mine.waiting_key - STEP * mine.priority, ticket_id)
    ahead = sum((one.waiting_key - STEP * one.priority, one.id) < turn for one in others)
    return Place(ahead + 1, await _foretold(session, mine.queue_id, ahead, capacity, now))


_WAITING = select(TicketRow.id, TicketRow.queue_id, TicketRow.waiting_key, TicketRow.priority).where(
    IS_LIVE, TicketRow.lane == "waiting"
)


async def _foretold(
    session: AsyncSession, queue_id: int, ahead: int, capacity: Capacity, now: datetime
) -> Wait | None:
    places, held = await places_of(session, queue_id=queue_id, capacity=capacity, now=now)
    if held + ahead < places or not places:
        return None  # somebody is free (or nobody there at all): no time to wait that could be told
    lasted = (await session.execute(
        select(OfferRow.ended_at, OfferRow.over_at).where(OfferRow.queue_id == queue_id, OfferRow.over_at.is_not(None))
        .order_by(OfferRow.over_at.desc()).limit(LATELY)
    )).all()
    service_s = recent_mean([
        (over - ended).total_seconds() for ended, over in lasted if over is not None and ended is not None
    ])
    if service_s is None:
        return None
    return expected_wait(ahead=ahead, places=places, service_s=max(1.0, service_s),
                         patience_s=await _patience_s(session, queue_id))


async def _patience_s(session: AsyncSession, queue_id: int) -> float | None:
    """After how long those who wait give up on average; None where hardly anybody did.

    All the time that was waited over the number who gave up: the estimate for exponential times that are cut off
    (Epstein and Sobel, 1953).
    """
    lately = (await session.execute(
        select(WaitRow.began_at, WaitRow.ended_at, WaitRow.outcome)
        .where(WaitRow.queue_id == queue_id, WaitRow.ended_at.is_not(None))
        .order_by(WaitRow.ended_at.desc()).limit(4 * LATELY)
    )).all()
    left = sum(one.outcome == "left" for one in lately)
    waited = sum((one.ended_at - one.began_at).total_seconds() for one in lately)
    return waited / left if left >= 3 and waited > 0 else None  # noqa: PLR2004  # fewer say nothing


async def begin(session: AsyncSession, *, ticket_id: int, capacity: Capacity, now: datetime) -> bool:
    """Somebody joins the line: note what they are told. False where they stood in it already, or do not wait."""
    ticket = await session.get(TicketRow, ticket_id)
    place = await place_of(session, ticket_id=ticket_id, capacity=capacity, now=now)
    if ticket is None or place is None:
        return False
    wait = place.wait
    done = await session.execute(
        insert_into(session, WaitRow).values(
            ticket_id=ticket_id, queue_id=ticket.queue_id, channel=ticket.channel, began_at=now, place=place.place,
            low_s=wait.low if wait else None, middle_s=wait.middle if wait else None,
            high_s=wait.high if wait else None,
        ).on_conflict_do_nothing().returning(WaitRow.id)
    )
    return done.scalar_one_or_none() is not None


async def end(session: AsyncSession, *, ticket_ids: Iterable[int], outcome: WaitOutcome, now: datetime) -> None:
    """They wait no longer. Ended already: nothing changes."""
    await session.execute(
        update(WaitRow).where(WaitRow.ticket_id.in_(sorted(ticket_ids)), WaitRow.ended_at.is_(None))
        .values(ended_at=now, outcome=outcome).execution_options(synchronize_session=False)
    )


async def judged(session: AsyncSession, *, since: datetime) -> dict[int, tuple[int, float]]:
    """By queue: how many foretold waits were served since then, and the median of |foretold - waited| / waited."""
    rows = (await session.execute(
        select(WaitRow.queue_id, WaitRow.began_at, WaitRow.ended_at, WaitRow.middle_s)
        .where(WaitRow.outcome == "served", WaitRow.middle_s.is_not(None), WaitRow.ended_at >= since)
    )).all()
    errors: dict[int, list[float]] = {}
    for row in rows:
        waited = (row.ended_at - row.began_at).total_seconds()
        if waited > 0:
            errors.setdefault(row.queue_id, []).append(abs(row.middle_s - waited) / waited)
    return {queue: (len(these), sorted(these)[len(these) // 2]) for queue, these in errors.items()}


async def over(session: AsyncSession, *, ticket_ids: Iterable[int], now: datetime) -> None:
    """The conversations in these tickets are over: so long they lasted."""
    await session.execute(
        update(OfferRow)
        .where(OfferRow.ticket_id.in_(sorted(ticket_ids)), OfferRow.outcome == "accepted", OfferRow.over_at.is_(None))
        .values(over_at=now).execution_options(synchronize_session=False)
    )
