"""The staff socket: sign-in by cookie, resume, who looks and who types. Protocol: docs/api.md."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie

import orjson
import socketio
import structlog

from contactcenter.accounts.find_session import find_session
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import SessionRow, StaffRow
from contactcenter.clock import Clock
from contactcenter.db.engine import Database
from contactcenter.events.catalogue.seats import Presence
from contactcenter.queue.scope import scope_of
from contactcenter.realtime.fanout import Fanout
from contactcenter.realtime.looking import Lookers
from contactcenter.seats.presence import keep_alive, sit
from contactcenter.shapes.tickets import Person
from contactcenter.shapes.wire import LookedAt, Looking, Resumed, Typing, WrittenAs
from contactcenter.tickets.listed import audiences

log = structlog.get_logger(__name__)
COOKIE = "cc_session"
BOARD = "board"
"""The room of those who look at it."""
TYPING_PAUSE_S = 2.0
"""At most one typing hint a socket in this time; a screen forgets it after six seconds."""


class StaffNamespace(socketio.AsyncNamespace):
    """Everything a console hears and says on its socket."""

    def __init__(
        self, *, database: Database, fanout: Fanout, clock: Clock, patron_hears_typing: Callable[[int, str], object],
        is_ours: Callable[[str, str], bool], begins: Presence = "available",
    ) -> None:
        """`is_ours` tells whether an origin (RFC 6454) is our own pages', given the host that was asked for.

        `begins`: what a librarian is ready for when they open the console.
        """
        super().__init__("/staff")
        self._database = database
        self._fanout = fanout
        self._clock = clock
        self._patron_hears_typing = patron_hears_typing
        self._is_ours = is_ours
        self._begins = begins
        self._signed_in: dict[str, tuple[str, Scope]] = {}
        self._typed: dict[str, float] = {}
        self._watching: set[str] = set()
        self.lookers = Lookers(database, fanout.viewers, self._tell)

    async def on_connect(self, sid: str, environ: dict[str, object], _auth: object = None) -> None:
        """Refuse a foreign page, and a socket without a living session; the console then goes to the sign-in page.

        The sites that carry the widget reach this server, too, and the cookie would speak for whoever sits there.
        """
        origin, host = environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")
        if origin is not None and not self._is_ours(str(origin), str(host or "")):
            raise socketio.exceptions.ConnectionRefusedError("origin")
        token = _cookie(environ)
        async with self._database.near() as session:
            found = await find_session(session, token=token, now=self._clock()) if token else None
            if found is None:
                raise socketio.exceptions.ConnectionRefusedError("signed_out")
            self._signed_in[sid] = (found.token_hash, await scope_of(session, found.staff))

    async def on_disconnect(self, sid: str, _reason: object = None) -> None:
        self._fanout.leave(sid)
        self._signed_in.pop(sid, None)
        self._watching.discard(sid)
        self._typed.pop(sid, None)
        self.lookers.look(sid, None)

    async def on_resume(self, sid: str, data: object) -> dict[str, object]:
        """Follow along from `position`. A malformed call gets `resync`, the safe answer."""
        position = data.get("position") if isinstance(data, dict) else None
        signed_in = self._signed_in.get(sid)
        if signed_in is None or not isinstance(position, int) or isinstance(position, bool):
            return Resumed(resync=True, position=self._fanout.position).model_dump(mode="json")
        await self._sit([signed_in[1]])
        return (await self._fanout.join(sid, signed_in[1], position)).model_dump(mode="json")

    async def on_board(self, sid: str, data: object) -> bool:
        """Look at the board (`true`) or no longer. Answers whether it is told now: to supervisors and admins."""
        signed_in = self._signed_in.get(sid)
        if data is True and signed_in is not None and signed_in[1].sees_all:
            self._watching.add(sid)
            await self.enter_room(sid, BOARD)
        else:
            await self._look_away(sid)
        return sid in self._watching

    async def _look_away(self, sid: str) -> None:
        self._watching.discard(sid)
        await self.leave_room(sid, BOARD)

    @property
    def watching(self) -> bool:
        """Whether anybody looks at the board."""
        return bool(self._watching)

    async def tell_board(self, board: orjson.Fragment) -> int:
        """Send the board, serialised and packed once, to all who look at it. How many they are."""
        await self.emit("board", board, to=BOARD)
        return len(self._watching)

    async def on_looking(self, sid: str, data: object = None) -> dict[str, object]:
        """Where this screen looks, and what is written there: `{ticket_id, writes}`.

        With `all`, as after each connection, the answer is who looks where; else it is empty.
        """
        viewer = self._fanout.viewers.get(sid)
        items: list[Looking] = []
        if viewer is not None:
            self.lookers.look(sid, _ticket_id(data), _written_as(data))
            if isinstance(data, dict) and data.get("all") is True:
                items = await self.lookers.seen_by(viewer.scope)
        return LookedAt(items=items).model_dump(mode="json")

    async def on_typing(self, sid: str, data: object) -> None:
        ticket_id = _ticket_id(data)
        signed_in = self._signed_in.get(sid)
        if signed_in is None or ticket_id is None:
            return
        now = time.monotonic()
        if now - self._typed.get(sid, -TYPING_PAUSE_S) < TYPING_PAUSE_S:
            return
        self._typed[sid] = now
        scope = signed_in[1]
        if not await self.typing(ticket_id, Person(kind="staff", id=scope.staff_id, name=scope.name), by=scope):
            return
        answer = self._patron_hears_typing(ticket_id, scope.name)
        if hasattr(answer, "__await__"):
            await answer

    async def typing(self, ticket_id: int, who: Person, *, by: Scope | None = None) -> bool:
        """Tell those who may see the ticket that somebody types an answer. May be lost (law 7).

        `by`: the member of staff who does, and hears nothing of it; false where they may not see it themselves.
        """
        async with self._database.near() as session:
            audience = (await audiences(session, [ticket_id])).get(ticket_id)
        if audience is None or (by is not None and not by.hears(audience)):
            return False
        payload = Typing(ticket_id=ticket_id, who=who).model_dump(mode="json")
        for sid, viewer in list(self._fanout.viewers.items()):
            if viewer.scope.hears(audience) and (by is None or viewer.scope.staff_id != by.staff_id):
                await self.emit("typing", payload, to=sid)
        return True

    async def _tell(self, event: str, payload: dict[str, object], sid: str) -> None:
        with contextlib.suppress(Exception):
            # One broken socket must not keep it from the others.
            await self.emit(event, payload, to=sid)

    async def emit_batch(self, sid: str, events: Sequence[str], position: int) -> None:
        """Send an `EventBatch` of events that are JSON already."""
        batch = {"events": [orjson.Fragment(one) for one in events], "position": position}
        await self.server.tell(sid, "events", batch, namespace=self.namespace)

    async def emit_position(self, sid: str, position: int) -> None:
        await self.emit("position", {"position": position}, to=sid)

    async def drop(self, sid: str) -> None:
        """End a socket that cannot be told any more: it connects anew and resumes."""
        with contextlib.suppress(Exception):
            await self.disconnect(sid)

    async def scope_changed(self, staff_id: int) -> None:
        """Someone's role or memberships changed: their sockets see by the new ones, or end."""
        for sid in [sid for sid, (_, scope) in self._signed_in.items() if scope.staff_id == staff_id]:
            await self._look_again(sid)

    async def signs_of_life(self) -> None:
        """Seats with an open console live on; one whose lease had run out is taken again."""
        scopes = {scope.staff_id: scope for _, scope in self._signed_in.values() if scope.staff_id is not None}
        if not scopes:
            return
        async with self._database.transaction(durable=False) as session:
            left = await keep_alive(session, staff_ids=scopes, now=self._clock())
        await self._sit([scopes[one] for one in left])

    async def _sit(self, scopes: list[Scope]) -> None:
        for scope in scopes:
            # Who belongs nowhere gets no work and has no seat.
            if scope.staff_id is None or not scope.queue_ids:
                continue
            begins: Presence = self._begins if scope.role == "librarian" else "away"
            async with self._database.transaction(durable=False) as session:
                await sit(session, staff_id=scope.staff_id, begins=begins, now=self._clock())

    async def check_sessions(self) -> None:
        """End the sockets of sessions that were signed out or ran out."""
        for sid in list(self._signed_in):
            await self._look_again(sid)

    async def _look_again(self, sid: str) -> None:
        token_hash, scope = self._signed_in[sid]
        async with self._database.near() as session:
            row = await session.get(SessionRow, token_hash)
            living = row is not None and row.ended_at is None and row.expires_at > self._clock()
            staff = None
            if living and row is not None:
                staff = await session.get(StaffRow, row.staff_id)
            if staff is not None and staff.disabled_at is None:
                fresh = await scope_of(session, staff)
            else:
                fresh = None
        if fresh is None:
            self._fanout.leave(sid)
            await self.emit("signed_out", {}, to=sid)
            await self.disconnect(sid)
        elif fresh != scope:
            self._signed_in[sid] = (token_hash, fresh)
            if not fresh.sees_all:
                await self._look_away(sid)
            if sid in self._fanout.viewers:
                self._fanout.viewers[sid].scope = fresh
            await self.emit("resync", {}, to=sid)


def _ticket_id(data: object) -> int | None:
    ticket_id = data.get("ticket_id") if isinstance(data, dict) else None
    known = isinstance(ticket_id, int) and not isinstance(ticket_id, bool) and 0 < ticket_id < 2**53
    return ticket_id if known else None


def _written_as(data: object) -> WrittenAs | None:
    match data.get("writes") if isinstance(data, dict) else None:
        case "reply":
            return "reply"
        case "note":
            return "note"
        case _:
            return None


def _cookie(environ: dict[str, object]) -> str | None:
    header = environ.get("HTTP_COOKIE")
    jar: SimpleCookie = SimpleCookie(header if isinstance(header, str) else "")
    return jar[COOKIE].value if COOKIE in jar else None
