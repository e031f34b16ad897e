"""The only place that emits: one reader of the log for all sockets of this process.

A socket is a hint, the log is the truth (law 4). A viewer joins at the fan-out's own place in the log,
under its lock: what lies between the place they name and that one is the answer to `resume`, and all
that follows comes live. Nothing falls between. What this process has just committed it tells by the news of it;
all else, and whatever does not follow right upon what was told, it reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from contactcenter.accounts.scope import Scope
from contactcenter.db.engine import Database
from contactcenter.db.wake import Wake
from contactcenter.ending import end
from contactcenter.events import tail
from contactcenter.events.catalogue import CATALOGUE
from contactcenter.events.news import Following
from contactcenter.events.tail import Logged
from contactcenter.logs import place
from contactcenter.realtime.wire import Dressed, dress, dress_in_hand, dropped
from contactcenter.shapes.wire import Resumed

log = structlog.get_logger(__name__)
RESUME_EVENTS = 2_000
"""Missing more than this, a screen is quicker loading everything anew."""
HEARTBEAT_S = 15.0
AGAIN_S = 1.0
"""After a fault."""


class StaffSockets(Protocol):
    """The sockets of staff, as the fan-out uses them."""

    async def emit_batch(self, sid: str, events: Sequence[str], position: int) -> None: ...

    async def emit_position(self, sid: str, position: int) -> None: ...

    async def scope_changed(self, staff_id: int) -> None: ...

    async def drop(self, sid: str) -> None: ...


class PatronSockets(Protocol):
    """The sockets of patrons."""

    async def notify(self, ticket_id: int, event: Logged) -> None: ...


@dataclass(slots=True)
class Viewer:
    """A staff socket that follows along."""

    scope: Scope
    told: int
    """The last position this socket was told, by events or heartbeat."""


class Fanout:
    """Reads the log and tells the sockets of this process."""

    def __init__(self, database: Database, wake: Wake) -> None:
        self._database = database
        self._woken = wake.subscribe(at_once=True)
        self._others = asyncio.Event()
        wake.watch_others(self._others)
        self._news = Following()
        database.committed.append(self._news.take)
        self._lock = asyncio.Lock()
        self._cursor = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._for_patrons: list[Logged] = []
        self._patrons_woken = asyncio.Event()
        self.viewers: dict[str, Viewer] = {}
        self.staff: StaffSockets | None = None
        self.patrons: list[PatronSockets] = []

    async def start(self) -> None:
        async with self._database.near() as session:
            self._cursor = await tail.head(session)
        self._tasks = [asyncio.create_task(self._run(), name="fanout"),
                       asyncio.create_task(self._run_patrons(), name="fanout to patrons"),
                       asyncio.create_task(self._beat(), name="fanout's heartbeat")]

    async def close(self) -> None:
        for task in self._tasks:
            await end(task)

    @property
    def position(self) -> int:
        """How far the sockets of this process have been told."""
        return self._cursor

    async def join(self, sid: str, scope: Scope, position: int) -> Resumed:
        """Let a socket follow along; the answer is what it missed, or `resync`."""
        async with self._lock:
            here = self._cursor
            self.viewers[sid] = Viewer(scope, here)
            if position > here and position > await self._newest():
                # It knows of more than there is: the database is an older one, of a copy perhaps.
                return Resumed(resync=True, position=here)
            if position >= here:
                return Resumed(resync=False, position=here)
            if here - position > RESUME_EVENTS or position < 0:
                return Resumed(resync=True, position=here)
            async with self._database.near() as session:
                events = [one for one in await tail.after(session, position, limit=RESUME_EVENTS + 1)
                          if one.position <= here]
                if any(one.type == "staff.changed" and one.data.get("staff_id") == scope.staff_id for one in events):
                    # What they may see has changed since: the old audience cannot be told apart any more.
                    return Resumed(resync=True, position=here)
                dressed = await dress(session, events, _ids([scope]))
            heard = [one.to(scope.staff_id) for one in _heard(scope, events, dressed)]
            return Resumed(resync=False, events=heard, position=here)

    async def _newest(self) -> int:
        async with self._database.near() as session:
            return await tail.head(session)

    def leave(self, sid: str) -> None:
        """The socket is gone."""
        self.viewers.pop(sid, None)

    async def _run(self) -> None:
        while True:
            try:
                self._woken.clear()
                while await self._step():
                    pass
                await self._woken.wait()
            except Exception as error:  # noqa: BLE001  # live screens must outlive a passing fault
                log.error("fanout.failed", error=type(error).__name__, place=place(error))  # noqa: TRY400
                await asyncio.sleep(AGAIN_S)

    async def _step(self) -> bool:
        """Tell the sockets of the next events. True when there may be more: what is recorded later rings."""
        async with self._lock:
            with self._database.lull.in_hand():
                events, dressed = await self._next()
                if events:
                    self._cursor = events[-1].position
                    await self._tell_staff(events, dressed)
        told = [event for event in events if CATALOGUE[event.type].patron_sees]
        if told and self.patrons:
            self._for_patrons += told
            self._patrons_woken.set()
        return len(events) == tail.BATCH or bool(self._news) or self._others.is_set()

    async def _next(self) -> tuple[Sequence[Logged], dict[int, Dressed]]:
        """The next events, dressed where somebody hears of them."""
        news = self._news.after(self._cursor)
        if news is None:
            self._others.clear()
        else:
            dressed = dress_in_hand(news) if self._anybody_hears(news.events) else {}
            if dressed is not None:
                return news.events, dressed
        async with self._database.near() as session:
            events = await tail.after(session, self._cursor) if news is None else news.events
            if not self._anybody_hears(events):
                return events, {}
            return events, await dress(session, events, _ids(viewer.scope for viewer in self.viewers.values()))

    def _anybody_hears(self, events: Sequence[Logged]) -> bool:
        return any(
            viewer.scope.hears(event.seen_before | event.seen_after)
            for viewer in self.viewers.values() for event in events
        )

    async def _tell_staff(self, events: Sequence[Logged], dressed: dict[int, Dressed]) -> None:
        if self.staff is None:
            return
        for sid, viewer in list(self.viewers.items()):
            heard = _heard(viewer.scope, events, dressed)
            if heard:
                viewer.told = self._cursor
                await self._reach(sid, self.staff.emit_batch(
                    sid, [one.json(viewer.scope.staff_id) for one in heard], self._cursor
                ))
        for event in events:
            if event.type == "staff.changed":
                await self.staff.scope_changed(int(str(event.data["staff_id"])))

    async def _reach(self, sid: str, telling: Awaitable[None]) -> None:
        """One socket's fault must not keep the event from the others; it hears no more until it resumes."""
        try:
            await telling
        except Exception as error:  # noqa: BLE001  # one broken socket must not stop the others
            log.error("fanout.socket_failed", error=type(error).__name__, place=place(error))  # noqa: TRY400
            self.viewers.pop(sid, None)
            if self.staff is not None:
                await self.staff.drop(sid)

    async def _run_patrons(self) -> None:
        """Tell the patrons' sockets, once what they are told is on the disk.

        A patron's place in a ticket is its version: one that was lost with the machine's power would be given to
        something else, and missed. Staff hear earlier: their places are never given again (events/restarted.py).
        """
        while True:
            await self._patrons_woken.wait()
            self._patrons_woken.clear()
            told, self._for_patrons = self._for_patrons, []
            try:
                await self._database.durable()
            except Exception as error:  # noqa: BLE001  # as above; they are told once it is
                log.error("fanout.not_kept", error=type(error).__name__, place=place(error))  # noqa: TRY400
                self._for_patrons = told + self._for_patrons
                await asyncio.sleep(AGAIN_S)
                self._patrons_woken.set()
                continue
            for event in told:
                await self._tell_patrons(event)

    async def _tell_patrons(self, event: Logged) -> None:
        for sockets in self.patrons:
            try:
                await sockets.notify(int(str(event.data["ticket_id"])), event)
            except Exception as error:  # noqa: BLE001  # the other conversations must hear of the rest
                log.error("fanout.patron_failed", error=type(error).__name__, place=place(error))  # noqa: TRY400

    async def _beat(self) -> None:
        """Who hears of nothing is told from time to time how far the log has come without them."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            async with self._lock:
                for sid, viewer in list(self.viewers.items()):
                    if self.staff is not None and viewer.told < self._cursor:
                        viewer.told = self._cursor
                        await self._reach(sid, self.staff.emit_position(sid, self._cursor))


def _ids(scopes: Iterable[Scope]) -> set[int]:
    return {scope.staff_id for scope in scopes if scope.staff_id is not None}


def _heard(scope: Scope, events: Sequence[Logged], dressed: dict[int, Dressed]) -> list[Dressed]:
    """What of these events a viewer hears. Who saw the subject before and no longer is told to drop it."""
    heard = []
    for event in events:
        if scope.hears(event.seen_after):
            one = dressed[event.position]
            # The content is today's: who lost sight of the ticket since must not be shown it on catching up.
            may_see = one.audience is None or scope.hears(one.audience)
            heard.append(one if may_see else Dressed(dropped(event)))
        elif event.seen_before != event.seen_after and scope.hears(event.seen_before):
            heard.append(Dressed(dropped(event)))
    return heard
