"""The board's updates: one picture for all who look, at most two a second, whatever happens."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import orjson

from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.db.wake import Wake
from contactcenter.intake import quarantine
from contactcenter.measures.board import Foretold, board, foretold
from contactcenter.realtime.staff import StaffNamespace
from contactcenter.seats.capacity import Capacity

EVERY_S = 0.5
JUDGE_EVERY = timedelta(seconds=10)
"""What was foretold in a day is gone through so often; it hardly moves."""
EVEN_IF_QUIET_S = 10.0
"""Timers run on by themselves on the screen; the last hour moves on."""


class BoardTeller:
    """Tells the board to the supervisors' sockets. `next_set` is a worker's step."""

    def __init__(
        self, database: Database, wake: Wake, staff: StaffNamespace, clock: Clock, *, target_s: float,
        capacity: Capacity,
    ) -> None:
        self._database = database
        self._woken = wake.subscribe()
        self._staff = staff
        self._clock = clock
        self._target_s = target_s
        self._capacity = capacity
        self._told_at = float("-inf")
        self._foretold = Foretold()
        self._judged_at: datetime | None = None

    def again(self) -> None:
        """There is something new to show that no event tells of: facts were counted."""
        self._woken.set()

    async def next_set(self) -> int:
        """Draw the board and send it, if somebody looks and it is time. How many it went to."""
        quiet = not self._woken.is_set() and time.monotonic() - self._told_at < EVEN_IF_QUIET_S
        if quiet or not self._staff.watching:
            return 0
        self._woken.clear()
        self._told_at = time.monotonic()
        now = self._clock()
        if self._judged_at is None or not timedelta(0) <= now - self._judged_at < JUDGE_EVERY:
            async with self._database.read() as session:
                self._foretold, self._judged_at = await foretold(session, now=now), now
        # A dozen small statements: here they take a millisecond, in a reader's thread ten.
        async with self._database.near() as session:
            drawn = await board(
                session, target_s=self._target_s, capacity=self._capacity, quarantined=await quarantine.count(session),
                now=now, told=self._foretold,
            )
        return await self._staff.tell_board(orjson.Fragment(drawn.model_dump_json()))
