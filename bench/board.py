"""The board to 200 supervisors, drawn and sent, over a bare broadcast of the same bytes. Runs are interleaved."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.report import Number, of_runs
from bench.seed import DEPARTMENTS, house_with_tickets
from bench.server import bare_relay, free_port, product_at_command
from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.start_session import start_session
from contactcenter.clock import now
from contactcenter.db.engine import Database
from contactcenter.measures.buckets import bucket_of
from contactcenter.measures.span import micros
from contactcenter.measures.tables import WaitFactRow
from contactcenter.seats.tables import SeatRow
from contactcenter.settings import Settings

TICKETS, SEATS, WAITS = 2_000, 40, 300
UPDATES = 50
LIMIT = 2.0


def run(runs: int, *, updates: int = UPDATES) -> list[Number]:
    """Measure `runs` times each."""
    values, floors = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            data_dir = Path(folder)
            house_with_tickets(data_dir, TICKETS)
            cookie = asyncio.run(_busy(data_dir))
            port = free_port()
            with product_at_command(data_dir, port):
                value, board = _median(port, updates, cookie)
        values.append(value)
        port = free_port()
        with bare_relay(port):
            floors.append(_median(port, updates, "-", board)[0])
    return [of_runs("board", values, floors, unit="ms", limit=LIMIT)]


async def _busy(data_dir: Path) -> str:
    """A supervisor's session, librarians at their seats, and an hour of waits."""
    dice = random.Random(1042)  # noqa: S311  # the same hour every time
    database = Database(Settings(data_dir=data_dir, departments=DEPARTMENTS).database, data_dir)
    at = now()
    async with database.transaction() as session:
        ines = await add_staff(session, login="ines", name="Ines", role="supervisor", password_hash=None, now=at)
        for number in range(SEATS):
            staff_id = await add_staff(session, login=f"s{number}", name=f"Librarian {number}", role="librarian",
                                       password_hash=None, now=at)
            session.add(SeatRow(staff_id=staff_id, version=1, presence="available", since=at, idle_since=at,
                                alive_until=at + timedelta(hours=1)))
        for number in range(WAITS):
            end = at - timedelta(seconds=dice.random() * 3_500)
            waited = int(dice.expovariate(1 / 20) * 1_000_000)
            session.add(WaitFactRow(
                position=number + 1, ticket_id=number + 1, queue_id=1 + number % 6, channel="web_chat", in_hours=True,
                began_us=micros(end) - waited, ended_us=micros(end), wait_us=waited, wait_bucket=bucket_of(waited),
                outcome="left" if number % 20 == 0 else "served", staff_id=None,
            ))
        started = await start_session(session, staff_id=ines, now=at)
    await database.close()
    return started.token


def _median(port: int, updates: int, cookie: str, board: str = "") -> tuple[float, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.board_client", str(port), str(updates), cookie],
        check=True, capture_output=True, timeout=300, input=board.encode(),
    )
    answer = json.loads(done.stdout)
    return 1000 * statistics.median(answer["took"]), answer["board"]
