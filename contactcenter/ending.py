"""Ending what runs beside: tasks that were begun to go on for as long as the process does. See docs/workers.md."""

from __future__ import annotations

import asyncio

import structlog

log = structlog.get_logger(__name__)
AGAIN_S = 3.0


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks until they are done, wherever each of them is. What one raises meanwhile is logged.

    Once is not enough: `asyncio.wait_for` of Python 3.11 keeps a cancellation for itself when what it waited for is
    done in the same moment, as libraries below a task may (https://github.com/python/cpython/issues/86296).
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("task.failed", task=task.get_name(), error=type(error).__name__, detail=str(error)[:200])
