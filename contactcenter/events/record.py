"""Recording: a verb says what happened; the log gets it last, just before the commit.

On PostgreSQL the positions are given out under one advisory lock that is held until the commit, so
position order is commit order and a reader of `> cursor` never skips an event that commits late.
On SQLite the one writer gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import on_postgresql
from contactcenter.db.prepared import Prepared
from contactcenter.db.wake import CHANNEL
from contactcenter.events.catalogue.event import Event
from contactcenter.events.news import News
from contactcenter.events.tables import EventRow
from contactcenter.events.tail import Logged

_TABLE = EventRow.__table__
_INSERT = insert(_TABLE)  # type: ignore[arg-type]  # the table, so that the ORM stays out of it
_INSERT_HERE = Prepared(
    _INSERT.returning(_TABLE.c.position), *(column.name for column in _TABLE.c if column.name != "position")
)
NOT_YET = 0
"""The position of an event that is not written."""
LOG_LOCK = 0x6C6F67
"""The advisory lock's key: 'log' in ASCII."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: staff, patron or system, with their id."""

    kind: str
    id: int | None = None


SYSTEM = Actor("system")


def staff_sees(*staff_ids: int) -> frozenset[str]:
    """An audience of single members of staff."""
    return frozenset(f"s:{staff_id}" for staff_id in staff_ids)


EVERYBODY = frozenset({"all"})
SUPERVISORS = frozenset({"supervisors"})


def record(
    session: AsyncSession,
    event: Event,
    *,
    stream: str,
    version: int,
    actor: Actor,
    at: datetime,
    seen_by: frozenset[str],
    seen_before: frozenset[str] | None = None,
) -> None:
    """Put an event into the session; it is written when the transaction ends.

    `version` is the stream's next one, taken under the stream's lock. `seen_by`: who sees the
    subject from now on; `seen_before`: who saw it until now, where that differs.
    """
    pending = session.info.get("events")
    if pending is None:
        pending = session.info["events"] = []
        session.info.setdefault("at_end", []).append(_write)
    pending.append(Logged(
        NOT_YET, stream, version, event.type, at, actor.kind, actor.id,
        event.model_dump(mode="json", exclude_none=True), seen_by if seen_before is None else seen_before, seen_by,
    ))


def pending(session: AsyncSession, stream: str) -> list[tuple[datetime, str, Actor]]:
    """What this transaction has recorded of a stream so far and the log does not hold yet: time, type and actor."""
    return [
        (one.at, one.type, Actor(one.actor_kind, one.actor_id))
        for one in session.info.get("events", ()) if one.stream == stream
    ]


async def _write(session: AsyncSession) -> None:
    pending: list[Logged] = session.info["events"]
    if on_postgresql(session):
        await session.execute(text(f"SELECT pg_advisory_xact_lock({LOG_LOCK})"))
        await session.execute(_INSERT, [_values(event) for event in pending])
        await session.execute(text(f"NOTIFY {CHANNEL}"))
    else:
        logged = []
        for event in pending:
            position = int(str(await _INSERT_HERE.scalar(session, _values(event))))
            logged.append(Logged(
                position, event.stream, event.version, event.type, event.at, event.actor_kind, event.actor_id,
                event.data, event.seen_before, event.seen_after,
            ))
        session.info["news"] = News(logged, session.info.get("left"))


def _values(event: Logged) -> dict[str, object]:
    return {
        "stream": event.stream, "version": event.version, "type": event.type, "at": event.at,
        "actor_kind": event.actor_kind, "actor_id": event.actor_id, "data": event.data,
        "seen_before": sorted(event.seen_before), "seen_after": sorted(event.seen_after),
    }
