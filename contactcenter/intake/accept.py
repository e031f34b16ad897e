"""Keeping what arrives: the raw bytes commit as a set before anyone looks at them (law 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.blobs import INLINE_BYTES, Blobs
from contactcenter.db.prepared import Prepared
from contactcenter.envelope import Raw
from contactcenter.intake.tables import InboundRow

_TABLE = InboundRow.__table__
_COLUMNS = ("channel", "received_at", "data", "digest", "size", "meta", "blobs", "state", "attempts")
_INSERT = Prepared(insert(_TABLE).returning(_TABLE.c.id), *_COLUMNS)  # type: ignore[arg-type]
_INSERT_SET = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)  # type: ignore[arg-type]


async def accept(
    session: AsyncSession, *, raws: Sequence[Raw], blobs: Blobs, now: datetime, understood: bool = False
) -> list[int]:
    """Write the arrivals, in order. Returns their ids.

    `understood`: this very transaction will understand them, or be undone; no worker needs to find them.
    """
    values = []
    for raw in raws:
        data, digest = raw.data, None
        if len(raw.data) > INLINE_BYTES:
            ref = await blobs.keep(session, raw.data, now=now)
            data, digest = b"", ref.digest
        if raw.blobs:
            await blobs.refer(session, [ref.digest for ref in raw.blobs])
        values.append({
            "channel": raw.channel, "received_at": now, "data": None if digest else data, "digest": digest,
            "size": len(raw.data), "meta": raw.meta, "blobs": [ref.digest for ref in raw.blobs],
            "state": "done" if understood else "received", "attempts": 0,
        })
    if len(values) == 1:
        return [int(str(await _INSERT.scalar(session, values[0])))]
    return list((await session.execute(_INSERT_SET, values)).scalars())
