"""Laws 1, 4 and 5 under `kill -9`: every mail and chat message once, whichever way it came; every answer sent."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
from pathlib import Path

import pytest

from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.conftest import migrated
from tests.kill.kept import kept, settled
from tests.kill.town import MOMENTS, Pace, open_town
from tests.kill.troubles import database_gone
from tests.neighbours import postgres, smtp
from tests.neighbours.dovecot import Dovecot
from tests.neighbours.postgres import Postgres

SETTLED_S = 90.0
"""The killed process's leases end after 20 s; the rest is a slow machine's share."""


@pytest.mark.timeout(600)
async def test_ten_kills_on_each_database_lose_and_double_nothing(
    tmp_path: Path, sqlite_template: Path, dovecot_server: Dovecot
) -> None:
    # Two houses at once: mostly they wait, for a process to start or for a dead one's leases to end.
    shutil.copytree(sqlite_template, tmp_path / "sqlite")
    (tmp_path / "postgresql").mkdir()
    with postgres.running() as server:  # one of its own, since it will crash
        url = server.url(await server.create())
        await migrated(url, tmp_path / "postgresql")
        ends = await asyncio.gather(
            _killed("sqlite", tmp_path / "sqlite", None, dovecot_server, kills=10),
            _killed(url, tmp_path / "postgresql", server, dovecot_server, kills=10),
            return_exceptions=True,
        )
    for end in ends:
        if isinstance(end, BaseException):
            raise end


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_two_hundred_kills_lose_and_double_nothing(
    dialect: str, tmp_path: Path, sqlite_template: Path, dovecot_server: Dovecot
) -> None:
    if dialect == "sqlite":
        shutil.copytree(sqlite_template, tmp_path, dirs_exist_ok=True)
        await _killed("sqlite", tmp_path, None, dovecot_server, kills=200)
        return
    with postgres.running() as server:
        url = server.url(await server.create())
        await migrated(url, tmp_path)
        await _killed(url, tmp_path, server, dovecot_server, kills=200)


async def _killed(database_url: str, folder: Path, server: Postgres | None, dovecot: Dovecot, *, kills: int) -> None:
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201  # to meet the same moments again
    dice = random.Random(seed)  # noqa: S311
    # Every moment has its turn, and three of ten are any moment at all.
    moments = [*MOMENTS, "", "", ""]
    dice.shuffle(moments)
    with smtp.running(folder / "smtp") as sink:
        async with open_town(
            folder, database_url, dovecot=dovecot, sink=sink, dice=dice, pace=Pace(), bounded=True
        ) as town:
            for number, moment in zip(range(kills), itertools.cycle(moments), strict=False):
                if number % 10 == 5:
                    await database_gone(server or folder / "contactcenter.sqlite3", seconds=1)
                await town.kill(moment)
            await town.go_home()
            database = Database(DatabaseSettings(url=database_url), folder)
            try:
                await settled(database, town, seconds=SETTLED_S)
                print(await kept(database, town))  # noqa: T201
            finally:
                await database.close()
