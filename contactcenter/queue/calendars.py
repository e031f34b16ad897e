"""Each queue's calendar, as the database and the settings have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Found, Prepared
from contactcenter.envelope import OpenState
from contactcenter.queue.calendar import Calendar, Span, Spans, Week
from contactcenter.queue.hours import house_calendar, opening, year_of
from contactcenter.queue.own import general_desk, meant_by
from contactcenter.queue.tables import QueueCalendarRow, QueueExceptionRow, QueueHoursRow, QueueRow
from contactcenter.settings import Settings
from contactcenter.shapes.hours import ClosedChat

_VERSIONS = select(QueueRow.id, QueueCalendarRow.version).outerjoin(
    QueueCalendarRow, QueueCalendarRow.queue_id == QueueRow.id
).order_by(QueueRow.id)
_EVERY = Prepared(_VERSIONS)
_BY_ID = Prepared(_VERSIONS.where(QueueRow.id == bindparam("queue_id", type_=QueueRow.id.type)))


@dataclass(frozen=True, slots=True)
class Kept:
    """A queue's hours at one version."""

    queue_id: int
    version: int
    follows_house: bool
    region: str
    chat: ClosedChat
    tells_when: bool
    calendar: Calendar

    def at(self, moment: datetime) -> OpenState:
        return opening(self.calendar, moment, takes_messages=self.chat == "message")


class Calendars:
    """Reads a queue's hours, and keeps what it worked out until their version changes.

    Every question looks at the version in the database: what a supervisor changes counts at once, in every process.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._house = house_calendar(settings)
        self._kept: dict[int, Kept] = {}

    async def of(self, session: AsyncSession, queue: str | int | None) -> Kept:
        """The hours of a queue by its id, or of a department's own by its slug; else those of the general desk."""
        if isinstance(queue, str):
            queue = (await meant_by(session, [queue])).get(queue) if queue else None
        found: Sequence[Found] = () if queue is None else await _BY_ID.rows(session, {"queue_id": queue})
        if not found:
            found = await _BY_ID.rows(session, {"queue_id": await general_desk(session)})
        return await self._at(session, found[0].id, found[0].version) if found else await self._at(session, 0, None)

    async def every(self, session: AsyncSession) -> dict[int, Kept]:
        """The hours of every queue, by its id; the general desk's come first."""
        rows = await _EVERY.rows(session, {})
        return {row.id: await self._at(session, row.id, row.version) for row in rows}

    async def _at(self, session: AsyncSession, queue_id: int, version: object) -> Kept:
        kept = self._kept.get(queue_id)
        if kept is None or kept.version != (version or 0):
            kept = self._kept[queue_id] = await self._read(session, queue_id)
        return kept

    async def _read(self, session: AsyncSession, queue_id: int) -> Kept:
        row = await session.get(QueueCalendarRow, queue_id)
        if row is None:
            return Kept(queue_id, 0, follows_house=True, region=self._settings.hours.holidays, chat="message",
                        tells_when=True, calendar=self._house)
        exceptions = by_date(await exceptions_of(session, queue_id))
        region = self._settings.hours.holidays if row.follows_house else row.region
        calendar = Calendar(
            week=self._house.week if row.follows_house else await week_of(session, queue_id),
            zone=self._house.zone if row.follows_house else ZoneInfo(row.zone),
            exceptions=exceptions, year_of=year_of(region),
        )
        return Kept(queue_id, row.version, row.follows_house, region,
                    "refuse" if row.chat == "refuse" else "message", row.tells_when, calendar)


async def week_of(session: AsyncSession, queue_id: int) -> Week:
    """The week that is a queue's own."""
    days: list[list[Span]] = [[] for _ in range(7)]
    query = select(QueueHoursRow).where(QueueHoursRow.queue_id == queue_id)
    for row in (await session.execute(query.order_by(QueueHoursRow.weekday, QueueHoursRow.opens))).scalars():
        days[row.weekday - 1].append(Span(row.opens, row.closes))
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (tuple(day) for day in days)
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


async def exceptions_of(session: AsyncSession, queue_id: int) -> list[QueueExceptionRow]:
    """A queue's exceptions, earliest first."""
    query = select(QueueExceptionRow).where(QueueExceptionRow.queue_id == queue_id)
    return list((await session.execute(query.order_by(QueueExceptionRow.first_day))).scalars())


def by_date(exceptions: Sequence[QueueExceptionRow]) -> dict[date, Spans]:
    """Exceptions day by day."""
    return {
        one.first_day + timedelta(days=day): tuple(Span(opens, closes) for opens, closes in one.spans)
        for one in exceptions for day in range((one.last_day - one.first_day).days + 1)
    }
