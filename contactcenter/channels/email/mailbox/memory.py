"""What a fetcher remembers of a folder over its connections: who failed, how much to dare, what was absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from contactcenter.ledger import Failing
from contactcenter.uids import Uids

MAX_BATCH = 200
LIVE_BATCH = 50
"""What is newest is taken in small sets between the sets of a backlog, so that it stays prompt."""
HOLD_S = (10.0, 60.0, 300.0, 1800.0, 7200.0, 21_600.0)
"""How long a mail that failed is left alone: the network may be to blame at first."""
TOLD_AFTER = 2
"""So many failures of one mail are told; one alone is mostly the network's."""
GONE_AFTER_S = 600.0
"""A UID that no mail has is given up after so long. Servers that are many machines may show mails out of order."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that could not be fetched: how often, and until when (loop time) it is left alone."""

    failing: Failing
    times: int
    until: float


@dataclass(slots=True)
class Memory:
    """Lasts as long as the process; what must last longer is in the ledger."""

    limit: int = field(default_factory=lambda: MAX_BATCH)
    turn: int = 0
    failures: dict[int, Failure] = field(default_factory=dict)
    _absent: list[tuple[float, Uids]] = field(default_factory=list)

    def failed(self, uid: int, words: str, *, at: datetime, time: float) -> None:
        """This mail could not be fetched; it is tried again later and holds up no other."""
        before = self.failures.get(uid)
        times = before.times + 1 if before else 1
        failing = replace(before.failing, words=words) if before else Failing(uid, words, at)
        self.failures[uid] = Failure(failing, times, time + HOLD_S[min(times, len(HOLD_S)) - 1])

    def told(self) -> tuple[Failing, ...]:
        """Those whose failing is worth telling."""
        return tuple(one.failing for _, one in sorted(self.failures.items()) if one.times >= TOLD_AFTER)

    def lost_during(self, count: int) -> None:
        """The connection was lost while so many mails were asked for: dare less."""
        self.limit = max(count // 2, 1)

    def went_well(self) -> None:
        """Dare more."""
        self.limit = min(self.limit * 2, MAX_BATCH)

    def choose(self, untaken: Sequence[int], *, time: float) -> list[int]:
        """Which to fetch next, of what is there (in order): all, or the oldest and the newest in turn."""
        ready = [uid for uid in untaken if uid not in self.failures or self.failures[uid].until <= time]
        if len(ready) <= self.limit:
            return ready
        self.turn += 1
        return ready[-min(self.limit, LIVE_BATCH):] if self.turn % 2 else ready[: self.limit]

    def given_up(self, absent: Uids, *, time: float) -> Uids:
        """Which of these absent UIDs have been absent for so long that no mail will come for them."""
        old = Uids()
        kept = []
        fresh = absent
        for since, uids in self._absent:
            still = uids & absent
            fresh = fresh - still
            if time - since >= GONE_AFTER_S:
                old = old | still
            elif still:
                kept.append((since, still))
        if fresh:
            kept.append((time, fresh))
        self._absent = kept
        for uid in list(self.failures):
            if uid in old:
                del self.failures[uid]
        return old
