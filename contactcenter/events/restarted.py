"""After a power cut: places in the log that a screen may have been told of are not given again.

Screens of staff hear of a commit before it is on the disk (db/kept.py). Should the machine's power fail in that
moment, a screen knows of a place that the log does not, and what got this place afterwards it would take for known.
So after each start of the machine the log goes on far beyond: whoever missed so much loads everything anew.
A process that was killed has lost nothing: what it had written is the system's, and reaches the disk.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.events import tail
from contactcenter.events.catalogue.library import MachineStarted
from contactcenter.events.record import SYSTEM
from contactcenter.events.streams import next_version
from contactcenter.events.tables import EventRow

FAR = 1_000_000
"""More places than events are written in the second that the disk may be behind, and than a screen catches up with."""
STREAM = "machine"
UNKNOWN = "unknown"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_start() -> str:
    """The system's word for this start of the machine (Linux: proc(5)); `unknown` where it has none."""
    try:
        return _BOOT.read_text().strip().lower()
    except OSError:
        return UNKNOWN


async def note_start(session: AsyncSession, *, boot: str, now: datetime) -> bool:
    """Leave the places behind that a lost moment may have used, where the machine was started since. Whether it was.

    An unknown start is taken for a new one. An empty log has told nobody anything.
    """
    last = (await session.execute(
        select(EventRow.data).where(EventRow.stream == STREAM).order_by(EventRow.version.desc()).limit(1)
    )).scalar_one_or_none()
    if last is not None and last["boot"] == boot != UNKNOWN:
        return False
    head = await tail.head(session)
    await session.execute(insert(table_of(EventRow)).values(
        position=head + FAR if head else 1, stream=STREAM, version=await next_version(session, STREAM),
        type=MachineStarted.type, at=now, actor_kind=SYSTEM.kind, actor_id=SYSTEM.id,
        data=MachineStarted(boot=boot).model_dump(mode="json"), seen_before=[], seen_after=[],
    ))
    return True
