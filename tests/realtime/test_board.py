"""The board by the socket: to supervisors alone, whole, and at most twice a second whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import socketio
from sqlalchemy import update

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.changed import changed
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.accounts.tables import StaffRow
from contactcenter.channels.web_chat.parse import CHANNEL
from contactcenter.envelope import Raw
from contactcenter.events.record import SYSTEM
from contactcenter.shapes.base import Role
from contactcenter.shapes.board import Board
from tests.library import Library, open_library

EVENTS_A_SECOND = 200
SECONDS = 3


@dataclass
class Socket:
    """A staff socket, and when which board came."""

    client: socketio.AsyncClient
    staff_id: int
    boards: list[tuple[float, Board]] = field(default_factory=list)

    async def watches(self, *, on: object = True) -> object:
        return await self.client.call("board", on, namespace="/staff")


@asynccontextmanager
async def at_a_socket(library: Library, login: str, role: Role) -> AsyncIterator[Socket]:
    now = datetime.now(UTC)
    async with library.house.database.transaction() as session:
        staff_id = await add_staff(session, login=login, name=login.title(), role=role, password_hash=None, now=now)
        await set_membership(session, staff_id=staff_id, department_ids=[] if login == "tomas" else [1], now=now)
        token = (await start_session(session, staff_id=staff_id, now=now)).token
    socket = Socket(socketio.AsyncClient(reconnection=False), staff_id)
    socket.client.on("board", lambda data: socket.boards.append((time.monotonic(), Board.model_validate(data))),
                     namespace="/staff")
    await socket.client.connect(library.url, transports=["websocket"], namespaces=["/staff"],
                                headers={"Cookie": f"cc_session={token}"})
    try:
        yield socket
    finally:
        await socket.client.disconnect()


async def says(library: Library, number: int) -> None:
    said = f'{{"ticket_id": null, "client_id": "client-{number:06}", "text": "Hello?"}}'.encode()
    await library.house.desk.accept_now(Raw(CHANNEL, said))


async def boards(socket: Socket, count: int) -> None:
    async with asyncio.timeout(15):
        while len(socket.boards) < count:
            await asyncio.sleep(0.02)


async def test_supervisors_hear_it_and_nobody_else(tmp_path: Path) -> None:
    async with (
        open_library(tmp_path) as library, at_a_socket(library, "ines", "supervisor") as ines,
        at_a_socket(library, "rosa", "librarian") as rosa, at_a_socket(library, "tomas", "librarian") as tomas,
    ):
        assert [await one.watches() for one in (ines, rosa, tomas)] == [True, False, False]
        assert await tomas.watches(on={"position": 1}) is False
        await boards(ines, 1)
        heard = len(ines.boards)
        await says(library, 1)
        await boards(ines, heard + 1)
        assert ines.boards[-1][1].position >= ines.boards[0][1].position
        assert rosa.boards == tomas.boards == []
        assert await ines.watches(on=False) is False
        heard = len(ines.boards)
        await says(library, 2)
        await asyncio.sleep(1.2)
        assert len(ines.boards) == heard


async def test_who_supervises_no_longer_hears_no_more(tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_a_socket(library, "ines", "supervisor") as ines:
        assert await ines.watches() is True
        await boards(ines, 1)
        async with library.house.database.transaction() as session:
            await session.execute(update(StaffRow).where(StaffRow.id == ines.staff_id).values(role="librarian"))
            await changed(session, staff_id=ines.staff_id, actor=SYSTEM, now=datetime.now(UTC))
        await asyncio.sleep(1.2)
        heard = len(ines.boards)
        await says(library, 1)
        await asyncio.sleep(1.2)
        assert len(ines.boards) == heard
        assert await ines.watches() is False


async def test_a_flood_of_events_is_two_boards_a_second(tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_a_socket(library, "ines", "supervisor") as ines:
        assert await ines.watches() is True
        await boards(ines, 1)
        begun, heard = time.monotonic(), len(ines.boards)
        rings = 0
        while (passed := time.monotonic() - begun) < SECONDS:
            # As many wake-ups as there would be events by now, however slow the machine is.
            while rings < passed * EVENTS_A_SECOND:
                library.house.wake.ring()
                rings += 1
            if rings % 50 == 0:
                await says(library, rings)
            await asyncio.sleep(1 / EVENTS_A_SECOND)
        told = [at for at, _ in ines.boards[heard:]]
        assert rings >= (SECONDS - 1) * EVENTS_A_SECOND
        assert 1 <= len(told) <= 2 * (told[-1] - begun) + 1
