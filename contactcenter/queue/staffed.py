"""Which seats are ready, read from the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import MembershipRow, StaffRow
from contactcenter.db.base import EPOCH
from contactcenter.queue.decide import Seat
from contactcenter.queue.load import loads
from contactcenter.queue.tables import OfferRow, QueueRow
from contactcenter.seats.capacity import Capacity, Load
from contactcenter.seats.tables import DeviceRow, SeatRow, StaffSkillRow

AT_WORK = ("available", "busy", "wrap_up")


async def ready(session: AsyncSession, *, now: datetime, staff_ids: Iterable[int] | None = None) -> list[Seat]:
    """The seats that may be offered something now, at which nothing rings: of these members of staff, or all."""
    query = select(SeatRow.staff_id, SeatRow.idle_since).join(StaffRow, StaffRow.id == SeatRow.staff_id).where(
        SeatRow.presence == "available", SeatRow.alive_until > now, StaffRow.disabled_at.is_(None),
        ~exists().where(OfferRow.staff_id == SeatRow.staff_id, OfferRow.outcome.is_(None)),
    )
    if staff_ids is not None:
        query = query.where(SeatRow.staff_id.in_(sorted(set(staff_ids))))
    idle = {row.staff_id: row.idle_since for row in await session.execute(query)}
    if not idle:
        return []
    queues, skills = await _abilities(session, idle)
    held = await loads(session, idle)
    ringable = set((await session.execute(
        select(DeviceRow.staff_id).where(DeviceRow.staff_id.in_(sorted(idle)))
    )).scalars())
    return [
        Seat(one, frozenset(queues.get(one, ())), since, skills.get(one, {}), held[one], one in ringable)
        for one, since in sorted(idle.items())
    ]


async def seat_of(session: AsyncSession, staff_id: int) -> Seat:
    """What somebody may serve and holds, whatever they are ready for."""
    queues, skills = await _abilities(session, [staff_id])
    held = (await loads(session, [staff_id]))[staff_id]
    return Seat(staff_id, frozenset(queues.get(staff_id, ())), EPOCH, skills.get(staff_id, {}), held)


async def _abilities(
    session: AsyncSession, staff_ids: Iterable[int]
) -> tuple[dict[int, set[int]], dict[int, dict[str, int]]]:
    """The queues of their departments, and their skills with levels."""
    wanted = sorted(staff_ids)
    queues: dict[int, set[int]] = {}
    for staff_id, queue_id in await session.execute(
        select(MembershipRow.staff_id, QueueRow.id)
        .join(QueueRow, QueueRow.department_id == MembershipRow.department_id)
        .where(MembershipRow.staff_id.in_(wanted))
    ):
        queues.setdefault(staff_id, set()).add(queue_id)
    skills: dict[int, dict[str, int]] = {}
    for row in (await session.execute(select(StaffSkillRow).where(StaffSkillRow.staff_id.in_(wanted)))).scalars():
        skills.setdefault(row.staff_id, {})[row.skill] = row.level
    return queues, skills


async def places_of(
    session: AsyncSession, *, queue_id: int, capacity: Capacity, now: datetime, calls: bool = False
) -> tuple[int, int]:
    """How many chats the librarians of a queue who are at work can hold together, and how many can begin now.

    These are at seats that are available and have room beside what rings there for somebody else. With `calls`, how
    many calls: of those alone who take any; who is in a chat has no place for one.
    """
    query = (
        select(SeatRow.staff_id, SeatRow.presence)
        .join(MembershipRow, MembershipRow.staff_id == SeatRow.staff_id)
        .join(QueueRow, QueueRow.department_id == MembershipRow.department_id)
        .where(QueueRow.id == queue_id, SeatRow.presence.in_(AT_WORK), SeatRow.alive_until > now)
    )
    if calls:
        query = query.join(DeviceRow, DeviceRow.staff_id == SeatRow.staff_id)
    members = {row.staff_id: row.presence for row in await session.execute(query)}
    held = await loads(session, members)
    # What rings there takes a place when it is answered; what this line offers stands in the line itself.
    for row in await session.execute(
        select(OfferRow.staff_id, OfferRow.channel)
        .where(OfferRow.outcome.is_(None), OfferRow.staff_id.in_(sorted(members)))
        .where((OfferRow.queue_id != queue_id) | (OfferRow.kind != "line"))
    ):
        load = held[row.staff_id]
        held[row.staff_id] = Load({**load.live, row.channel: load.live.get(row.channel, 0) + 1}, load.mails)
    ready = [load for staff_id, load in held.items() if members[staff_id] == "available"]
    if calls:
        free = sum(max(0, capacity.calls - load.calls) for load in ready if not load.chats)
        return len(members) * capacity.calls, free
    return len(members) * capacity.chats, sum(max(0, capacity.chats - load.chats) for load in ready if not load.calls)
