"""A disk that is full: nothing is promised that is not kept, and all goes on by itself once there is room."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import shutil
import smtplib
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlalchemy import select

from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.tickets.tables import MessageRow
from tests.kill.clients import DESK, letter
from tests.kill.served import Served
from tests.neighbours.smtp import SmtpSink

DISK_MB = 24
SETTLED_S = 60.0
SMALL = 300
"""Mails of a few kB, more than a full SQLite's files have room left for."""


@dataclass
class Disk:
    """The disk of a data folder. Where nobody may mount a small one, the house's files may not grow instead."""

    folder: Path
    mounted: bool

    def fill(self, house: int) -> None:
        """Until nothing fits any more; `house` is its process."""
        if not self.mounted:
            resource.prlimit(house, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            return
        with contextlib.suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as file:
            while file.write(b"\0" * 4096) == 4096:
                pass

    def free(self, house: int) -> None:
        if not self.mounted:
            resource.prlimit(house, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            return
        (self.folder / "ballast").unlink()


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}M", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def send(port: int, data: bytes) -> int:
    """The code that the door answered."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        try:
            client.sendmail("reader@uni.example", [DESK], data)
        except smtplib.SMTPDataError as error:
            return error.smtp_code
        return 250


async def test_what_finds_no_room_comes_again(
    database_url: str, dialect: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as disk:
        if dialect == "sqlite":
            shutil.copy(tmp_path / "contactcenter.sqlite3", folder)
        async with Served(folder, database_url, smtp_sink.port).up() as served:
            assert served.process is not None
            assert await asyncio.to_thread(send, served.mail_port, letter("before")) == 250
            await asyncio.to_thread(disk.fill, served.process.pid)
            large = ["large0", "large1"]
            for words in large:
                assert await asyncio.to_thread(send, served.mail_port, letter(words, large=True)) == 452
            if disk.mounted:
                assert (await served.command("deliver", DESK, given=letter("piped", large=True)))[0] == 75
            small = await _until_refused(served.mail_port, SMALL if dialect == "sqlite" else 3)
            # SQLite has room left in what its files hold already, and then none.
            full = {452} if disk.mounted else {451, 452}
            assert small[-1][1] in (full if dialect == "sqlite" else {250})
            async with aiohttp.ClientSession() as client, client.get(f"{served.url}/healthz") as answer:
                assert answer.status == 200
            await asyncio.to_thread(disk.free, served.process.pid)
            for words in (*large, *(words for words, code in small if code != 250)):
                assert await asyncio.to_thread(send, served.mail_port, letter(words, large=words in large)) == 250
            assert (await served.command("deliver", DESK, given=letter("piped", large=True)))[0] == 0
            kept = ["before", *large, *(words for words, _ in small), "piped"]
            database = Database(DatabaseSettings(url=database_url), folder)
            try:
                assert await _texts(database, len(kept)) == {f"This is {words}.": 1 for words in kept}
            finally:
                await database.close()
            await asyncio.to_thread(smtp_sink.wait, len(kept), seconds=SETTLED_S)


async def _until_refused(port: int, most: int) -> list[tuple[str, int]]:
    """Small mails and their answers, up to the first refusal or a few for a database that has room."""
    said: list[tuple[str, int]] = []
    for number in range(most):
        said.append((f"small{number}", await asyncio.to_thread(send, port, letter(f"small{number}"))))
        if said[-1][1] != 250:
            break
    return said


async def _texts(database: Database, count: int) -> Counter[str]:
    """What was understood, once it is so much."""
    texts: Counter[str] = Counter()
    for _ in range(int(SETTLED_S / 0.2)):
        async with database.read() as session:
            texts = Counter(
                text.strip()
                for text in (await session.execute(select(MessageRow.text).where(MessageRow.kind == "patron"))).scalars()
            )
        if texts.total() >= count:
            break
        await asyncio.sleep(0.2)
    return texts
