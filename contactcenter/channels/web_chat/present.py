"""Which patrons are at the other end: the core is told when one comes and when one is gone for good.

A reload, a tunnel or a second tab is no leaving: gone is whoever had no socket for `GRACE_S`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from contactcenter.channels.web_chat.rooms import Rooms
from contactcenter.clock import Clock
from contactcenter.envelope import Desk

GRACE_S = 30.0


class Present:
    """The conversations of this process whose patrons are there, as far as the core was told."""

    def __init__(
        self, *, desk: Desk, clock: Clock, rooms: Rooms, channel: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._rooms = rooms
        self._channel = channel
        self._seconds = seconds
        self._there: set[int] = set()
        self._empty_since: dict[int, float] = {}
        self._begun = False

    async def come(self, ticket_id: int) -> bool:
        """A patron's screen is here; whether that is news. While the desk is closed they leave a message only."""
        if ticket_id in self._there:
            return False
        standing = await self._desk.standing(ticket_id)
        if standing is None or not (await self._desk.hours(self._clock(), standing.queue_id)).open:
            return False
        self._there.add(ticket_id)
        await self._desk.come(ticket_id)
        return True

    def ended(self, ticket_id: int) -> None:
        """The conversation was closed: what is said after that begins it anew."""
        self._there.discard(ticket_id)

    async def left(self, ticket_id: int) -> None:
        """The core was told that they left. If their screen is here, that was another process's word: it is wrong."""
        self._there.discard(ticket_id)
        for room in self._rooms.concerned(ticket_id):
            if room.sids:
                await self.come(room.ticket_id)

    async def look_who_left(self) -> None:
        """Tell the core of those whose last screen is gone; after a restart also of those who never came back."""
        if not self._begun:
            self._there.update(await self._desk.in_conversation(self._channel))
            self._begun = True
        now = self._seconds()
        for ticket_id in list(self._there):
            if any(room.sids for room in self._rooms.concerned(ticket_id)):
                self._empty_since.pop(ticket_id, None)
            elif now - self._empty_since.setdefault(ticket_id, now) >= GRACE_S:
                self._there.discard(ticket_id)
                self._empty_since.pop(ticket_id, None)
                await self._desk.leave(ticket_id)
        for ticket_id in self._empty_since.keys() - self._there:
            del self._empty_since[ticket_id]
