"""Patron → librarian's open screen, p99, over a bare relay. Runs are interleaved."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report import Number, of_runs, percentile
from bench.seed import house_with_librarian
from bench.server import bare_relay, free_port, product

COUNT, RATE = 3_000, 100
LIMIT = 3.0


def run(runs: int, *, count: int = COUNT) -> list[Number]:
    """Measure `runs` times each."""
    values, floors = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            data_dir = Path(folder)
            cookie = house_with_librarian(data_dir)
            port = free_port()
            with product(data_dir, port):
                values.append(_p99(port, count, cookie, str(data_dir / "contactcenter.sqlite3")))
        port = free_port()
        with bare_relay(port):
            floors.append(_p99(port, count))
    return [of_runs("chat latency", values, floors, unit="ms p99", limit=LIMIT)]


def _p99(port: int, count: int, *options: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.chat_client", str(port), str(count), str(RATE), *options],
        check=True, capture_output=True, timeout=300,
    )
    answer = json.loads(done.stdout)
    if answer["unreadable"] or answer["lost"] or len(answer["took"]) != count:
        raise RuntimeError(f"{answer['unreadable']} messages shown before they were committed, {answer['lost']} lost")
    return 1000 * percentile(answer["took"], 0.99)
