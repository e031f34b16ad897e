"""Each wait in the line: what was foretold, and how it ended. The estimates learn from it and are judged by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import Utc
from contactcenter.db.insert import insert_into
from contactcenter.db.prepared import Prepared
from contactcenter.queue.estimate import Wait, expected_wait, patience_of, recent_mean
from contactcenter.queue.line import STEP
from contactcenter.queue.load import IS_LIVE
from contactcenter.queue.staffed import places_of
from contactcenter.queue.tables import OfferRow, WaitOutcome, WaitRow
from contactcenter.queue.usual import Service, Usually
from contactcenter.seats.capacity import CALLS, Capacity
from contactcenter.tickets.tables import TicketRow

LATELY = 150
"""So many of the newest conversations and waits of a queue tell how it goes there."""
SOON = timedelta(minutes=1)
"""Who has waited so long beside somebody free is not answered soon: a skill is wanting, or nobody hears the ring."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the line of their queue (1: next), and what wait to expect.

    `soon`: somebody is free for them, and no time is told. Neither: nobody is there, or too little is known.
    """

    place: int
    wait: Wait | None
    soon: bool = False


async def place_of(
    session: AsyncSession, *, ticket_id: int, capacity: Capacity, now: datetime, usually: Usually | None = None
) -> Place | None:
    """A ticket's place; None where nobody waits in it for a librarian."""
    found = (await session.execute(select(TicketRow.queue_id, TicketRow.channel).where(
        TicketRow.id == ticket_id, IS_LIVE, TicketRow.lane == "waiting",
    ))).one_or_none()
    if found is None:
        return None
    calls = found.channel in CALLS
    line = await _line(session, found.queue_id)
    turn = next((turn for turn, one in enumerate(line) if one.id == ticket_id), None)
    if turn is None:
        return None  # somebody took it between the two questions
    outlook = await _outlook(session, found.queue_id, capacity, now, calls=calls, usually=usually)
    return outlook.place(turn, waited=now - line[turn].waiting_key)


