"""Which sockets look at which conversation: one small record per conversation, nothing per socket but a number."""

from __future__ import annotations

from collections.abc import Iterable

NOT_YET = -1


class Room:
    """The sockets of one conversation (its tabs).

    `told`: version of the last line that every socket here was told of; what comes after is pushed.
    It is NOT_YET until a socket has said what it has. `acked`: a line whose only reader wrote it and
    has its receipt. `shown`: the newest line that any screen here was given; `seen`: that the patron saw.
    `waits`: its patron stands in the line, as far as it was last told.
    `elsewhere`: other tickets whose answers are told here.
    """

    __slots__ = ("acked", "elsewhere", "name", "root_id", "seen", "shown", "sids", "ticket_id", "told", "waits")

    def __init__(self, ticket_id: int) -> None:
        self.ticket_id = ticket_id
        self.root_id = ticket_id
        self.elsewhere: tuple[int, ...] = ()
        self.sids: tuple[str, ...] = ()
        self.told = NOT_YET
        self.acked = 0
        self.shown = 0
        self.seen = 0
        self.name = ""
        self.waits = False


class Rooms:
    """All rooms of this process. A room is there as long as it has a socket."""

    def __init__(self) -> None:
        self._tickets: dict[str, int] = {}
        self._rooms: dict[int, Room] = {}
        self._listening: dict[int, frozenset[int]] = {}

    def enter(self, sid: str, ticket_id: int) -> Room:
        """Put a socket into a conversation; it leaves any other."""
        if self._tickets.get(sid) not in (None, ticket_id):
            self.leave(sid)
        room = self._rooms.get(ticket_id)
        if room is None:
            room = self._rooms[ticket_id] = Room(ticket_id)
        if sid not in room.sids:
            room.sids = (*room.sids, sid)
            self._tickets[sid] = ticket_id
        return room

    def leave(self, sid: str) -> None:
        """The socket is gone."""
        ticket_id = self._tickets.pop(sid, None)
        room = self._rooms.get(ticket_id) if ticket_id is not None else None
        if room is None:
            return
        room.sids = tuple(one for one in room.sids if one != sid)
        if not room.sids:
            self.listen(room, root_id=room.ticket_id)
            del self._rooms[room.ticket_id]

    def of(self, sid: str) -> Room | None:
        """The conversation a socket looks at."""
        ticket_id = self._tickets.get(sid)
        return self._rooms.get(ticket_id) if ticket_id is not None else None

    def all(self) -> list[Room]:
        """Every room."""
        return list(self._rooms.values())

    def concerned(self, ticket_id: int) -> list[Room]:
        """Rooms that a ticket's event concerns: its own, and those that listen to it."""
        return list(self._found((ticket_id, *sorted(self._listening.get(ticket_id, ())))))

    def listen(self, room: Room, *, root_id: int, parts: tuple[int, ...] = ()) -> None:
        """Note where this conversation is answered: by the ticket it was merged into, and by those split off it."""
        for one in room.elsewhere:
            left = self._listening.get(one, frozenset()) - {room.ticket_id}
            if left:
                self._listening[one] = left
            else:
                self._listening.pop(one, None)
        room.root_id = root_id
        room.elsewhere = tuple(one for one in (root_id, *parts) if one != room.ticket_id)
        for one in room.elsewhere:
            self._listening[one] = self._listening.get(one, frozenset()) | {room.ticket_id}

    def _found(self, ticket_ids: Iterable[int]) -> Iterable[Room]:
        for one in ticket_ids:
            room = self._rooms.get(one)
            if room is not None:
                yield room

    def __len__(self) -> int:
        return len(self._rooms)
