"""What was said on the voicemail, as the carrier wrote it down: a note, which no patron sees.

A note, and not the patron's own message made longer: that may be read and answered already, it is the caller's voice
while this is a machine's guess at it, and a note is searched, kept and erased as every other.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.calls.row import InHand
from contactcenter.calls.tables import OrderRow
from contactcenter.envelope import Signal
from contactcenter.envelope.numbers import readable
from contactcenter.events.catalogue.messages import NoteAdded
from contactcenter.events.record import SYSTEM
from contactcenter.tickets.row import happen
from contactcenter.tickets.write import write_message

HEADS = {
    "en": ("Voice message, {length}", "Voice message from {number}", "Voice message", "written down by a machine"),
    "zh-Hans": ("语音留言，{length}", "{number} 的语音留言", "语音留言", "机器转写"),
}
"""How the note names the message, first by its length, as the ticket does; in the library's own language."""
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""PostgreSQL keeps no NUL."""
MOST_CHARS = 20_000
"""Two minutes of speech are two thousand."""


async def keep_transcript(
    session: AsyncSession, *, held: InHand, signal: Signal, now: datetime, locale: str
) -> int | None:
    """Write the note; its message's id. The same recording's twice is one, before the recording itself or after."""
    words = _INVISIBLE.sub("", signal.transcript).strip()[:MOST_CHARS]
    if not words:
        return None
    head = await _head(session, held, signal.recording_id, "zh-Hans" if locale == "zh-Hans" else "en")
    message_id = await write_message(
        session, held.ticket, files=[], kind="note", channel="note", author_kind="system", author_id=None,
        author_name="", author_key="system:calls", address=None, proof=None, text=f"{head}\n\n{words}", reply=None,
        html=None, message_id=None, client_id=f"transcript-{signal.recording_id}"[:64], automatic=None, created_at=now,
    )
    if message_id is None:
        return None
    held.ticket.message_count += 1
    happen(session, held.ticket, NoteAdded(ticket_id=held.ticket.id, message_id=message_id), actor=SYSTEM, now=now)
    return message_id


async def _head(session: AsyncSession, held: InHand, recording_id: str, locale: str) -> str:
    """Which message it is. Its length is known once the recording itself was reported."""
    by_length, by_number, bare, machine = HEADS[locale]
    orders = (await session.execute(
        select(OrderRow.data).where(OrderRow.call_id == held.call.id, OrderRow.kind == "fetch")
    )).scalars()
    seconds = next((one.get("seconds", "") for one in orders if one.get("recording_id") == recording_id), "")
    if seconds.isdigit():
        named = by_length.format(length=f"{int(seconds) // 60}:{int(seconds) % 60:02}")
    else:
        named = by_number.format(number=readable(held.call.number)) if held.call.number else bare
    return f"{named}（{machine}）" if locale == "zh-Hans" else f"{named} ({machine})"
