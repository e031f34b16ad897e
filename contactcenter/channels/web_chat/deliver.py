"""The patrons' screens of this process: new lines, status and typing, pushed as the log tells.

The fan-out calls `notify` for every event that a patron may hear of, in the log's order. A
conversation's lines are loaded once for all its sockets; a socket that misses a push asks by `resume`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

from contactcenter.channels.web_chat.lines import FileLinks, Json, wire_lines, wire_status
from contactcenter.channels.web_chat.parse import CHANNEL
from contactcenter.channels.web_chat.present import Present
from contactcenter.channels.web_chat.rooms import NOT_YET, Room, Rooms
from contactcenter.clock import Clock
from contactcenter.envelope import Desk, Line, Standing

BRINGS_LINES = frozenset({"message.received", "reply.written"})
MOVES_LINES = "messages.moved"
CHANGES_STATUS = frozenset({"ticket.assigned", "ticket.state_changed", "colleague.joined", "colleague.left"})
MOVES_THE_LINE = frozenset({"ticket.assigned", "ticket.state_changed", "patron.left", "offer.ended"})
TOLD_AGAIN = timedelta(minutes=1)
"""Whoever waits hears anew where they stand: seats come and go, and no event of a ticket tells of that."""
CHANGES_ROOT = frozenset({"ticket.merged", "ticket.unmerged"})

Emit = Callable[[str, Json, str], Awaitable[None]]
"""Sends an event with its payload to one socket."""


class Happened(Protocol):
    """An event of the log, as much of it as is needed here."""

    @property
    def type(self) -> str: ...

    @property
    def data(self) -> dict[str, object]: ...


class PatronSockets:
    """What the core tells the patrons' screens."""

    def __init__(self, *, desk: Desk, links: FileLinks, clock: Clock, emit: Emit) -> None:
        self._desk = desk
        self._links = links
        self._clock = clock
        self._emit = emit
        self.rooms = Rooms()
        self._line_moved = False
        self._told_at = clock()
        self.present = Present(desk=desk, clock=clock, rooms=self.rooms, channel=CHANNEL)

    async def notify(self, ticket_id: int, event: Happened) -> None:
        """Push what an event of this ticket brings to those who look at it. Cheap when nobody does."""
        if event.type in CHANGES_ROOT:
            await self._look_anew(ticket_id, event)
            return
        self._line_moved |= event.type in MOVES_THE_LINE
        if event.type == "patron.left":
            await self.present.left(ticket_id)
        elif event.data.get("to_state") in ("closed", "junk"):
            self.present.ended(ticket_id)
        for room in self.rooms.concerned(ticket_id):
            if event.type == MOVES_LINES:
                # What was split off is answered there from now on, and told here.
                await self.standing(room)
                await self._push(room, None)
            elif event.type in BRINGS_LINES:
                await self._push(room, event.data.get("message_id"), elsewhere=ticket_id != room.ticket_id)
            elif event.type in CHANGES_STATUS:
                await self._tell_status(room)

    async def look_who_left(self) -> None:
        """See `Present`, and `tell_places`; to be called every few seconds."""
        await self.present.look_who_left()
        await self.tell_places()

    async def status(self, ticket_id: int) -> None:
        """Tell a ticket's screens how it stands."""
        for room in self.rooms.concerned(ticket_id):
            await self._tell_status(room)

    async def typing(self, ticket_id: int, name: str) -> None:
        """A librarian types. May be lost (law 7); a screen forgets it after six seconds."""
        for room in self.rooms.concerned(ticket_id):
            await self._all(room, "typing", {"name": name})

    async def standing(self, room: Room) -> Standing | None:
        """How the room's ticket stands; keeps what the room listens to, and its name, up to date."""
        standing = await self._desk.standing(room.ticket_id)
        if standing is not None:
            room.name = standing.patron_name
            if room.sids:
                self.rooms.listen(room, root_id=standing.root_id, parts=standing.parts)
        return standing

    async def status_of(self, room: Room, standing: Standing | None) -> Json:
        """How the conversation and the desk stand, and the patron's place in the line while they wait."""
        opening = await self._desk.hours(self._clock(), standing.queue_id if standing else None)
        waits = standing is not None and standing.state == "open" and not standing.librarian and opening.open
        room.waits = waits
        return wire_status(standing, opening, await self._desk.place(room.ticket_id) if waits else None)

    async def tell_places(self) -> None:
        """The line has moved, or a minute passed: whoever waits in it hears where they stand now."""
        now = self._clock()
        if not self._line_moved and now - self._told_at < TOLD_AGAIN:
            return
        self._line_moved, self._told_at = False, now
        for room in self.rooms.all():
            if room.waits:
                await self._tell_status(room)

    async def _push(self, room: Room, line_id: object, *, elsewhere: bool = False) -> None:
        if room.told == NOT_YET:
            # No screen here has said what it has; its `resume` will bring this line.
            return
        if isinstance(line_id, int):
            if line_id <= room.told:
                if elsewhere:
                    # Two tickets share no lock: an answer there may come later than one here with a higher number.
                    since = await self._desk.history(room.ticket_id, after=line_id - 1)
                    await self._tell_lines(room, [line for line in since if line.version == line_id])
                return
            if line_id == room.acked and len(room.sids) == 1:
                # Its writer has the receipt and nobody else looks: nothing to load. Events come in the
                # log's order, so every earlier line has been told.
                room.told = room.shown = line_id
                return
        await self._tell_lines(room, await self._desk.history(room.ticket_id, after=room.told))

    async def _tell_lines(self, room: Room, lines: list[Line]) -> None:
        if not lines:
            return
        room.told = max(room.told, lines[-1].version)
        room.shown = max(room.shown, room.told)
        payload: Json = {"lines": wire_lines(lines, ticket_id=room.ticket_id, links=self._links), "version": room.told}
        await self._all(room, "lines", payload)

    async def _look_anew(self, ticket_id: int, event: Happened) -> None:
        """A merge, or its undoing: whose answers a patron sees has changed."""
        others = (event.data.get("into_ticket_id"), event.data.get("from_ticket_id"))
        ids = {ticket_id, *(one for one in others if isinstance(one, int))}
        rooms = {room.ticket_id: room for one in ids for room in self.rooms.concerned(one)}
        for room in rooms.values():
            await self._tell_status(room)
            await self._push(room, None)

    async def _tell_status(self, room: Room) -> None:
        await self._all(room, "status", await self.status_of(room, await self.standing(room)))

    async def _all(self, room: Room, event: str, payload: Json) -> None:
        for sid in room.sids:
            await self._emit(event, payload, sid)
