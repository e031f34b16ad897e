"""A serving process of the product, with a data folder and ports of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import aiohttp
import orjson

from tests.neighbours.dovecot import PASSWORD
from tests.neighbours.last_will import LastWill
from tests.neighbours.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_S = 30.0


@dataclass
class Served:
    """`python -m contactcenter serve` and its sister commands under one configuration."""

    folder: Path
    database_url: str
    relay_port: int
    imap_port: int = 0
    accounts: dict[str, str] = field(default_factory=dict)
    """What happens to taken mail, by the user whose mailbox it is."""
    http_port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    starts: int = 0
    process: subprocess.Popen[bytes] | None = None
    _will: LastWill | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("CONTACTCENTER_")}
        return {
            **own,
            "CONTACTCENTER_CONFIG_DIR": str(self.folder / "config"),
            "CONTACTCENTER_DATA_DIR": str(self.folder),
            "CONTACTCENTER_DATABASE__URL": self.database_url,
            "CONTACTCENTER_HTTP__PORT": str(self.http_port),
            "CONTACTCENTER_MAIL__LISTEN": f"127.0.0.1:{self.mail_port}",
            "CONTACTCENTER_MAIL__UNDO_S": "0",
            "CONTACTCENTER_MAIL__SMTP__HOST": "127.0.0.1",
            "CONTACTCENTER_MAIL__SMTP__PORT": str(self.relay_port),
            "CONTACTCENTER_MAIL__SMTP__SECURITY": "none",
            "CONTACTCENTER_MAIL__MAILBOXES": orjson.dumps([
                {"name": user, "username": user, "after": after, "host": "127.0.0.1", "port": self.imap_port,
                 "security": "none", "password_env": "IMAP_PASSWORD"}
                for user, after in self.accounts.items()
            ]).decode(),
            "IMAP_PASSWORD": PASSWORD,
        }

    @contextlib.asynccontextmanager
    async def up(self) -> AsyncIterator[Self]:
        """It is ready, and killed at the end."""
        self.start()
        try:
            await self.ready()
            yield self
        finally:
            self.kill()

    async def command(self, *words: str, given: bytes = b"") -> tuple[int, str]:
        """Run a command to its end; the exit code, and what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "contactcenter", *words, cwd=ROOT, env=self.environment,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await process.communicate(given)
        return process.returncode or 0, said.decode()

    def start(self) -> None:
        log = (self.folder / f"serve-{self.starts:03}.log").open("wb")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "contactcenter", "serve"], cwd=ROOT, env=self.environment, stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._will = LastWill()
        self._will.names(self.process.pid)
        self.starts += 1

    async def ready(self) -> None:
        """Wait until it says so. Raises `RuntimeError` with its last words when it does not."""
        async with aiohttp.ClientSession() as client:
            for _ in range(int(READY_S / 0.05)):
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with client.get(f"{self.url}/readyz", timeout=aiohttp.ClientTimeout(2)) as answer:
                        if answer.status == 200:
                            return
                if self.process is not None and self.process.poll() is not None:
                    break
                await asyncio.sleep(0.05)
        raise RuntimeError((self.folder / f"serve-{self.starts - 1:03}.log").read_text()[-2000:])

    def kill(self) -> None:
        """As a power cut would: no signal that it could hear."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
        if self._will is not None:
            self._will.revoke()
            self._will = None
