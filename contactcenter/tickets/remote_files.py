"""Files of a message that are still elsewhere when it is kept: expected, then arrived or given up; or gone in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import BlobRef, RemoteFile
from contactcenter.events.catalogue.messages import MessageFilesCame
from contactcenter.events.record import SYSTEM
from contactcenter.tickets.row import happen, lock_root
from contactcenter.tickets.tables import AttachmentRow, MessageRow, RemoteFileRow


async def expect(session: AsyncSession, *, message_id: int, channel: str, files: Sequence[RemoteFile], now: datetime
                 ) -> None:
    """They are to be fetched. The caller writes the message in the same transaction."""
    await session.execute(insert(RemoteFileRow), [
        {"message_id": message_id, "channel": channel, "url": one.url[:2000], "media_type": one.media_type[:127],
         "place": place, "attempts": 0, "due_at": now, "created_at": now}
        for place, one in enumerate(files, 1)
    ])


async def due(session: AsyncSession, *, now: datetime, limit: int) -> list[RemoteFileRow]:
    """What is to be fetched now, the longest due first."""
    return list((await session.execute(
        select(RemoteFileRow).where(RemoteFileRow.due_at <= now).order_by(RemoteFileRow.due_at).limit(limit)
    )).scalars())


async def came(session: AsyncSession, *, file_id: int, name: str, blob: BlobRef, now: datetime) -> bool:
    """It is here: an attachment of its message. The caller counted the reference. Twice is once."""
    row = await _ending(session, file_id)
    message = None if row is None else await session.get(MessageRow, row.message_id)
    if row is None or message is None:
        return False
    session.add(AttachmentRow(message_id=message.id, name=name, media_type=row.media_type, size=blob.size,
                              digest=blob.digest))
    message.file_count += 1
    await _tell(session, message, now=now)
    return True


async def gave_up(session: AsyncSession, *, file_id: int, code: str, words: str, now: datetime) -> bool:
    """It will not come: the message says so."""
    row = await _ending(session, file_id)
    return row is not None and await lost_its_file(
        session, message_id=row.message_id, code=code, words=words, fields={"media_type": row.media_type}, now=now)


async def lost_its_file(
    session: AsyncSession, *, message_id: int, code: str, words: str, fields: dict[str, str], now: datetime
) -> bool:
    """A message says why a file of it is not there. The caller has removed its row. False: the message is gone."""
    message = await session.get(MessageRow, message_id)
    if message is None:
        return False
    message.file_count = (await session.execute(
        select(func.count()).select_from(AttachmentRow).where(AttachmentRow.message_id == message_id)
    )).scalar_one()
    message.problems = [*(message.problems or []), {"code": code, "words": words, "fields": fields}]
    await _tell(session, message, now=now)
    return True


async def _ending(session: AsyncSession, file_id: int) -> RemoteFileRow | None:
    """Its row, which is gone with this transaction; None where another was first."""
    row = await session.get(RemoteFileRow, file_id, with_for_update=True, populate_existing=True)
    if row is not None:
        await session.delete(row)
        await session.flush()
    return row


async def _tell(session: AsyncSession, message: MessageRow, *, now: datetime) -> None:
    await session.flush()
    ticket = await lock_root(session, message.ticket_id)
    if ticket is not None:
        happen(session, ticket, MessageFilesCame(ticket_id=ticket.id, message_id=message.id), actor=SYSTEM, now=now)
