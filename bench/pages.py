"""The queue page over a million tickets, over the same with a thousand: every filter and sort it offers."""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
from rich.console import Console

from bench.report import Number
from bench.seed import house_with_tickets
from bench.server import free_port, product
from contactcenter.db.base import EPOCH, MICROSECOND
from contactcenter.tickets.lists.cursor import write_cursor

MANY, FEW = 1_000_000, 1_000
LIMIT = 1.3
ROUNDS = 9
VIEWS = ("mine", "waiting", "all", "set_aside")
CHANNELS = (None, "email", "api")
"""`api` is the rare match: three tickets of all."""
LANES = (None, "closed", "waiting_third")
SORTS = {"updated": "updated_at", "created": "created_at", "waiting": "waiting_key"}
DEPTHS = (0.0, 0.5, 0.999)


def run(runs: int) -> list[Number]:
    """Medians of `runs` times the worst page; each page is itself a median, asked in turn of both houses."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        houses = []
        for name, count in (("many", MANY), ("few", FEW)):
            data_dir = Path(folder) / name
            begun = time.monotonic()
            token = house_with_tickets(data_dir, count)[1]
            console.print(f"{count:,} tickets made in {time.monotonic() - begun:.0f} s")
            houses.append((data_dir, token, free_port()))
        (many_dir, many_token, many_port), (few_dir, few_token, few_port) = houses
        with product(many_dir, many_port), product(few_dir, few_port):
            asks = {
                port: _pages(data_dir / "contactcenter.sqlite3") for data_dir, _, port in houses
            }
            worst, floors = [], []
            for _ in range(runs):
                done = subprocess.run(
                    [sys.executable, "-m", "bench.pages", str(many_port), many_token, str(few_port), few_token],
                    input=json.dumps([asks[many_port], asks[few_port]]).encode(), check=True, capture_output=True,
                    timeout=900,
                )
                many, few = json.loads(done.stdout)
                worst.append(max(many.values()))
                floors.append(max(few.values()))
                slowest = max(many, key=many.__getitem__)
                console.print(f"slowest of {len(many)}: {slowest} {1000 * many[slowest]:.1f} ms")
    return [Number("page 1,000,000 tickets", 1000 * statistics.median(worst), "ms worst",
                   1000 * statistics.median(floors), LIMIT)]


def _pages(file: Path) -> dict[str, str]:
    """Every page to ask for, by what it is: the query string."""
    pages = {}
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        last = database.execute("SELECT max(id) FROM tickets").fetchone()[0]
        for view, channel, lane, sort, depth in itertools.product(VIEWS, CHANNELS, LANES, SORTS, DEPTHS):
            if lane is not None and view != "all":
                continue
            parts = {"view": view, "sort": sort, "limit": "50"}
            parts |= {"channel": channel} if channel else {}
            parts |= {"lane": lane} if lane else {}
            if depth:
                # Deep in the list: a ticket as far down as the share says, by number.
                number = int(last * ((1 - depth) if sort != "waiting" else depth)) or 1
                key = database.execute(f"SELECT {SORTS[sort]} FROM tickets WHERE id = ?", (number,)).fetchone()[0]  # noqa: S608
                parts["cursor"] = write_cursor(EPOCH + MICROSECOND * key, number, sort)
            name = f"{view} {channel or 'any channel'} {lane or 'any lane'} by {sort} at {depth:.1%}"
            pages[name] = "&".join(f"{key}={value}" for key, value in parts.items())
    return pages


async def _client(ports: list[int], tokens: list[str], pages: list[dict[str, str]]) -> list[dict[str, float]]:
    took: list[dict[str, list[float]]] = [{name: [] for name in one} for one in pages]
    async with aiohttp.ClientSession() as session:
        for _ in range(ROUNDS):
            for name in pages[0]:
                for house in (0, 1):
                    url = f"http://127.0.0.1:{ports[house]}/api/v1/tickets?{pages[house][name]}"
                    begun = time.perf_counter()
                    async with session.get(url, headers={"Authorization": f"Bearer {tokens[house]}"}) as answer:
                        await answer.read()
                        if answer.status != 200:
                            raise RuntimeError(f"{url}: {answer.status}")
                    took[house][name].append(time.perf_counter() - begun)
    return [{name: statistics.median(times) for name, times in one.items()} for one in took]


if __name__ == "__main__":
    _, many_at, many_with, few_at, few_with = sys.argv
    both = asyncio.run(_client([int(many_at), int(few_at)], [many_with, few_with], json.load(sys.stdin)))
    print(json.dumps(both))
