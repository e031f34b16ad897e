"""Mail into committed tickets, by the SMTP door and from a Dovecot, over a plain parse and commit of the same mails."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import func, select

from bench.mails import MAILS, mails
from bench.report import Number, of_runs
from bench.seed import house_with_librarian, house_with_tickets
from bench.server import free_port, product
from contactcenter.db.engine import Database
from contactcenter.intake.tables import InboundRow
from contactcenter.migrate import migrate
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Database as DatabaseSettings
from tests.neighbours import dovecot, postgres

LEAST = 0.8
RUNS = 3
MANY, FEW, FEWER_MAILS = 1_000_000, 1_000, 2_000
LONGEST_S = 300.0


def run(runs: int) -> list[Number]:
    """Both doors on both databases, and the SMTP door over a million tickets."""
    numbers = []
    with postgres.running() as server, dovecot.running() if dovecot.executable() else nullcontext() as mailboxes:
        for kind, address in (("sqlite", None), ("postgresql", server)):
            ways: dict[str, dovecot.Dovecot | None] = {f"intake smtp, {kind}": None}
            if mailboxes is not None:
                ways[f"intake imap, {kind}"] = mailboxes
            values: dict[str, list[float]] = {name: [] for name in ways}
            floors: list[float] = []
            for number in range(min(runs, RUNS)):
                for name, boxes in ways.items():
                    with _house(address) as (folder, url):
                        values[name].append(_intake(folder, url, MAILS, series=f"v{number}", mailboxes=boxes))
                with _house(address) as (folder, url):
                    floors.append(_plain(folder, url, MAILS, series=f"f{number}"))
            numbers += [of_runs(name, found, floors, unit="mails/s", limit=LEAST, least=True)
                        for name, found in values.items()]
    return [*numbers, _among_many(min(runs, RUNS))]


def _among_many(runs: int) -> Number:
    with tempfile.TemporaryDirectory() as parent:
        many, few = Path(parent) / "many", Path(parent) / "few"
        house_with_tickets(many, MANY)
        house_with_tickets(few, FEW)
        values, floors = [], []
        for number in range(runs):
            values.append(_intake(many, "sqlite", FEWER_MAILS, series=f"m{number}"))
            floors.append(_intake(few, "sqlite", FEWER_MAILS, series=f"m{number}"))
    return of_runs("intake at 1,000,000 tickets", values, floors, unit="mails/s", limit=LEAST, least=True)


@contextmanager
def _house(server: postgres.Postgres | None) -> Iterator[tuple[Path, str]]:
    """An empty house on SQLite, or on a database of this server."""
    with tempfile.TemporaryDirectory() as folder:
        if server is None:
            house_with_librarian(Path(folder))
            yield Path(folder), "sqlite"
            return
        name = postgres.wait_for(server.create())
        try:
            asyncio.run(_migrate(server.url(name), Path(folder)))
            yield Path(folder), server.url(name)
        finally:
            postgres.wait_for(server.drop(name))


async def _migrate(url: str, folder: Path) -> None:
    database = Database(DatabaseSettings(url=url), folder)
    await migrate(database)
    await database.close()


def _plain(folder: Path, url: str, count: int, *, series: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.plain_intake", url, str(folder), str(count), series], check=True,
        capture_output=True, timeout=LONGEST_S,
    )
    return float(done.stdout)


def _intake(folder: Path, url: str, count: int, *, series: str, mailboxes: dovecot.Dovecot | None = None) -> float:
    """Mails a second, from the first word of the client until the last is on its ticket and acknowledged."""
    door, relay = free_port(), free_port()
    config = folder / "config"
    config.mkdir(exist_ok=True)
    if mailboxes is not None:
        (config / "box.toml").write_text(_mailbox(mailboxes, count, series))
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.smtp", "0" if mailboxes else str(door), str(relay), str(count), series],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    assert client.stdin is not None
    assert client.stdout is not None
    try:
        client.stdout.readline()
        before = asyncio.run(_done(folder, url))
        with product(
            folder, free_port(), CONTACTCENTER_DATABASE__URL=url, CONTACTCENTER_CONFIG_DIR=str(config),
            CONTACTCENTER_MAIL__LISTEN=f"127.0.0.1:{door}", CONTACTCENTER_MAIL__SMTP__HOST="127.0.0.1",
            CONTACTCENTER_MAIL__SMTP__PORT=str(relay), CONTACTCENTER_MAIL__SMTP__SECURITY="none", BOX=dovecot.PASSWORD,
        ):
            if mailboxes is None:
                client.stdin.write("go\n")
                client.stdin.flush()
                begun, already = float(client.stdout.readline()), 0
            else:
                # It fetches as soon as it runs: what was there before it said so counts for nothing.
                begun, already = time.time(), asyncio.run(_done(folder, url)) - before
            ended = asyncio.run(until_done(folder, url, before + count))
    finally:
        client.stdin.close()
        client.wait(20)
    return (count - already) / (ended - begun)


def _mailbox(server: dovecot.Dovecot, count: int, series: str) -> str:
    user = server.new_user()
    server.fill(user, mails(count, series=series))
    return (
        f'[[mail.mailboxes]]\nname = "box"\nhost = "127.0.0.1"\nport = {server.imap_port}\nsecurity = "none"\n'
        f'username = "{user}"\npassword_env = "BOX"\naddress = "help@library.example"\n'
    )


async def until_done(folder: Path, url: str, count: int) -> float:
    """When so many are done."""
    end = time.time() + LONGEST_S
    while time.time() < end:
        if await _done(folder, url) >= count:
            return time.time()
        await asyncio.sleep(0.05)
    raise TimeoutError("the mails were not taken in")


async def _done(folder: Path, url: str) -> int:
    """How many mails are on their tickets with an acknowledgement queued."""
    database = Database(DatabaseSettings(url=url), folder)
    try:
        async with database.read() as session:
            done = (await session.execute(
                select(func.count()).select_from(InboundRow).where(InboundRow.state == "done")
            )).scalar_one()
            acknowledged = (await session.execute(
                select(func.count()).select_from(DeliveryRow).where(DeliveryRow.kind == "acknowledgement")
            )).scalar_one()
    finally:
        await database.close()
    return min(done, acknowledged)
