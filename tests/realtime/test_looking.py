"""Who looks where: to those who may see the ticket, once a person, gone with the socket, mended after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from contactcenter.accounts.scope import Scope
from contactcenter.db.engine import Database
from contactcenter.queue.move import move
from contactcenter.realtime.fanout import Viewer
from contactcenter.realtime.looking import Lookers
from contactcenter.shapes.wire import LookedAt, Looking
from tests.conformance.house import House
from tests.library import open_library
from tests.realtime.test_board import Socket, at_a_socket, says

Told = dict[str, list[Looking]]


def lookers(database: Database, **scopes: Scope) -> tuple[Lookers, dict[str, Viewer], Told]:
    """Sockets named by whose they are (`rosa`, `rosa2`), and what each was told."""
    told: Told = {sid: [] for sid in scopes}

    async def emit(event: str, payload: dict[str, object], sid: str) -> None:
        assert event == "looking"
        told[sid].append(Looking.model_validate(payload))

    viewers = {sid: Viewer(scope, 0) for sid, scope in scopes.items()}
    return Lookers(database, viewers, emit), viewers, told


def named(looking: Looking) -> list[tuple[str, str | None]]:
    return [(one.name, one.writes) for one in looking.people]


async def test_who_may_see_the_ticket_hears_of_it(house: House) -> None:
    ticket_id = await house.mails()
    signs, _, told = lookers(house.database, **{login: house.scopes[login] for login in ("rosa", "ines", "wang", "tomas")})
    signs.look("rosa", ticket_id)
    # Who may not see it looks in vain, and is told of nobody.
    signs.look("tomas", ticket_id)
    signs.look("wang", ticket_id, "reply")
    assert await signs.next_set() == 1
    assert [named(one) for one in told["ines"]] == [[("Rosa Marín", None)]]
    assert told["wang"] == told["tomas"] == []
    assert await signs.seen_by(house.scopes["tomas"]) == await signs.seen_by(house.scopes["wang"]) == []
    assert await signs.next_set() == 0
    assert len(told["ines"]) == 1


async def test_several_tabs_are_one_person(house: House) -> None:
    ticket_id = await house.mails()
    rosa, ines = house.scopes["rosa"], house.scopes["ines"]
    signs, viewers, told = lookers(house.database, rosa=rosa, rosa2=rosa, ines=ines)
    for sid, writes in (("rosa", None), ("rosa2", "reply"), ("ines", "note")):
        signs.look(sid, ticket_id, writes)  # type: ignore[arg-type]
    await signs.next_set()
    assert named(told["ines"][-1]) == [("Rosa Marín", "reply"), ("Ines", "note")]
    signs.look("rosa2", None)
    del viewers["rosa2"]
    await signs.next_set()
    assert named(told["ines"][-1]) == [("Rosa Marín", None), ("Ines", "note")]
    signs.look("rosa", None)
    await signs.next_set()
    assert named(told["ines"][-1]) == [("Ines", "note")]


async def test_it_moves_out_of_sight(house: House) -> None:
    ticket_id = await house.mails()
    signs, _, told = lookers(house.database, rosa=house.scopes["rosa"], wang=house.scopes["wang"])
    signs.look("rosa", ticket_id)
    await signs.next_set()
    await house.does("ines", move, ticket_id=ticket_id, queue_id=house.queues["law"])
    signs.look("wang", ticket_id)
    await signs.next_set()
    assert [named(one) for one in told["wang"]] == [[("王芳", None)]]
    assert len(told["rosa"]) == 1


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.02)


async def looks(socket: Socket, said: object) -> LookedAt:
    return LookedAt.model_validate(await socket.client.call("looking", said, namespace="/staff"))


async def test_by_the_socket(tmp_path: Path) -> None:
    async with open_library(tmp_path) as library, at_a_socket(library, "ines", "supervisor") as ines:
        await says(library, 1)
        heard: list[Looking] = []
        ines.client.on("looking", lambda data: heard.append(Looking.model_validate(data)), namespace="/staff")
        async with at_a_socket(library, "rosa", "librarian") as rosa:
            # Before it follows along a socket looks nowhere.
            await looks(rosa, {"ticket_id": 1, "writes": None})
            for one in (ines, rosa):
                await one.client.call("resume", {"position": 0}, namespace="/staff")
            for said in ("1", None, {"ticket_id": "1"}, {"ticket_id": True}, {"ticket_id": -1}, {"ticket_id": 2**53}):
                assert (await looks(rosa, said)).items == []
            await looks(rosa, {"ticket_id": 1, "writes": "reply"})
            await until(lambda: bool(heard))
            assert named(heard[-1]) == [("Rosa", "reply")]
            all_of_it = await looks(ines, {"ticket_id": None, "writes": None, "all": True})
            assert [named(one) for one in all_of_it.items] == [[("Rosa", "reply")]]
        # The tab is closed.
        await until(lambda: heard[-1].people == [])


@pytest.mark.parametrize("hints", [40])
async def test_typing_is_bounded_for_a_socket(tmp_path: Path, hints: int) -> None:
    async with (
        open_library(tmp_path) as library, at_a_socket(library, "ines", "supervisor") as ines,
        at_a_socket(library, "rosa", "librarian") as rosa,
    ):
        await says(library, 1)
        await says(library, 2)
        heard: list[object] = []
        ines.client.on("typing", heard.append, namespace="/staff")
        for one in (ines, rosa):
            await one.client.call("resume", {"position": 0}, namespace="/staff")
        for number in range(hints):
            await rosa.client.emit("typing", {"ticket_id": 1 + number % 2}, namespace="/staff")
        await looks(rosa, {"ticket_id": None})
        await until(lambda: bool(heard))
        assert len(heard) == 1
