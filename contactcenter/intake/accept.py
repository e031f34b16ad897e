"""Keeping what arrives: the raw bytes commit as a set before anyone looks at them (law 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.blobs import INLINE_BYTES, Blobs
from contactcenter.db.ids import reserve
from contactcenter.db.prepared import Prepared
from contactcenter.envelope import Raw
from contactcenter.intake.tables import InboundRow

_TABLE = table_of(InboundRow)
_COLUMNS = ("channel", "received_at", "data", "digest", "size", "meta", "blobs", "state", "attempts")
_INSERT = Prepared(insert(_TABLE).returning(_TABLE.c.id), *_COLUMNS)
_INSERT_UNDERSTOOD = Prepared(insert(_TABLE).returning(_TABLE.c.id), *_COLUMNS, "ticket_id", "message_id")
_INSERT_SET = Prepared(insert(_TABLE), "id", *_COLUMNS)


async def accept(
    session: AsyncSession, *, raws: Sequence[Raw], blobs: Blobs, now: datetime, understood: bool = False
) -> list[int]:
    """Write the arrivals, in order. Returns their ids.

    `understood`: this very transaction will understand them, or be undone; no worker needs to find them.
    """
    state = "done" if understood else "received"
    values = [await _values(session, raw, blobs=blobs, now=now, state=state) for raw in raws]
    if len(values) == 1:
        return [int(str(await _INSERT.scalar(session, values[0])))]
    numbers = await reserve(session, InboundRow, len(values))
    await _INSERT_SET.each(session, [{"id": number, **one} for number, one in zip(numbers, values, strict=True)])
    return list(numbers)


async def accept_understood(
    session: AsyncSession, raw: Raw, *, blobs: Blobs, now: datetime, state: str, ticket_id: int | None,
    message_id: int | None,
) -> int:
    """Write an arrival that this very transaction has understood already: one statement, not two. Returns its id."""
    values = await _values(session, raw, blobs=blobs, now=now, state=state)
    return int(str(await _INSERT_UNDERSTOOD.scalar(
        session, {**values, "ticket_id": ticket_id, "message_id": message_id}
    )))


async def _values(
    session: AsyncSession, raw: Raw, *, blobs: Blobs, now: datetime, state: str
) -> dict[str, object]:
    data, digest = raw.data, None
    if len(raw.data) > INLINE_BYTES:
        ref = await blobs.keep(session, raw.data, now=now)
        data, digest = b"", ref.digest
    if raw.blobs:
        await blobs.refer(session, [ref.digest for ref in raw.blobs])
    return {
        "channel": raw.channel, "received_at": now, "data": None if digest else data, "digest": digest,
        "size": len(raw.data), "meta": raw.meta, "blobs": [ref.digest for ref in raw.blobs],
        "state": state, "attempts": 0,
    }
