"""After the machine was started anew no screen takes something else for what it has seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from contactcenter.db.wake import Wake
from contactcenter.events import restarted
from contactcenter.events.restarted import FAR, UNKNOWN, note_start, this_start
from contactcenter.events.tables import EventRow
from contactcenter.realtime.fanout import Fanout
from tests.conformance.house import House


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def starts(house: House, boot: str) -> bool:
    async with house.database.transaction() as session:
        return await note_start(session, boot=boot, now=house.clock())


async def test_a_screen_that_knew_more_than_the_disk_loads_everything_anew(house: House) -> None:
    await house.mails()
    assert await starts(house, "first")
    told = await house.head() + 1  # of something that the power cut took
    assert await starts(house, "second")
    await house.mails()
    fanout = Fanout(house.database, Wake(house.database))
    await fanout.start()
    try:
        answer = await fanout.join("screen", house.scopes["rosa"], told)
    finally:
        await fanout.close()
    assert answer.resync


async def test_a_process_that_starts_again_on_the_same_machine_changes_nothing(house: House) -> None:
    await house.mails()
    assert await starts(house, "first")
    head = await house.head()
    assert not await starts(house, "first")
    assert await house.head() == head


async def test_an_empty_log_has_told_nobody_anything(house: House) -> None:
    async with house.database.transaction() as session:
        await session.execute(delete(EventRow))
    assert await starts(house, "first")
    assert await house.head() == 1
    assert await starts(house, "second")
    assert await house.head() == 1 + FAR


async def test_a_system_that_does_not_say_is_taken_to_be_started_anew(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(restarted, "_BOOT", tmp_path / "nothing")
    assert this_start() == UNKNOWN
    assert await starts(house, UNKNOWN)
    assert await starts(house, UNKNOWN)


async def test_a_screen_that_knows_of_more_than_there_is_loads_everything_anew(house: House) -> None:
    """An older database was put in place, from a copy."""
    await house.mails()
    fanout = Fanout(house.database, Wake(house.database))
    await fanout.start()
    try:
        head = await house.head()
        assert not (await fanout.join("screen", house.scopes["rosa"], head)).resync
        assert (await fanout.join("another", house.scopes["rosa"], head + 1)).resync
    finally:
        await fanout.close()
