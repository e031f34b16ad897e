"""What the next events are, and the facts that they may change, as they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute, aliased

from contactcenter.accounts.tables import StaffRow
from contactcenter.db.prepared import Prepared, Query, listed
from contactcenter.events.tables import EventRow
from contactcenter.measures.facts import SeatFact, TalkFact, TicketFact, WaitFact
from contactcenter.measures.keep.rows import COLUMNS
from contactcenter.measures.project import TELLING
from contactcenter.measures.tables import SeatFactRow, TalkFactRow, TicketFactRow, WaitFactRow
from contactcenter.measures.told import Known, Told
from contactcenter.tickets.tables import TicketRow

SET = 400
"""Events a transaction: some milliseconds of the one writer of SQLite."""
STRETCH = 20_000
"""Positions a round, where most of them tell nothing."""
Fact = TypeVar("Fact", TicketFact, WaitFact, TalkFact, SeatFact)


def _among(query: Query, column: QueryableAttribute[int]) -> Prepared:
    """A statement over the rows whose column is one of `ids`."""
    return Prepared(
        query.where(column.in_(listed("ids"))),  # type: ignore[union-attr]  # a SELECT it is
        postgresql=query.where(column.in_(bindparam("ids", expanding=True))),  # type: ignore[union-attr]
    )


_EVENTS = (
    select(EventRow.position, EventRow.type, EventRow.at, EventRow.actor_kind, EventRow.actor_id, EventRow.data)
    .where(EventRow.position > bindparam("begun", type_=BigInteger),
           EventRow.position <= bindparam("newest", type_=BigInteger))
    .order_by(EventRow.position).limit(bindparam("set", type_=BigInteger))
)
_TOLD = Prepared(
    _EVENTS.where(EventRow.type.in_(listed("types"))),
    postgresql=_EVENTS.where(EventRow.type.in_(bindparam("types", expanding=True))),
)


class _Facts(Generic[Fact]):
    """The facts of some tickets or librarians."""

    def __init__(self, kind: type[Fact], statement: Prepared) -> None:
        self._kind: Callable[[*tuple[object, ...]], Fact] = kind
        self._statement = statement

    async def of(self, session: AsyncSession, ids: Sequence[int]) -> list[Fact]:
        rows = await self._statement.rows(session, {"ids": list(ids)})
        return [self._kind(*row) for row in rows]


_TICKETS = _Facts(TicketFact, _among(select(*COLUMNS[TicketFactRow]), TicketFactRow.ticket_id))
_WAITS = _Facts(WaitFact, _among(
    select(*COLUMNS[WaitFactRow]).where(WaitFactRow.ended_us.is_(None)), WaitFactRow.ticket_id,
))
_WAITED = _Facts(WaitFact, _among(select(*COLUMNS[WaitFactRow]), WaitFactRow.position))
_TALKS = _Facts(TalkFact, _among(
    select(*COLUMNS[TalkFactRow]).where(TalkFactRow.ended_us.is_(None)), TalkFactRow.ticket_id,
))
_SEATS = _Facts(SeatFact, _among(
    select(*COLUMNS[SeatFactRow]).where(SeatFactRow.ended_us.is_(None)), SeatFactRow.staff_id,
))
_HOLDING = _among(
    select(TalkFactRow.staff_id, func.count().label("held"))
    .where(TalkFactRow.ended_us.is_(None)).group_by(TalkFactRow.staff_id),
    TalkFactRow.staff_id,
)
_ENDED = aliased(TalkFactRow)
_NEWEST = (
    select(_ENDED.position).where(_ENDED.staff_id == StaffRow.id, _ENDED.ended_us.is_not(None))
    .order_by(_ENDED.ended_us.desc(), _ENDED.position.desc()).limit(1).scalar_subquery()
)
"""One look into the index a librarian, however many conversations they had."""
_OF_THEM = select(_NEWEST).where(StaffRow.id.in_(listed("ids")))
_OF_THEM_THERE = select(_NEWEST).where(StaffRow.id.in_(bindparam("ids", expanding=True)))
_LANGUAGES = _among(select(TicketRow.id, TicketRow.locale), TicketRow.id)
_LAST = _Facts(TalkFact, Prepared(
    select(*COLUMNS[TalkFactRow]).where(TalkFactRow.position.in_(_OF_THEM)),
    postgresql=select(*COLUMNS[TalkFactRow]).where(TalkFactRow.position.in_(_OF_THEM_THERE)),
))


async def told(session: AsyncSession, begun: int, head: int) -> tuple[list[Told], int]:
    """The next events that tell something, and the position up to which none of them is missing."""
    newest = min(head, begun + STRETCH)
    rows = await _TOLD.rows(session, {"begun": begun, "newest": newest, "set": SET, "types": sorted(TELLING)})
    found = [Told(*row) for row in rows]  # type: ignore[arg-type]  # the columns of the statement
    return found, found[-1].position if len(found) == SET else newest


async def known(session: AsyncSession, told: Sequence[Told]) -> Known:
    """What these events may change, as it stands."""
    found = Known()
    numbers = sorted({one for event in told if (one := event.number("ticket_id")) is not None})
    if numbers:
        found.tickets = {one.ticket_id: one for one in await _TICKETS.of(session, numbers)}
        found.waits = {one.ticket_id: one for one in await _WAITS.of(session, numbers)}
        found.talks = {one.ticket_id: one for one in await _TALKS.of(session, numbers)}
    over = {event.number("ticket_id") for event in told if event.type == "call.ended"}
    waited = [one.waited for one in found.tickets.values() if one.ticket_id in over and one.waited is not None]
    if waited:
        found.ended = {one.ticket_id: one for one in await _WAITED.of(session, waited)}
    opened = [event.number("ticket_id") for event in told if event.type in ("ticket.opened", "ticket.language_chosen")]
    if opened:
        # It stays where it stands, whatever is erased.
        found.languages = {row.id: row.locale for row in await _LANGUAGES.rows(session, {"ids": opened})}
    people = {one for event in told for name in ("staff_id", "to_staff_id") if (one := event.number(name)) is not None}
    people |= {ticket.assignee_id for ticket in found.tickets.values() if ticket.assignee_id is not None}
    people |= {ticket.caller_id for ticket in found.tickets.values() if ticket.caller_id is not None}
    people |= {event.actor_id for event in told if event.type == "call.begun" and event.actor_id is not None}
    people |= {talk.staff_id for talk in found.talks.values()}
    if people:
        await _know_seats(session, found, sorted(people))
    return found


async def _know_seats(session: AsyncSession, known: Known, people: Sequence[int]) -> None:
    known.seats = {one.staff_id: one for one in await _SEATS.of(session, people)}
    known.holding = {row.staff_id: row.held for row in await _HOLDING.rows(session, {"ids": list(people)})}
    known.last = {one.staff_id: one for one in await _LAST.of(session, people)}
