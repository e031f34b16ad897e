"""Who changes a queue's hours, over which version, and what every such change has in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.library import QueueChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.queue.calendar import DAY_MINUTES, Span
from contactcenter.queue.supervised import require_supervisor
from contactcenter.queue.tables import QueueCalendarRow, QueueRow
from contactcenter.tickets.errors import Conflict, Invalid, NotFound

MOST_EXCEPTIONS = 200
"""Of one queue; more would be no exceptions."""
LONGEST_DAYS = 366


async def lock_hours(session: AsyncSession, *, scope: Scope, queue_id: int, now: datetime) -> QueueCalendarRow:
    """The queue's row, made if there is none, locked. Raises `NotFound` and `Forbidden`."""
    require_supervisor(scope, sees=queue_id in scope.queue_ids, only="change opening hours")
    if await session.get(QueueRow, queue_id) is None:
        raise NotFound
    await session.execute(
        insert_into(session, QueueCalendarRow)
        .values(queue_id=queue_id, version=0, follows_house=True, zone="", region="", chat="message",
                tells_when=True, changed_at=now)
        .on_conflict_do_nothing()
    )
    row = await session.get(QueueCalendarRow, queue_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def require_version(row: QueueCalendarRow, version: int) -> None:
    """Raises `Conflict("hours_changed")` where somebody changed the hours since they were loaded."""
    if version != row.version:
        raise Conflict("hours_changed", "A colleague changed these hours meanwhile. Look at theirs, then change again.",
                       row.version)


def checked(field: str, spans: Sequence[tuple[int, int]]) -> list[Span]:
    """A day's spans in order. Raises `Invalid` where one is none, or two overlap."""
    found: list[Span] = []
    for opens, closes in sorted(spans):
        if not (0 <= opens < DAY_MINUTES and opens < closes <= opens + DAY_MINUTES):
            raise Invalid(field, "It must open before midnight and close after it opened, at most a day later.",
                          code="opening")
        if found and opens < found[-1].closes:
            raise Invalid(field, "Two times of one day overlap: make one of them.", code="overlap")
        found.append(Span(opens, closes))
    return found


async def changed(session: AsyncSession, row: QueueCalendarRow, *, what: str, actor: Actor, now: datetime) -> None:
    """Count the change and record it."""
    row.version += 1
    row.changed_at = now
    stream = f"queue:{row.queue_id}"
    record(
        session, QueueChanged(queue_id=row.queue_id, what=what), stream=stream,
        version=await next_version(session, stream), actor=actor, at=now, seen_by=EVERYBODY,
    )
    # The next lock of this row reads it anew: what is not written yet would be lost.
    await session.flush()
