"""Two hundred calls that wait at once, with announcements: what they missed or heard twice. One is one too many."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from bench.report import Number
from bench.seed import house_with_librarian
from bench.server import free_port, product
from bench.webhook import settings

CALLS = 200
SECONDS = 60
SILENCE_S = 1.0
"""A caller who hears nothing for longer has missed something."""
FOLLOWS = {"place": {"wait", "press"}, "wait": {"press"}, "press": {"music"}, "music": {"place"}}


def run(_runs: int) -> list[Number]:
    """Once: what is counted is no matter of luck."""
    with tempfile.TemporaryDirectory() as folder:
        house_with_librarian(Path(folder))
        port = free_port()
        with product(Path(folder), port, **settings(f"http://127.0.0.1:{port}")):
            done = subprocess.run(
                [sys.executable, "-m", "bench.calls_client", str(port), str(CALLS), str(SECONDS)],
                check=True, capture_output=True, timeout=300,
            )
        told = json.loads(done.stdout)
        missed = sum(_wrong(one) for one in told["heard"]) + len(told["errors"])
        missed += sum(one > SILENCE_S for one in told["took"])
        # What a call ended as is the truth too: every caller gave up while waiting.
        with sqlite3.connect(Path(folder) / "contactcenter.sqlite3") as database:
            ended = database.execute("SELECT count(*) FROM calls WHERE how = 'abandoned'").fetchone()[0]
        missed += CALLS - ended
    return [Number("calls waiting", missed, "missed or doubled", 1, 0)]


def kind(heard: str) -> str:
    """Which announcement it was."""
    if heard.startswith("♪"):
        return "music"
    if heard.startswith("It will"):
        return "wait"
    return "press" if "press" in heard else "place" if "line" in heard or "next" in heard else heard


def _wrong(heard: list[str]) -> int:
    """How often something else followed than has to; hearing nothing at all counts too."""
    kinds = [kind(one) for one in heard]
    return (not kinds) + sum(after not in FOLLOWS.get(before, set()) for before, after in pairwise(kinds))
