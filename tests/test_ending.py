from __future__ import annotations

import asyncio

import pytest
import structlog.testing

from contactcenter import ending
from contactcenter.ending import end


async def test_a_cancellation_that_was_kept_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "AGAIN_S", 0.01)
    heard = 0

    async def goes_on() -> None:
        nonlocal heard
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                heard += 1
                if heard > 1:
                    raise

    task = asyncio.create_task(goes_on())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end(task)
    assert task.cancelled()
    assert heard == 2


async def test_what_a_task_raises_is_logged() -> None:
    async def fails() -> None:
        raise ValueError("seven")

    task = asyncio.create_task(fails(), name="counter")
    await asyncio.wait({task})
    with structlog.testing.capture_logs() as logs:
        await end(task)
    assert [(one["task"], one["error"]) for one in logs] == [("counter", "ValueError")]
