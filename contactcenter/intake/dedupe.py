"""The same inquiry by two doors, or twice by one, is one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.intake.tables import InboundRow, KnownKeyRow
from contactcenter.intake.work import Work

KEY_CHARS = 200
_TABLE = table_of(KnownKeyRow)
_REMEMBER = Prepared(
    sqlite.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.key, _TABLE.c.inbound_id), "key", "inbound_id",
    postgresql=postgresql.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.key, _TABLE.c.inbound_id),
)


async def dedupe(session: AsyncSession, works: Sequence[Work]) -> None:
    """Mark what came before, in the database or in this set, where the first of its kind stands for all."""
    keys = [(key[:KEY_CHARS], work) for work in works for key in work.inbound.identity_keys]
    if not keys:
        return
    # In the order of the keys: two sets that bring the same mails then never wait for each other.
    keys.sort(key=itemgetter(0))
    fresh = {
        str(key): int(str(number)) for key, number in await _REMEMBER.many(session, [
            {"key": key, "inbound_id": work.inbound_id} for key, work in keys
        ])
    }
    missing = sorted({key for key, work in keys if fresh.get(key) != work.inbound_id})
    if not missing:
        return
    holders = {
        row.key: row for row in await session.execute(
            select(KnownKeyRow.key, KnownKeyRow.inbound_id, InboundRow.ticket_id, InboundRow.message_id)
            .outerjoin(InboundRow, InboundRow.id == KnownKeyRow.inbound_id).where(KnownKeyRow.key.in_(missing))
        )
    }
    of_set = {work.inbound_id: work for work in works}
    for key, work in keys:
        holder = holders.get(key)
        if holder is None or holder.inbound_id == work.inbound_id or work.duplicate:
            continue
        # Whoever sent it twice hears where the first one went (a chat's first receipt was lost, say).
        work.duplicate = True
        work.came_as = of_set.get(holder.inbound_id)
        work.known_ticket_id, work.message_id = holder.ticket_id, holder.message_id
