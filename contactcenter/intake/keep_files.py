"""The files of an inquiry go to the store before its message is written."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import BlobRef, Inbound
from contactcenter.intake.work import Work
from contactcenter.tickets.write import StoredFile


async def keep_files(session: AsyncSession, inbound: Inbound, work: Work) -> list[StoredFile]:
    """Keep them, or refer to those that are kept already; what the message says of each, cut to what a column takes."""
    files = []
    for attachment in inbound.attachments:
        if isinstance(attachment.data, BlobRef):
            await work.blobs.refer(session, [attachment.data.digest])
            ref = attachment.data
        else:
            ref = await work.blobs.keep(session, attachment.data, now=work.now)
        files.append(StoredFile(
            attachment.name[:255], attachment.media_type[:127], ref.size, ref.digest,
            attachment.content_id[:255] if attachment.content_id else None, attachment.inline,
        ))
    return files
