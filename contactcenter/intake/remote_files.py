"""Fetching files that a message only names: after its commit, and again later where the far side is away."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import update

from contactcenter.clock import Clock
from contactcenter.db.blobs import Blobs, TooLarge
from contactcenter.db.engine import Database
from contactcenter.envelope import SendError
from contactcenter.outbox.backoff import GIVE_UP_AFTER, next_delay
from contactcenter.tickets.remote_files import came, due, gave_up
from contactcenter.tickets.tables import RemoteFileRow

log = structlog.get_logger(__name__)
Fetch = Callable[[str, int], AsyncIterator[bytes]]
"""The bytes at an address, of no more than so many. Raises `SendError`."""
SET = 10
TOO_BIG = "file_too_big"
LOST = "file_lost"
ODDITIES = {
    TOO_BIG: "A file ({media_type}) was larger than is taken, and was not fetched.",
    LOST: "A file ({media_type}) could not be fetched.",
}
"""Why a file of a message is not there, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a channel's files are fetched, and the largest that is."""

    fetch: Fetch
    limit: int


class RemoteFiles:
    """Fetches what is due, one after the other: nobody waits for them."""

    def __init__(self, database: Database, blobs: Blobs, sources: Mapping[str, Source], clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._sources = sources
        self._clock = clock

    async def next_set(self) -> int:
        """How many were looked at."""
        async with self._database.near() as session:
            rows = await due(session, now=self._clock(), limit=SET)
        for row in rows:
            await self._take(row)
        return len(rows)

    async def _take(self, row: RemoteFileRow) -> None:
        source = self._sources.get(row.channel)
        if source is None:
            await self._failed(row, SendError("no_carrier", "Nobody can fetch it."))
            return
        try:
            blob, inline = await self._blobs.spool(source.fetch(row.url, source.limit), limit=source.limit)
        except TooLarge:
            await self._give_up(row, TOO_BIG)
            return
        except SendError as error:
            await self._failed(row, error)
            return
        except Exception as error:  # noqa: BLE001  # whatever one file causes (a full disk, say) must not stop the others
            await self._failed(row, SendError("unknown", type(error).__name__))
            return
        async with self._database.transaction() as session:
            now = self._clock()
            await self._blobs.record(session, blob, inline, now=now)
            if await came(session, file_id=row.id, name=_name(row), blob=blob, now=now):
                await self._blobs.refer(session, [blob.digest])

    async def _failed(self, row: RemoteFileRow, error: SendError) -> None:
        now = self._clock()
        if error.code == "too_big":
            await self._give_up(row, TOO_BIG)
        elif error.permanent or now - row.created_at >= GIVE_UP_AFTER:
            await self._give_up(row, LOST)
        else:
            log.info("remote_file.later", file_id=row.id, code=error.code)
            async with self._database.transaction() as session:
                await session.execute(
                    update(RemoteFileRow).where(RemoteFileRow.id == row.id)
                    .values(attempts=row.attempts + 1, due_at=now + next_delay(row.attempts + 1, error.code))
                )

    async def _give_up(self, row: RemoteFileRow, code: str) -> None:
        words = ODDITIES[code].format(media_type=row.media_type)
        async with self._database.transaction() as session:
            await gave_up(session, file_id=row.id, code=code, words=words, now=self._clock())


def _name(row: RemoteFileRow) -> str:
    kind = row.media_type.partition(";")[0].strip().lower()
    return f"{kind.partition('/')[0] or 'file'}-{row.place}{mimetypes.guess_extension(kind) or ''}"
