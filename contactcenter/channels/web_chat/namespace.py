"""The patron's socket: namespace `/patron`. Protocol: docs/api.md.

A socket either proves its conversation by the token in `auth`, or begins one by `start`. Every answer
is an acknowledgement; `{error: code}` says what went wrong, and the client words it.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from typing import ParamSpec

import socketio
import structlog
from aiohttp import web

from contactcenter.channels.web_chat.asks import Record, Refused, Resume, Say, Seen, Start, read
from contactcenter.channels.web_chat.deliver import PatronSockets
from contactcenter.channels.web_chat.lines import FileLinks, Json, moment, wire_lines
from contactcenter.channels.web_chat.origin import origin_allowed
from contactcenter.channels.web_chat.parse import raw
from contactcenter.channels.web_chat.peer import peer
from contactcenter.channels.web_chat.rooms import NOT_YET, Room
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.channels.web_chat.uploads import Upload, Uploads
from contactcenter.clock import Clock
from contactcenter.envelope import Accepted, Desk, Unavailable
from contactcenter.settings import Http

log = structlog.get_logger(__name__)
NAMESPACE = "/patron"
TYPING_PAUSE_S = 2.0
"""At most one typing hint a conversation in this time; screens forget one after six seconds."""

OnTyping = Callable[[int, str], Awaitable[object]]
"""Told that the patron of a ticket types, and their name."""

P = ParamSpec("P")


def answered(work: Callable[P, Awaitable[Json]]) -> Callable[P, Awaitable[Json]]:
    """Turn a refusal, or a core that cannot commit just now, into an answer."""

    @functools.wraps(work)
    async def handler(*args: P.args, **kwargs: P.kwargs) -> Json:
        try:
            return await work(*args, **kwargs)
        except Refused as refused:
            return {"error": refused.code}
        except Unavailable:
            return {"error": "unavailable"}

    return handler


class PatronNamespace(socketio.AsyncNamespace):
    """Everything a patron's page says on its socket."""

    def __init__(
        self, *, desk: Desk, http: Http, tokens: ChatTokens, uploads: Uploads, links: FileLinks, clock: Clock,
        on_typing: OnTyping, starts: Throttle,
    ) -> None:
        super().__init__(NAMESPACE)
        self._desk = desk
        self._http = http
        self._tokens = tokens
        self._uploads = uploads
        self._links = links
        self._clock = clock
        self._tell_staff = on_typing
        self._starts = starts
        self._typed: dict[int, float] = {}
        self.sockets = PatronSockets(desk=desk, links=links, clock=clock, emit=self._emit)

    async def on_connect(self, sid: str, environ: dict[str, object], auth: object = None) -> None:
        """Refuse a foreign page, and a token that is not ours; the client then begins anew."""
        request = environ.get("aiohttp.request")
        if isinstance(request, web.BaseRequest) and not origin_allowed(
            request.headers.get("Origin"), host=request.host, http=self._http
        ):
            raise socketio.exceptions.ConnectionRefusedError("origin")
        token = auth.get("token") if isinstance(auth, dict) else None
        if token is None:
            return
        proved = self._tokens.check(token)
        if proved is None:
            raise socketio.exceptions.ConnectionRefusedError("token")
        self.sockets.rooms.enter(sid, proved.ticket_id)

    async def on_disconnect(self, sid: str, _reason: object = None) -> None:
        room = self.sockets.rooms.of(sid)
        self.sockets.rooms.leave(sid)
        if room is not None and not room.sids:
            self._typed.pop(room.ticket_id, None)

    @answered
    async def on_start(self, sid: str, data: object = None) -> Json:
        """Open a conversation with its first message."""
        ask = read(Start, data)
        files = self._files(ask)
        if not self._starts.take(self._peer(sid)):
            raise Refused("slow_down")
        opening = await self._desk.hours(self._clock(), ask.queue)
        if not opening.open and not opening.takes_messages:
            raise Refused("closed")
        accepted = await self._desk.accept_now(raw(ask, ticket_id=None, files=files))
        if accepted.ticket_id is None:
            # The words are kept and will be read; only this conversation cannot go on.
            raise Refused("kept")
        room = self.sockets.rooms.enter(sid, accepted.ticket_id)
        room.name = ask.name
        room.told = max(room.told, 0)
        await self.sockets.present.come(room.ticket_id)
        standing = await self.sockets.standing(room)
        return {
            "token": self._tokens.issue(accepted.ticket_id), "ticket_id": accepted.ticket_id,
            "version": accepted.version or 0, "status": await self.sockets.status_of(room, standing),
        }

    @answered
    async def on_say(self, sid: str, data: object = None) -> Json:
        """Add a message. The hot path: one call of the core, nothing else."""
        room = self._room(sid)
        ask = read(Say, data)
        files = self._files(ask)
        accepted = await self._desk.accept_now(raw(ask, ticket_id=room.ticket_id, files=files))
        if accepted.version is not None and not files and len(room.sids) == 1:
            room.acked = accepted.version
        if await self.sockets.present.come(room.ticket_id):
            # They wait (anew) from now on, and nothing in the log that a patron may see says so.
            await self.sockets.status(room.ticket_id)
        if accepted.version is None:
            return await self._said_before(room, ask, accepted)
        return {"version": accepted.version, "at": moment(self._clock())}

    @answered
    async def on_resume(self, sid: str, data: object = None) -> Json:
        """What the screen missed since a version; `resync` when it knows of more than there is."""
        room = self._room(sid)
        version = read(Resume, data).version
        standing = await self.sockets.standing(room)
        if standing is None:
            raise Refused("gone")
        await self.sockets.present.come(room.ticket_id)
        if version > standing.version:
            return {"resync": True}
        if room.told == NOT_YET:
            # Before the lines are read: what is committed while they are read is pushed, not lost.
            room.told = version
        lines = await self._desk.history(room.ticket_id, after=version) if version < standing.version else []
        last = lines[-1].version if lines else version
        room.shown = max(room.shown, last)
        if len(room.sids) == 1:
            room.told = max(room.told, last)
        return {
            "lines": wire_lines(lines, ticket_id=room.ticket_id, links=self._links), "version": last,
            "status": await self.sockets.status_of(room, standing),
        }

    @answered
    async def on_transcript(self, sid: str, data: object = None) -> Json:
        """Mail the conversation to an address."""
        room = self._room(sid)
        email = read(Record, data).email
        outcome = await self._desk.transcript(room.ticket_id, email=email)
        if outcome != "queued":
            raise Refused(outcome)
        return {"to": email}

    async def on_seen(self, sid: str, data: object = None) -> None:
        """The screen showed everything up to a version."""
        room = self.sockets.rooms.of(sid)
        try:
            version = read(Seen, data).version
        except Refused:
            return
        # Only what was shown can have been seen: a made-up version would mark answers to come as delivered.
        if room is None or not room.seen < version <= room.shown:
            return
        room.seen = version
        await self._desk.seen(room.ticket_id, version=version)

    async def on_typing(self, sid: str, _data: object = None) -> None:
        room = self.sockets.rooms.of(sid)
        now = time.monotonic()
        if room is None or now - self._typed.get(room.ticket_id, -TYPING_PAUSE_S) < TYPING_PAUSE_S:
            return
        self._typed[room.ticket_id] = now
        await self._tell_staff(room.root_id, room.name)

    async def _said_before(self, room: Room, ask: Say, accepted: Accepted) -> Json:
        """The receipt of a message that came before (its first receipt was lost)."""
        if not accepted.duplicate:
            raise Refused("kept")
        for line in reversed(await self._desk.history(room.ticket_id)):
            if line.client_id == ask.client_id and line.author == "patron":
                return {"version": line.version, "at": moment(line.at)}
        # It stands in a ticket this patron's was split into: kept, and no longer in this conversation.
        return {"version": room.told, "at": moment(self._clock())}

    def _files(self, ask: Start | Say) -> list[Upload]:
        files = self._uploads.find_all(ask.attachments, now=self._clock()) if ask.attachments else []
        if files is None:
            raise Refused("file_gone")
        if not files and not ask.text.strip():
            raise Refused("empty")
        return files

    def _room(self, sid: str) -> Room:
        room = self.sockets.rooms.of(sid)
        if room is None:
            raise Refused("no_conversation")
        return room

    def _peer(self, sid: str) -> str:
        request = self.server.get_environ(sid, NAMESPACE).get("aiohttp.request")
        return peer(request, self._http.trusted_proxies) if isinstance(request, web.BaseRequest) else ""

    async def _emit(self, event: str, payload: Json, sid: str) -> None:
        await self.emit(event, payload, to=sid)
