"""An hour under load: wires cut, neighbours gone, the house killed, and nothing lost or doubled."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.conftest import migrated
from tests.kill.kept import kept, settled
from tests.kill.town import Pace, open_town
from tests.kill.troubles import troubles
from tests.neighbours import postgres, smtp
from tests.neighbours.dovecot import Dovecot

HOUR_S = float(os.environ.get("SOAK_SECONDS", "3600"))
SETTLED_S = 600.0
"""What a dead relay delayed is due again within five minutes."""
PACE = Pace(mail_s=0.8, pipe_s=10.0, post_s=4.0, chat_s=1.0)
LONGEST_PEACE_S = 12.0
REST_S = 5.0


@pytest.mark.soak
@pytest.mark.timeout(2 * HOUR_S + 2 * SETTLED_S)
async def test_an_hour_of_load_cuts_and_kills(
    dialect: str, tmp_path: Path, sqlite_template: Path, dovecot_server: Dovecot
) -> None:
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201  # to meet the same troubles again
    dice = random.Random(seed)  # noqa: S311
    met: Counter[str] = Counter()
    with ExitStack() as stack:
        sink = stack.enter_context(smtp.running(tmp_path / "smtp"))
        what: Path | postgres.Postgres = tmp_path / "contactcenter.sqlite3"
        url = "sqlite"
        if dialect == "sqlite":
            shutil.copytree(sqlite_template, tmp_path, dirs_exist_ok=True)
        else:
            # One of its own, since it will crash.
            what = server = stack.enter_context(postgres.running())
            url = server.url(await server.create())
            await migrated(url, tmp_path)
        async with open_town(tmp_path, url, dovecot=dovecot_server, sink=sink, dice=dice, pace=PACE) as town:
            them = troubles(town, what)
            end = time.monotonic() + HOUR_S
            while time.monotonic() < end:
                await asyncio.sleep(dice.uniform(0, LONGEST_PEACE_S))
                name = dice.choice([*them, "killed", "killed", "killed"])
                await them[name]()
                met[name] += 1
                for person in town.people:
                    assert not person.done(), person
            await asyncio.sleep(REST_S)
            await town.go_home()
            database = Database(DatabaseSettings(url=url), tmp_path)
            try:
                await settled(database, town, seconds=SETTLED_S)
                print(dict(met), await kept(database, town))  # noqa: T201
            finally:
                await database.close()
