"""The supervisor's board: how it stands at a moment. The same numbers as the reports', by the same functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ScalarSelect, bindparam, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import Utc
from contactcenter.db.prepared import Found, Prepared
from contactcenter.events import tail
from contactcenter.measures.answering import Cell, Service, by_minute, service, waits
from contactcenter.measures.behind import BROKEN, FAILED, NEAR, SET_ASIDE, TALKS, WAITS
from contactcenter.measures.lately import Kept
from contactcenter.measures.lately import kept as kept_lately
from contactcenter.measures.promised import promised
from contactcenter.measures.span import Span, micros
from contactcenter.measures.sums import Sums
from contactcenter.queue.load import BESIDE, called_since, on_the_telephone
from contactcenter.queue.tables import OfferRow, QueueRow
from contactcenter.queue.waits import judged
from contactcenter.seats.capacity import Capacity, Load, has_room
from contactcenter.seats.tables import SeatRow
from contactcenter.shapes.board import Board, BoardMinute, BoardQueue, BoardRing, BoardSeat, BoardService
from contactcenter.tickets.tables import GuestRow, TicketRow

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
COUNT_STOPS = 1_000
"""Counts of lists stop here; the screen shows 999+."""


ENOUGH = 5
"""Waits of a day from which on their median error says something."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """How it went with what patrons were told in a day, by queue.

    `errors`: how many waits were foretold and served, and their median error; `kept`: what acknowledgements told.
    """

    errors: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    kept: Mapping[int, Kept] = field(default_factory=dict)


async def foretold(session: AsyncSession, *, now: datetime) -> Foretold:
    """Gone through less often than the board is drawn: it hardly moves."""
    return Foretold(await judged(session, since=now - DAY), await kept_lately(session, since=now - DAY))


def _counted(*rules: object) -> ScalarSelect[int]:
    capped = select(TicketRow.id).where(*rules).limit(COUNT_STOPS).subquery()  # type: ignore[arg-type]  # conditions
    return select(func.count()).select_from(capped).scalar_subquery()


# Drawn twice a second: to put these together would take several times as long as to run them.
_QUEUES = Prepared(select(QueueRow.id).order_by(QueueRow.id))
_WAITING = Prepared(
    select(TicketRow.queue_id, func.count().label("many"), func.min(TicketRow.waiting_key).label("since"))
    .where(*WAITS).group_by(TicketRow.queue_id)
)
_TALKING = Prepared(
    select(TicketRow.queue_id, TicketRow.assignee_id, TicketRow.channel, func.count().label("held"))
    .where(*TALKS).group_by(TicketRow.queue_id, TicketRow.assignee_id, TicketRow.channel)
)
_BESIDE = Prepared(
    select(GuestRow.staff_id.label("assignee_id"), TicketRow.channel, func.count().label("held"))
    .where(*BESIDE).group_by(GuestRow.staff_id, TicketRow.channel)
)
_ON_THE_TELEPHONE = Prepared(on_the_telephone())
_CALLED = Prepared(called_since())
_SEATS = Prepared(
    select(SeatRow.staff_id, SeatRow.presence, SeatRow.reason, SeatRow.since, SeatRow.until)
    .where(SeatRow.presence != "offline", SeatRow.alive_until > bindparam("now", type_=Utc()))
    .order_by(SeatRow.staff_id)
)
_RINGING = Prepared(
    select(OfferRow.staff_id, OfferRow.ticket_id, OfferRow.channel, OfferRow.offered_at, TicketRow.patron_name)
    .join(TicketRow, TicketRow.id == OfferRow.ticket_id).where(OfferRow.outcome.is_(None))
)
_COUNTS = Prepared(select(
    _counted(*NEAR).label("near"), _counted(*BROKEN).label("broken"), _counted(*SET_ASIDE).label("set_aside"),
    _counted(*FAILED).label("failed"),
))


@lru_cache(maxsize=4)
def _in_lists(queue_ids: tuple[int, ...]) -> Prepared:
    """What waits in the lists of each queue: mail, forms, and conversations whose patrons are gone."""
    return Prepared(union_all(*(
        select(literal(one).label("queue_id"), _counted(
            TicketRow.queue_id == one, TicketRow.lane == "waiting", TicketRow.live.is_(False),
        ).label("many"))
        for one in queue_ids
    )))


async def board(
    session: AsyncSession, *, target_s: float, capacity: Capacity, quarantined: int, now: datetime,
    told: Foretold | None = None,
) -> Board:
    """Everything the board shows, in one snapshot.

    `capacity`: what fits a seat; `quarantined` is counted by the caller, who knows the intake; `told` may be a little
    older.
    """
    position = await tail.head(session)
    begins = now.replace(second=0, microsecond=0) - HOUR + timedelta(minutes=1)
    hour = Span(micros(now - HOUR), micros(now) + 1)
    cells = await waits(session, span=hour, target_s=target_s)
    kept, late = await promised(session, span=hour)
    minutes = await by_minute(session, span=Span(micros(begins), micros(begins + HOUR)))
    if told is None:
        told = await foretold(session, now=now)
    waiting = {row.queue_id: row for row in await _WAITING.rows(session, {})}
    talks = await _TALKING.rows(session, {})
    talking: Counter[int] = Counter()
    for talk in talks:
        talking[talk.queue_id] += talk.held
    queues = tuple(row.id for row in await _QUEUES.rows(session, {}))
    listed = {row.queue_id: row.many for row in await _in_lists(queues).rows(session, {})} if queues else {}
    counts = (await _COUNTS.rows(session, {"now": now}))[0]
    return Board(
        now=now, position=position, target_s=target_s,
        whole=_shape(_of(cells, None)),
        queues=[
            BoardQueue(
                queue_id=one, waiting=waiting[one].many if one in waiting else 0,
                waiting_since=waiting[one].since if one in waiting else None,
                in_lists=listed[one], talking=talking[one],
                service=_shape(_of(cells, one)),
                estimates=told.errors[one][0] if one in told.errors else 0,
                estimate_error=told.errors[one][1] if one in told.errors and told.errors[one][0] >= ENOUGH else None,
                told=told.kept[one].many if one in told.kept else 0,
                told_error=told.kept[one].error if one in told.kept else None,
                told_within=told.kept[one].within if one in told.kept else None,
            )
            for one in queues
        ],
        seats=_seats(
            await _SEATS.rows(session, {"now": now}), talks=[
                *talks, *await _BESIDE.rows(session, {}), *await _ON_THE_TELEPHONE.rows(session, {}),
            ],
            ringing=await _RINGING.rows(session, {}), called=await _CALLED.rows(session, {}), capacity=capacity,
        ),
        minutes=[BoardMinute(at=one.at, arrived=one.arrived, answered=one.answered, abandoned=one.abandoned)
                 for one in minutes],
        near=counts.near, broken=counts.broken, promises_kept=kept, promises_broken=late,
        set_aside=counts.set_aside, failed=counts.failed, quarantined=quarantined,
    )


def _of(cells: dict[Cell, Sums], queue_id: int | None) -> Service:
    """The service of a queue, or of all."""
    sums = Sums()
    for cell, part in cells.items():
        if queue_id in (None, cell[0]):
            sums.add(part)
    return service(sums)


def _seats(
    rows: Sequence[Found], *, talks: Sequence[Found], ringing: Sequence[Found], called: Sequence[Found],
    capacity: Capacity,
) -> list[BoardSeat]:
    held: dict[int, Counter[str]] = {}
    for talk in talks:
        held.setdefault(talk.assignee_id, Counter())[talk.channel] += talk.held
    loads = {row.staff_id: Load(held.get(row.staff_id, {})) for row in rows}
    rings = {
        one.staff_id: BoardRing(ticket_id=one.ticket_id, patron_name=one.patron_name, channel=one.channel,
                                since=one.offered_at)
        for one in ringing
    }
    since = {one.staff_id: one.since for one in called}
    return [
        BoardSeat(staff_id=row.staff_id, presence=row.presence, reason=row.reason, since=row.since, until=row.until,
                  chats=loads[row.staff_id].chats, calls=loads[row.staff_id].calls,
                  has_room=has_room(loads[row.staff_id], capacity), rings=row.staff_id in rings,
                  ring=rings.get(row.staff_id), called_since=since.get(row.staff_id))
        for row in rows
    ]


def _shape(one: Service) -> BoardService:
    return BoardService(answered=one.answered, abandoned=one.abandoned, service_level=one.service_level,
                        asa_s=one.asa_s, longest_s=one.longest_s)
