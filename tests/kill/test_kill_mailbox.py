"""Fetching under `kill -9`: every mail that Dovecot got is here once, and dealt with there."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from contactcenter.db.engine import Database
from contactcenter.intake.mailboxes.tables import MailboxFolderRow, MailboxMailRow
from contactcenter.intake.tables import InboundRow
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.tickets.tables import MessageRow
from tests.kill.clients import letter
from tests.kill.served import Served
from tests.neighbours.dovecot import PASSWORD, Dovecot
from tests.neighbours.smtp import SmtpSink

SETTLED_S = 60.0
PAUSE_S = 0.05
MAILS_A_KILL = 12
"""In each account: enough that something is always under way, whatever the speed of the machine."""


@pytest.fixture
def durable() -> bool:
    return True


@dataclass
class Fetching(Served):
    """A serving process that fetches: one account keeps its mail, the other moves it away."""

    imap_port: int = 0
    keeps: str = ""
    moves: str = ""

    @property
    def environment(self) -> dict[str, str]:
        common = {
            "host": "127.0.0.1", "port": self.imap_port, "security": "none", "password_env": "IMAP_PASSWORD",
        }
        return {**super().environment, "IMAP_PASSWORD": PASSWORD, "CONTACTCENTER_MAIL__MAILBOXES": orjson.dumps([
            {**common, "name": "keeps", "username": self.keeps},
            {**common, "name": "moves", "username": self.moves, "after": "move:Taken"},
        ]).decode()}


@pytest.mark.timeout(300)
async def test_ten_kills_while_fetching_lose_and_double_nothing(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, dovecot_server: Dovecot
) -> None:
    await _killed(database_url, tmp_path, smtp_sink, dovecot_server, kills=10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_two_hundred_kills_while_fetching_lose_and_double_nothing(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, dovecot_server: Dovecot
) -> None:
    await _killed(database_url, tmp_path, smtp_sink, dovecot_server, kills=200)


async def _killed(database_url: str, folder: Path, sink: SmtpSink, server: Dovecot, *, kills: int) -> None:
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201  # to meet the same moments again
    dice = random.Random(seed)  # noqa: S311
    keeps, moves = server.new_user(), server.new_user()
    served = Fetching(folder, database_url, sink.port, imap_port=server.imap_port, keeps=keeps, moves=moves)
    over, killed = asyncio.Event(), itertools.count(1)
    allowed = [MAILS_A_KILL]
    served.start()
    posts: list[asyncio.Task[list[str]]] = []
    try:
        await served.ready()
        posts = [asyncio.create_task(_posts(server, user, over, allowed, dice.random())) for user in (keeps, moves)]
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(0.05, 1.2))
            served.kill()
            allowed[0] = MAILS_A_KILL * (next(killed) + 1)
            await asyncio.sleep(dice.uniform(0, 0.2))
            served.start()
            await served.ready()
        over.set()
        kept, moved = await asyncio.gather(*posts)
        print(f"{len(kept)} and {len(moved)} mails")  # noqa: T201
        database = Database(DatabaseSettings(url=database_url), folder)
        try:
            await _settled(database, len(kept) + len(moved))
            await _once(database, [*kept, *moved])
        finally:
            await database.close()
        assert len(server.uids(keeps)) == len(kept)
        assert server.uids(moves) == []
        assert len(server.uids(moves, "Taken")) == len(moved)
    finally:
        over.set()
        served.kill()
        if posts:
            await asyncio.wait(posts, timeout=10)


async def _posts(
    server: Dovecot, user: str, over: asyncio.Event, allowed: Sequence[int], pace: float
) -> list[str]:
    """The world: hands mail to Dovecot, now and then many at once, whatever happens to us."""
    dice = random.Random(pace)  # noqa: S311
    posted: list[str] = []
    while not over.is_set():
        if len(posted) >= allowed[0]:
            await asyncio.sleep(PAUSE_S)
            continue
        some = [f"{user}n{len(posted) + number:05}" for number in range(dice.choice((1, 1, 1, 6)))]
        mails = [letter(words, large=words.endswith("33")) for words in some]
        await asyncio.to_thread(server.deliver, user, *mails)
        posted += some
        await asyncio.sleep(PAUSE_S * dice.randint(1, 10))
    return posted


async def _settled(database: Database, count: int) -> None:
    """Wait until so many are understood, and nothing is left to do on the server."""
    done, pending = 0, [""]
    begun = time.monotonic()
    while time.monotonic() - begun < SETTLED_S:
        async with database.read() as session:
            done = (await session.execute(
                select(func.count()).where(InboundRow.state != "received")
            )).scalar_one()
            pending = list((await session.execute(select(MailboxFolderRow.pending))).scalars())
        if done >= count and not any(pending):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"after {SETTLED_S} s {done} of {count} are understood, {pending} wait on the server")


async def _once(database: Database, posted: list[str]) -> None:
    assert len(posted) >= 20
    async with database.read() as session:
        texts = (await session.execute(
            select(MessageRow.text).where(MessageRow.channel == "email", MessageRow.kind == "patron")
        )).scalars().all()
        states = Counter((await session.execute(select(InboundRow.state))).scalars())
        mapped = (await session.execute(select(func.count()).select_from(MailboxMailRow))).scalar_one()
    assert Counter(text.strip() for text in texts) == {f"This is {words}.": 1 for words in posted}
    # Not one was kept twice and only then found out: the mail and its UID are one commit.
    assert states == {"done": len(posted)}
    assert mapped == len(posted)
