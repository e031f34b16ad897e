"""The loops that keep work moving: understanding, delivering, indexing, waking, sweeping. See docs/workers.md.

Each loop does all there is, then waits for a wake-up or its pause. What raises is logged and tried
again with a growing pause: a loop never dies, and one that fails shows in /readyz and /metrics.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from contactcenter.ending import end

log = structlog.get_logger(__name__)
LONGEST_PAUSE_S = 30.0


@dataclass(slots=True)
class Loop:
    """One kind of work. `step` does some and returns how much (0: nothing to do)."""

    name: str
    step: Callable[[], Awaitable[int]]
    pause_s: float
    wake: asyncio.Event | None = None
    at_most_every_s: float = 0.0
    """For work that is cheaper in larger sets: the least time between two rounds."""
    failures: int = 0
    done: int = 0
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def close(self) -> None:
        if self._task is not None:
            await end(self._task)

    @property
    def healthy(self) -> bool:
        """Whether the last round went well (a few failures in a row may be a passing fault)."""
        return self._task is not None and not self._task.done() and self.failures < 5  # noqa: PLR2004

    async def _run(self) -> None:
        while True:
            try:
                if self.wake is not None:
                    self.wake.clear()
                count = await self.step()
                self.done += count
                self.failures = 0
                if self.at_most_every_s:
                    await asyncio.sleep(self.at_most_every_s)
                if count:
                    continue
            except Exception as error:  # see above: a loop never dies
                self.failures += 1
                log.warning("worker.failed", worker=self.name, error=type(error).__name__, failures=self.failures,
                            exc_info=self.failures == 1)
            await self._rest()

    async def _rest(self) -> None:
        if self.failures:
            await asyncio.sleep(min(0.2 * 2**self.failures, LONGEST_PAUSE_S))
            return
        if self.wake is None:
            await asyncio.sleep(self.pause_s)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.pause_s):
                await self.wake.wait()
