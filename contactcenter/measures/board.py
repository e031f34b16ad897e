"""The supervisor's board: how it stands at a moment. The same numbers as the reports', by the same functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.events import tail
from contactcenter.measures.answering import Service, began, by_minute, ended, service
from contactcenter.measures.behind import FAILED, SET_ASIDE, TALKS, WAITS, broken, near
from contactcenter.queue.load import loads
from contactcenter.queue.tables import QueueRow
from contactcenter.queue.waits import judged
from contactcenter.seats.tables import SeatRow
from contactcenter.shapes import Board, BoardMinute, BoardQueue, BoardService, Seat
from contactcenter.tickets.tables import TicketRow

HOUR = timedelta(hours=1)
MINUTES = 60
COUNT_STOPS = 1_000
"""Counts of lists stop here; the screen shows 999+."""


async def board(session: AsyncSession, *, target_s: float, quarantined: int, now: datetime) -> Board:
    """Everything the board shows, in one snapshot. `quarantined` is counted by the caller, who knows the intake."""
    position = await tail.head(session)
    begins = now.replace(second=0, microsecond=0) - HOUR + timedelta(minutes=1)
    waits = await ended(session, since=now - HOUR, until=now + timedelta(microseconds=1))
    arrived = await began(session, since=begins, until=now + timedelta(microseconds=1))
    errors = await judged(session, since=now - timedelta(days=1))
    waiting = {row.queue_id: row for row in await session.execute(
        select(TicketRow.queue_id, func.count().label("many"), func.min(TicketRow.waiting_key).label("since"))
        .where(*WAITS).group_by(TicketRow.queue_id)
    )}
    talking: dict[int, int] = {row.queue_id: row.held for row in await session.execute(
        select(TicketRow.queue_id, func.count().label("held"))
        .where(*TALKS).group_by(TicketRow.queue_id)
    )}
    queues = (await session.execute(select(QueueRow.id).order_by(QueueRow.id))).scalars().all()
    listed = await _listed(session, queues)
    return Board(
        now=now, position=position, target_s=target_s,
        whole=_shape(service(waits, target_s=target_s)),
        queues=[
            BoardQueue(
                queue_id=one, waiting=waiting[one].many if one in waiting else 0,
                waiting_since=waiting[one].since if one in waiting else None,
                in_lists=listed[one], talking=talking.get(one, 0),
                service=_shape(service([wait for wait in waits if wait.queue_id == one], target_s=target_s)),
                estimates=errors[one][0] if one in errors else 0,
                estimate_error=errors[one][1] if one in errors else None,
            )
            for one in queues
        ],
        seats=await _seats(session, now),
        minutes=[BoardMinute(at=one.at, arrived=one.arrived, answered=one.answered, abandoned=one.abandoned)
                 for one in by_minute(waits, arrived, begins=begins, minutes=MINUTES)],
        near=await _count(session, *near(now)),
        broken=await _count(session, *broken(now)),
        set_aside=await _count(session, *SET_ASIDE),
        failed=await _count(session, *FAILED),
        quarantined=quarantined,
    )


async def _listed(session: AsyncSession, queue_ids: Sequence[int]) -> dict[int, int]:
    """What waits in the lists of each queue: mail, forms, and conversations whose patrons are gone. One statement."""
    if not queue_ids:
        return {}
    capped = [
        select(TicketRow.id).where(TicketRow.queue_id == one, TicketRow.lane == "waiting", TicketRow.live.is_(False))
        .limit(COUNT_STOPS).subquery()
        for one in queue_ids
    ]
    counts = union_all(*(
        select(literal(one).label("queue_id"), func.count().label("many")).select_from(part)
        for one, part in zip(queue_ids, capped, strict=True)
    ))
    return {row.queue_id: row.many for row in await session.execute(counts)}


async def _count(session: AsyncSession, *rules: object) -> int:
    capped = select(TicketRow.id).where(*rules).limit(COUNT_STOPS).subquery()  # type: ignore[arg-type]
    return int((await session.execute(select(func.count()).select_from(capped))).scalar_one())


async def _seats(session: AsyncSession, now: datetime) -> list[Seat]:
    rows = (await session.execute(
        select(SeatRow).where(SeatRow.presence != "offline", SeatRow.alive_until > now).order_by(SeatRow.staff_id)
    )).scalars().all()
    held = await loads(session, [row.staff_id for row in rows])
    return [
        Seat(staff_id=row.staff_id, presence=row.presence, reason=row.reason, since=row.since, until=row.until,
             chats=held[row.staff_id].chats, calls=held[row.staff_id].calls)
        for row in rows
    ]


def _shape(one: Service) -> BoardService:
    return BoardService(answered=one.answered, abandoned=one.abandoned, service_level=one.service_level,
                        asa_s=one.asa_s, longest_s=one.longest_s)
