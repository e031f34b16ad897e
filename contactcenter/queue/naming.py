"""Names of departments and queues: who gives them, and the short names that are made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import DepartmentRow
from contactcenter.events.catalogue.library import QueueChanged
from contactcenter.events.record import EVERYBODY, Actor, record
from contactcenter.events.streams import next_version
from contactcenter.queue.tables import QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, Forbidden

LONGEST = 31
Named = DepartmentRow | QueueRow


def require_admin(scope: Scope) -> None:
    """Raises `Forbidden`."""
    if scope.role != "admin":
        raise Forbidden("Only administrators change departments, their queues and their members.")


async def every_department(session: AsyncSession) -> list[DepartmentRow]:
    """All of them, locked: of two who add or rename at once, the second sees what the first did."""
    return list((await session.execute(
        select(DepartmentRow).order_by(DepartmentRow.id).with_for_update().execution_options(populate_existing=True)
    )).scalars())


def namesake(rows: Iterable[Named], ask: NamesAsk) -> Named | None:
    """The one that bears both names already. Raises `Conflict("name_taken")` where one bears one of them."""
    asked = (_folded(ask.name), _folded(ask.name_zh))
    for row in rows:
        bears = (_folded(row.name), _folded(row.name_zh))
        if bears == asked:
            return row
        if not set(bears).isdisjoint(asked):
            raise Conflict("name_taken", f"“{row.name}” ({row.name_zh}) has that name. Choose another.")
    return None


async def free_slug(session: AsyncSession, name: str) -> str:
    """A short name that no department and no queue has: small letters, digits and hyphens, as in the settings."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    wanted = "-".join(re.findall(r"[a-z0-9]+", plain)).lstrip("0123456789-")[:LONGEST].strip("-") or "queue"
    taken = set((await session.execute(select(DepartmentRow.slug).union(select(QueueRow.slug)))).scalars())
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted[:LONGEST - 5].rstrip('-')}-{number}"
    return slug


async def tell(session: AsyncSession, *, queue_id: int, what: str, actor: Actor, now: datetime) -> None:
    """Record that a queue was added or named; every screen loads the names anew."""
    stream = f"queue:{queue_id}"
    record(session, QueueChanged(queue_id=queue_id, what=what), stream=stream,
           version=await next_version(session, stream), actor=actor, at=now, seen_by=EVERYBODY)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
