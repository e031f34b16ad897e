"""Saying that a queue's hours are others on some days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.record import Actor
from contactcenter.queue.calendars import exceptions_of
from contactcenter.queue.hours_rules import (
    LONGEST_DAYS,
    MOST_EXCEPTIONS,
    changed,
    checked,
    lock_hours,
    require_version,
)
from contactcenter.queue.tables import QueueExceptionRow
from contactcenter.shapes.hours import ExceptionAsk
from contactcenter.tickets.errors import Conflict, Invalid


async def add_exception(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, queue_id: int, ask: ExceptionAsk
) -> None:
    """Add days that are closed, or open at other times; the same days with the same hours: nothing changes.

    Raises `NotFound`, `Forbidden`, `Invalid`, `Conflict("hours_changed")`, and `Conflict("exception_there")` for days
    that are excepted already.
    """
    row = await lock_hours(session, scope=scope, queue_id=queue_id, now=now)
    if not 0 <= (ask.last_day - ask.first_day).days < LONGEST_DAYS:
        raise Invalid("last_day", "The last day must not be before the first, and at most a year after it.",
                      code="days")
    spans = [[span.opens, span.closes] for span in checked("spans", [(one.opens, one.closes) for one in ask.spans])]
    wanted = {
        "first_day": ask.first_day, "last_day": ask.last_day, "spans": spans, "name": ask.name, "name_zh": ask.name_zh,
    }
    there = await exceptions_of(session, queue_id)
    if any(all(getattr(one, name) == value for name, value in wanted.items()) for one in there):
        return
    require_version(row, ask.version)
    if any(one.first_day <= ask.last_day and ask.first_day <= one.last_day for one in there):
        raise Conflict("exception_there", "There is an exception for some of these days already: remove that first.",
                       row.version)
    if len(there) >= MOST_EXCEPTIONS:
        raise Invalid("first_day", f"A queue has at most {MOST_EXCEPTIONS} exceptions: remove past ones.",
                      code="too_many")
    session.add(QueueExceptionRow(queue_id=queue_id, **wanted))
    await changed(session, row, what="exceptions", actor=actor, now=now)
