"""Waiting for the disk: once for all who wait, and apart from the commit.

With `synchronous=FULL` SQLite itself waits in each commit, holding the one write lock; ten commits in a row wait
ten times, though the write-ahead log is one file and what is forced to the disk takes along all that was written
before it. So SQLite writes (`NORMAL`: in order, and never moved into the file before it is on the disk), and we
force the log (`fdatasync`, POSIX.1-2017), in a thread, as a group commit: whoever comes meanwhile is served by
the next one. Nothing is promised to anybody outside before that. See docs/decisions/0027.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LET_GO_FIRST = 4
"""Turns of the event loop: until the fan-out has written to its sockets."""
_force = getattr(os, "fdatasync", os.fsync)


class Kept:
    """How much of what one connection has committed is on the disk."""

    def __init__(self, log: Path) -> None:
        """`log`: SQLite's write-ahead log. It stays the same file as long as the connection is open."""
        self._log = log
        self._file: int | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._written = self._takes_along = self._forced = 0
        """Commits: all, those that the call under way takes along, those on the disk."""
        self._running: asyncio.Future[None] | None = None
        self.failed: OSError | None = None
        """What the disk said when it refused. It is trusted no more."""
        self.needless = False
        """Nothing is waited for: the database may be lost with the machine's power (tests)."""

    def more(self) -> None:
        """Something was committed."""
        self._written += 1

    async def wait(self) -> None:
        """Return when all that was committed before is on the disk.

        Raises `OSError` when the disk refused, then and ever after: what it has dropped of the log no later call
        would bring there (Linux tells of a failed write once).
        """
        upto = self._written
        while self._forced < upto and not self.needless:
            if self.failed is not None:
                raise self.failed
            if self._running is None:
                await self._others_first()
            running = self._running or self._begin()
            with contextlib.suppress(OSError):
                # Shielded: one who goes away must not end it for the others.
                await asyncio.shield(running)
            self._end(running)

    def close(self) -> None:
        """Let go of the log, once nothing is under way."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)
            self._thread = None
        if self._file is not None:
            os.close(self._file)
            self._file = None

    async def _others_first(self) -> None:
        """Beginning takes the interpreter from whoever tells the screens what was just committed."""
        for _ in range(LET_GO_FIRST):
            await asyncio.sleep(0)

    def _begin(self) -> asyncio.Future[None]:
        if self._file is None:
            # Windows forces only what may be written.
            self._file = os.open(self._log, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-kept")
        self._takes_along = self._written
        self._running = asyncio.get_running_loop().run_in_executor(self._thread, _force, self._file)
        return self._running

    def _end(self, running: asyncio.Future[None]) -> None:
        if self._running is not running:
            return  # somebody who waited, too, was here before
        self._running = None
        error = running.exception()
        if error is None:
            self._forced = self._takes_along
        elif isinstance(error, OSError):
            self.failed = error
        else:
            raise error
