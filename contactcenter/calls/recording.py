"""Recorded conversations: kept as a note, which no patron sees, and removed when their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.operator import Recording
from contactcenter.calls.orders import order
from contactcenter.calls.row import hold
from contactcenter.calls.tables import CallRow, RecordingRow
from contactcenter.db.blobs import Blobs
from contactcenter.events.catalogue.messages import NoteAdded
from contactcenter.events.record import SYSTEM
from contactcenter.tickets.remote_files import lost_its_file
from contactcenter.tickets.row import happen, lock
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow
from contactcenter.tickets.write import StoredFile, write_message

WORDS = {
    "en": ("Recording of the conversation, {length}", "conversation"),
    "zh-Hans": ("通话录音，{length}", "通话录音"),
}
"""What the note says, and what its file is called; in the library's own language."""
REMOVED = "recording_removed"
ODDITIES = {REMOVED: "The recording was removed: it is kept for {days} days."}
"""Why the file of a note is not there, in words."""
AT_ONCE = 20


async def keep_talk(
    session: AsyncSession, *, recording: Recording, blobs: Blobs, now: datetime, locale: str
) -> int | None:
    """Write the note; its message's id. The same recording twice is one; None where the ticket is gone."""
    held = await hold(session, recording.call_id)
    if held is None:
        return None
    text, name = WORDS["zh-Hans" if locale == "zh-Hans" else "en"]
    seconds = recording.seconds or 0
    ending = "mp3" if recording.media_type == "audio/mpeg" else "wav"
    text = text.format(length=f"{seconds // 60}:{seconds % 60:02}")
    message_id = await write_message(
        session, held.ticket, files=[StoredFile(f"{name}.{ending}", recording.media_type, recording.blob.size,
                                                recording.blob.digest)],
        kind="note", channel="note", author_kind="system", author_id=None, author_name="", author_key="system:calls",
        address=None, proof=None, text=text, reply=None, html=None, message_id=None,
        client_id=f"recording-{recording.recording_id}"[:64], automatic=None, created_at=now,
    )
    if message_id is None:
        return None
    await blobs.refer(session, [recording.blob.digest])
    held.ticket.message_count += 1
    happen(session, held.ticket, NoteAdded(ticket_id=held.ticket.id, message_id=message_id), actor=SYSTEM, now=now)
    await session.execute(insert(RecordingRow).values(
        call_id=recording.call_id, message_id=message_id, recording_id=recording.recording_id[:64], kept_at=now,
    ))
    # Ours is the only one from now on.
    await order(session, kind="forget", call=held.call, key=recording.recording_id[:40], now=now,
                data={"recording_id": recording.recording_id})
    return message_id


async def forget_old(session: AsyncSession, *, blobs: Blobs, keep: timedelta, now: datetime) -> int:
    """Remove the sound of conversations that are older; their notes stay, and say so. How many, of some at once.

    The carrier is told once more to remove its copy: the first time may have been in vain.
    """
    old = (await session.execute(
        select(RecordingRow, TicketRow.root_id)
        .join(MessageRow, MessageRow.id == RecordingRow.message_id, isouter=True)
        .join(TicketRow, TicketRow.id == MessageRow.ticket_id, isouter=True)
        .where(RecordingRow.removed_at.is_(None), RecordingRow.kept_at <= now - keep)
        .order_by(RecordingRow.id).limit(AT_ONCE).with_for_update(skip_locked=True, of=RecordingRow)
    )).all()
    await lock(session, *(root_id for _, root_id in old if root_id is not None))
    for one, _ in old:
        digests = (await session.execute(
            delete(AttachmentRow).where(AttachmentRow.message_id == one.message_id).returning(AttachmentRow.digest)
        )).scalars().all()
        await blobs.release(session, digests)
        one.removed_at = now
        await lost_its_file(session, message_id=one.message_id, now=now, code=REMOVED,
                            words=ODDITIES[REMOVED].format(days=keep.days), fields={"days": str(keep.days)})
        await order(session, kind="forget", call=await session.get_one(CallRow, one.call_id),
                    key=f"in-time-{one.recording_id}"[:40], now=now, data={"recording_id": one.recording_id})
    return len(old)