async def _line(session: AsyncSession, queue_id: int) -> Sequence[Row[int, str, datetime, int]]:
    """Who waits live in a queue, by turns, whatever their channel: whose turn is first is offered first (`decide`)."""
    found = (await session.execute(
        select(TicketRow.id, TicketRow.channel, TicketRow.waiting_key, TicketRow.priority)
        .where(IS_LIVE, TicketRow.lane == "waiting", TicketRow.queue_id == queue_id)
    )).all()
    return sorted(found, key=lambda one: (one.waiting_key - STEP * one.priority, one.id))


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it goes in a queue just now: conversations that can go on at once, or begin now; how long they last."""

    places: int
    free: int
    service: Service | None
    patience_s: float | None

    def place(self, ahead: int, *, waited: timedelta) -> Place:
        if ahead < self.free and waited < SOON:
            return Place(ahead + 1, None, soon=True)
        if not self.places or self.service is None:
            return Place(ahead + 1, None)
        # Who is before them takes what is free; after that each has to wait until a conversation ends.
        return Place(ahead + 1, expected_wait(
            ahead=max(0, ahead - self.free), places=self.places, service_s=max(1.0, self.service.mean_s),
            patience_s=self.patience_s, seen=self.service.seen,
        ))


async def _outlook(
    session: AsyncSession, queue_id: int, capacity: Capacity, now: datetime, *, calls: bool, usually: Usually | None
) -> Outlook:
    places, free = await places_of(session, queue_id=queue_id, capacity=capacity, now=now, calls=calls)
    service = await _service(session, queue_id, now, calls=calls, usually=usually) if places else None
    patience_s = await _patience_s(session, queue_id) if service is not None else None
    return Outlook(places, free, service, patience_s)


async def _service(
    session: AsyncSession, queue_id: int, now: datetime, *, calls: bool, usually: Usually | None
) -> Service | None:
    """Of the newest conversations that came from the line; where they are too few, of the last weeks."""
    lasted = (await session.execute(
        select(OfferRow.ended_at, OfferRow.over_at).where(OfferRow.queue_id == queue_id, OfferRow.over_at.is_not(None))
        .where(OfferRow.channel.in_(CALLS) if calls else OfferRow.channel.not_in(CALLS))
        .order_by(OfferRow.over_at.desc()).limit(LATELY)
    )).all()
    mean_s = recent_mean([
        (over - ended).total_seconds() for ended, over in lasted if over is not None and ended is not None
    ])
    if mean_s is not None:
        return Service(mean_s, len(lasted))
    return None if usually is None else await usually.service(session, queue_id=queue_id, calls=calls, now=now)


async def _patience_s(session: AsyncSession, queue_id: int) -> float | None:
    """After how long those who wait give up on average; None where hardly anybody did."""
    lately = (await session.execute(
        select(WaitRow.began_at, WaitRow.ended_at, WaitRow.outcome)
        .where(WaitRow.queue_id == queue_id, WaitRow.ended_at.is_not(None))
        .order_by(WaitRow.ended_at.desc()).limit(4 * LATELY)
    )).all()
    return patience_of([((one.ended_at - one.began_at).total_seconds(), one.outcome == "left") for one in lately])


async def begin(
    session: AsyncSession, *, ticket_ids: Collection[int], capacity: Capacity, now: datetime,
    usually: Usually | None = None,
) -> None:
    """These join the line: note what they are told. Who stands in it already, or does not wait, changes nothing."""
    if not ticket_ids:
        return
    joined = (await session.execute(
        select(TicketRow.queue_id, TicketRow.channel).where(TicketRow.id.in_(sorted(ticket_ids))).distinct()
    )).all()
    for queue_id, calls in sorted({(one.queue_id, one.channel in CALLS) for one in joined}):
        outlook = await _outlook(session, queue_id, capacity, now, calls=calls, usually=usually)
        rows = [
            {
                "ticket_id": one.id, "queue_id": queue_id, "channel": one.channel, "began_at": now,
                "place": place.place, "low_s": place.wait and place.wait.low,
                "middle_s": place.wait and place.wait.middle, "high_s": place.wait and place.wait.high,
            }
            for ahead, one in enumerate(await _line(session, queue_id))
            if one.id in ticket_ids and (one.channel in CALLS) == calls
            for place in (outlook.place(ahead, waited=now - one.waiting_key),)
        ]
        if rows:
            await session.execute(insert_into(session, WaitRow).on_conflict_do_nothing(), rows)


async def end(session: AsyncSession, *, ticket_ids: Iterable[int], outcome: WaitOutcome, now: datetime) -> None:
    """They wait no longer. Ended already: nothing changes."""
    await session.execute(
        update(WaitRow).where(WaitRow.ticket_id.in_(sorted(ticket_ids)), WaitRow.ended_at.is_(None))
        .values(ended_at=now, outcome=outcome).execution_options(synchronize_session=False)
    )


_JUDGED = Prepared(
    select(WaitRow.queue_id, WaitRow.began_at, WaitRow.ended_at, WaitRow.middle_s)
    .where(WaitRow.outcome == "served", WaitRow.middle_s.is_not(None))
    .where(WaitRow.ended_at >= bindparam("since", type_=Utc()))
)


async def judged(session: AsyncSession, *, since: datetime) -> dict[int, tuple[int, float]]:
    """By queue: how many foretold waits were served since then, and the median of |foretold - waited| / waited."""
    rows = await _JUDGED.rows(session, {"since": since})
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
        .where(OfferRow.ticket_id.in_(sorted(ticket_ids)), OfferRow.outcome == "accepted", OfferRow.over_at.is_(None),
               OfferRow.kind != "consult")
        .values(over_at=now).execution_options(synchronize_session=False)
    )
