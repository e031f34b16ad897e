"""Mails that arrive while a commit runs wait and are committed together: one fsync for many."""

from __future__ import annotations

import asyncio

from contactcenter.envelope import Accepted, Desk, Raw, Unavailable

MAX_SET = 200
MAX_SET_BYTES = 32_000_000
"""One transaction holds about so much; a larger mail is a set of its own."""


class Collector:
    """Hands mails to the desk in sets. A set never waits for more to come."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[tuple[Raw, asyncio.Future[Accepted]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, raw: Raw) -> Accepted:
        """Return once the mail is committed. Raises `Unavailable` when it is not."""
        future: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        return await future

    async def close(self) -> None:
        """Wait until everything that was put has its answer."""
        if self._task is not None:
            await self._task

    async def _drain(self) -> None:
        while self._waiting:
            taken = self._take()
            try:
                accepted = await self._desk.accept([raw for raw, _ in taken])
                if len(accepted) != len(taken):
                    raise Unavailable("The desk answered for another number of mails.")  # noqa: TRY301
            except BaseException as error:
                reason = error if isinstance(error, Unavailable) else Unavailable(type(error).__name__)
                for _, future in taken:
                    if not future.done():
                        future.set_exception(reason)
                if not isinstance(error, Exception):
                    self._refuse_waiting(reason)
                    raise
                continue
            for (_, future), kept in zip(taken, accepted, strict=True):
                if not future.done():  # Its connection may be gone: then it was kept all the same.
                    future.set_result(kept)

    def _take(self) -> list[tuple[Raw, asyncio.Future[Accepted]]]:
        size = count = 0
        for raw, _ in self._waiting[:MAX_SET]:
            size += len(raw.data)
            if count and size > MAX_SET_BYTES:
                break
            count += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def _refuse_waiting(self, reason: Unavailable) -> None:
        waiting, self._waiting = self._waiting, []
        for _, future in waiting:
            if not future.done():
                future.set_exception(reason)
