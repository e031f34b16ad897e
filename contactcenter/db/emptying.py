"""When SQLite's write-ahead log is moved into the file: after so many pages, or now and then.

The first commit after the log was emptied begins it anew and waits for the disk itself, whatever `synchronous` is
(SQLite's `walRestartLog`). Emptied each second, that was one in a hundred of a busy chat's messages.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from contactcenter.db.engine import Database

PAGES = 6_000
"""24 MB: far below the 64 MB at which a commit would do it (`engine.CHECKPOINT_AT_PAGES`)."""
LONGEST_S = 600.0
"""In a quiet house, too, the log is read through in a moment by whoever opens the database."""
AT_FIRST = 1_000
"""Rows written until it is known how many pages they take."""


class Emptying:
    """Empties the log when it is time. `look` is a worker's step."""

    def __init__(self, database: Database, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._seconds = seconds
        self._emptied_at = seconds()
        self._changes = 0
        self._enough = AT_FIRST

    async def look(self) -> int:
        """Empty the log where it holds enough, or has held something for long. Never anything more to do at once.

        What nobody has waited for is forced to the disk here: no power cut takes more than what is between two looks.
        """
        await self._database.durable()
        changes = self._database.changes
        since = changes - self._changes if changes >= self._changes else changes
        if not since or (since < self._enough and self._seconds() - self._emptied_at < LONGEST_S):
            return 0
        pages = await self._database.checkpoint()
        self._changes, self._emptied_at = changes, self._seconds()
        # Rows of a chat and of a flood of mails take about as many pages; of files, many more.
        self._enough = max(1, PAGES * since // max(pages, 1))
        return 0
