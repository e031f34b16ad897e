"""What may befall a house besides being killed: cut wires, silent neighbours, servers that go and come again."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.kill.town import MOMENTS, Town
from tests.neighbours.postgres import Postgres

Trouble = Callable[[], Awaitable[None]]


def troubles(town: Town, database: Postgres | Path) -> dict[str, Trouble]:
    """Each trouble by its name; `database` is the server, or SQLite's file. The house has come through when it returns."""
    dice = town.dice

    async def killed() -> None:
        await town.kill(dice.choice([*MOMENTS, ""]))

    async def cut(name: str) -> None:
        wire = town.wires[name]
        wire.cut()
        await asyncio.sleep(dice.uniform(0.1, 8))
        wire.heal()

    async def silent(name: str) -> None:
        # As a NAT that forgot: what is said arrives, and no answer comes back. Then the connection ends.
        wire = town.wires[name]
        wire.answers_pass = False
        await asyncio.sleep(dice.uniform(0.1, 8))
        wire.cut()
        wire.heal()

    async def mailboxes_restart() -> None:
        async with town.promises.posting:
            await asyncio.to_thread(town.dovecot.stop)
            await asyncio.sleep(dice.uniform(0, 5))
            await asyncio.to_thread(town.dovecot.start)

    async def read_by_others() -> None:
        def reads() -> None:
            for user in town.served.accounts:
                with town.dovecot.other_client(user) as client:
                    client.uid("STORE", "1:*", "+FLAGS", r"(\Seen \Flagged)")

        async with town.promises.posting:
            await asyncio.to_thread(reads)

    async def relay_refuses() -> None:
        answer = dice.choice(("421 4.3.2 going down", "451 4.3.0 later", "452 4.3.1 disk full"))
        town.sink.order(dice.choice(("mail", "rcpt", "data")), answer, times=dice.randint(1, 5))

    return {
        "killed": killed,
        "mailboxes cut": lambda: cut("imap"), "relay cut": lambda: cut("relay"), "door cut": lambda: cut("door"),
        "mailboxes silent": lambda: silent("imap"), "relay silent": lambda: silent("relay"),
        "door silent": lambda: silent("door"), "mailboxes restart": mailboxes_restart,
        "database gone": lambda: database_gone(database, seconds=dice.uniform(0.5, 20)),
        "read by others": read_by_others, "relay refuses": relay_refuses,
    }


async def database_gone(database: Postgres | Path, *, seconds: float) -> None:
    """PostgreSQL crashes and starts again; SQLite's file is locked by somebody else for a time."""
    if isinstance(database, Postgres):
        await asyncio.to_thread(database.crash)
    else:
        await asyncio.to_thread(_lock, database, seconds)


def _lock(file: Path, seconds: float) -> None:
    """Hold SQLite's write lock, as another program would that has the file open."""
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    finally:
        connection.close()
