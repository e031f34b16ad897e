"""Who has which ticket open, and who writes in it now: so that two do not answer at once.

Signs that may be lost (law 7): nothing of them is in the log or the database. A socket says where it looks, and says it
again after each connection; what stands here goes with the socket. Told to those who may see the ticket, whole each
time, so that whatever was lost is mended by the next word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from contactcenter.accounts.scope import Scope
from contactcenter.db.engine import Database
from contactcenter.realtime.fanout import Viewer
from contactcenter.shapes.wire import Looker, Looking, WrittenAs
from contactcenter.tickets.listed import audiences

EVERY_S = 0.25
"""Somebody who goes through a list quickly is told of four times a second at most."""

Emit = Callable[[str, dict[str, object], str], Awaitable[None]]
"""Sends an event with its payload to one socket."""


@dataclass(frozen=True, slots=True)
class _Sign:
    ticket_id: int
    writes: WrittenAs | None


class Lookers:
    """The signs of this process's sockets. `next_set` is a worker's step."""

    def __init__(self, database: Database, viewers: Mapping[str, Viewer], emit: Emit) -> None:
        """`viewers`: the sockets that follow along, with what each may see now."""
        self._database = database
        self._viewers = viewers
        self._emit = emit
        self._signs: dict[str, _Sign] = {}
        self._at: dict[int, set[str]] = {}
        self._untold: set[int] = set()
        self.changed = asyncio.Event()

    def look(self, sid: str, ticket_id: int | None, writes: WrittenAs | None = None) -> None:
        """A socket looks at a ticket, and writes in it or not; None: at none."""
        before = self._signs.get(sid)
        now = None if ticket_id is None else _Sign(ticket_id, writes)
        if before == now:
            return
        if before is not None:
            del self._signs[sid]
            self._at[before.ticket_id].discard(sid)
            if not self._at[before.ticket_id]:
                del self._at[before.ticket_id]
            self._untold.add(before.ticket_id)
        if now is not None:
            self._signs[sid] = now
            self._at.setdefault(now.ticket_id, set()).add(sid)
            self._untold.add(now.ticket_id)
        self.changed.set()

    async def seen_by(self, scope: Scope) -> list[Looking]:
        """All signs that this viewer may know of: where a screen begins."""
        sees = await self._audiences(self._at)
        return [self._looking(one, sees[one]) for one in sorted(sees) if scope.hears(sees[one])]

    async def next_set(self) -> int:
        """Tell of what has changed. Of how many tickets."""
        untold, self._untold = self._untold, set()
        sees = await self._audiences(untold)
        for ticket_id, audience in sees.items():
            payload = self._looking(ticket_id, audience).model_dump(mode="json")
            for sid, viewer in list(self._viewers.items()):
                if viewer.scope.hears(audience):
                    await self._emit("looking", payload, sid)
        return len(untold)

    def _looking(self, ticket_id: int, audience: frozenset[str]) -> Looking:
        """Each person once, however many tabs they have; who may not see the ticket (any more) looks in vain."""
        people: dict[int, Looker] = {}
        for sid in sorted(self._at.get(ticket_id, ())):
            viewer = self._viewers.get(sid)
            if viewer is None or viewer.scope.staff_id is None or not viewer.scope.hears(audience):
                continue
            known = people.get(viewer.scope.staff_id)
            writes = self._signs[sid].writes
            # Of what one person writes in two tabs an answer is the more urgent.
            if known is not None and writes != "reply":
                writes = known.writes or writes
            people[viewer.scope.staff_id] = Looker(
                id=viewer.scope.staff_id, name=viewer.scope.name, writes=writes
            )
        return Looking(ticket_id=ticket_id, people=sorted(people.values(), key=lambda one: one.id))

    async def _audiences(self, ticket_ids: Iterable[int]) -> dict[int, frozenset[str]]:
        wanted = sorted(ticket_ids)
        if not wanted:
            return {}
        async with self._database.near() as session:
            return await audiences(session, wanted)
