"""Staff hear of a commit at once; a patron is told only what no power cut can take back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from contactcenter.db.wake import Wake
from contactcenter.events.tail import Logged
from contactcenter.realtime.fanout import Fanout
from tests.conformance.house import House


class Screens:
    """A librarian's and a patron's, and what each was told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.more = asyncio.Event()

    async def emit_batch(self, _sid: str, _events: Sequence[str], _position: int) -> None:
        self._hear("staff")

    async def emit_position(self, _sid: str, _position: int) -> None: ...

    async def scope_changed(self, _staff_id: int) -> None: ...

    async def drop(self, sid: str) -> None:
        raise AssertionError(sid)

    async def notify(self, _ticket_id: int, event: Logged) -> None:
        self._hear(event.type)

    def _hear(self, what: str) -> None:
        self.told.append(what)
        self.more.set()


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def test_the_librarian_is_told_while_the_disk_is_waited_for_and_the_patron_after(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id = await house.chats()
    wake, screens, on_disk = Wake(house.database), Screens(), asyncio.Event()
    fanout = Fanout(house.database, wake)
    fanout.staff, fanout.patrons = screens, [screens]
    refused = 1

    async def durable() -> None:
        nonlocal refused
        await on_disk.wait()
        if refused:
            refused -= 1
            raise OSError("Input/output error")

    wake.start()
    await fanout.start()
    await fanout.join("screen", house.scopes["rosa"], await house.head())
    monkeypatch.setattr(house.database, "durable", durable)
    monkeypatch.setattr("contactcenter.realtime.fanout.AGAIN_S", 0)
    try:
        saying = asyncio.create_task(house.says("And now?", ticket_id=ticket_id))
        async with asyncio.timeout(10):
            await screens.more.wait()
        assert screens.told == ["staff"]
        assert not saying.done()
        screens.more.clear()
        on_disk.set()
        async with asyncio.timeout(10):
            # Told in the end, though the disk refused at first.
            await screens.more.wait()
        assert screens.told == ["staff", "message.received"]
        await asyncio.gather(saying, return_exceptions=True)
    finally:
        await fanout.close()
        await wake.close()
